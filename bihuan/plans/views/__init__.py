"""Pages of lists, entries and their milestones."""
