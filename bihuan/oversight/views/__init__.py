"""Pages of the supervision of public money."""
