"""Are the two languages in step? Parity of what they hold, and stamps that say "these two say the same"."""
