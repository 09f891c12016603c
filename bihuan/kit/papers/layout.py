"""Numbers of GB/T 9704-2012 that Word and PDF share."""

from dataclasses import dataclass

PITCH = 28.95
"""Points from line to line: 22 lines fill the 225 mm of the text area."""

CLOSER = -0.208
"""Points between two characters of the text: 28 of them fill the 156 mm of a line."""


@dataclass(frozen=True)
class Spacing:
    """How close a paper with a form is set. `pitch` is in points from line to line of the text,
    `row_mm` the height of a form's row of one line; the others are in lines: below the mark, above
    and below the title, above the issuer.
    """

    pitch: float = PITCH
    below_mark: float = 1
    above_title: float = 1
    below_title: float = 0.4
    above_issuer: float = 0.6
    row_mm: float = 10


SPACINGS = (
    Spacing(),
    Spacing(26, below_mark=0.4, above_title=0.5, below_title=0.3, above_issuer=0.4, row_mm=8.2),
    Spacing(23, below_mark=0.2, above_title=0.3, below_title=0.2, above_issuer=0.3, row_mm=7),
)
"""A form takes the first with which it fits one page, else the standard's own."""

_MARK_WIDTH = 442  # points: the 156 mm of the text area
_MARK_LARGEST = 42


def mark_size(mark: str) -> int:
    """Return the size in points at which the issuer's mark fits one line."""
    return max(16, min(_MARK_LARGEST, _MARK_WIDTH // max(len(mark), 1)))
