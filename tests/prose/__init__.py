"""Wording and spelling of everything the project says: Japanese by textlint, English by cspell."""
