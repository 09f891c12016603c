"""The table of the chains' output: an app to Django, for what was recorded bears its name."""
