"""What the ladder of money allows, and what is to be said of it. Pure."""
