"""Pages of organisations, users, leaders and keys."""
