"""Organisations, users, keys and who goes on with what others leave, over HTTP."""
