"""What is done to a built site before it is published: plain functions on a folder of files."""
