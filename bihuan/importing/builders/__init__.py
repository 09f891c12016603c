"""From rows to changes: one builder per kind of sheet."""
