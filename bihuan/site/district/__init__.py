"""The district's settings: its name, and the preset that holds for each of its rules."""
