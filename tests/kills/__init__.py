"""A process is killed in the middle of its work: `python -m tests.kills`."""
