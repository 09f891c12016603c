"""Every two actions on one thing, at once, by two real connections: `python -m tests.races`."""
