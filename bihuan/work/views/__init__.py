"""Pages: my work, my notices, the office's post."""
