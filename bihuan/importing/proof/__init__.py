"""A table read by its own arithmetic: what is proved is taken, what is not is asked."""
