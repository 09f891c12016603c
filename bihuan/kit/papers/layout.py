"""Numbers of GB/T 9704-2012 that Word and PDF share."""

PITCH = 28.95
"""Points from line to line: 22 lines fill the 225 mm of the text area."""

CLOSER = -0.208
"""Points between two characters of the text: 28 of them fill the 156 mm of a line."""

_MARK_WIDTH = 442  # points: the 156 mm of the text area
_MARK_LARGEST = 42


def mark_size(mark: str) -> int:
    """Return the size in points at which the issuer's mark fits one line."""
    return max(16, min(_MARK_LARGEST, _MARK_WIDTH // max(len(mark), 1)))
