"""Figures and facts of one convolutional network, drawn from what its real layers return."""
