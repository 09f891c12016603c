"""Pages: my notices, the office's channels, what was sent."""
