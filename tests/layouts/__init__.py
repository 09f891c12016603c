"""Tables of offices, made from a known truth, and how they are read."""
