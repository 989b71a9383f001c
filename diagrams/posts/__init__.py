"""One module per post: what it explains, its figures, its facts."""
