"""Figures, the rows under them, their parts and their months."""

from .figures import Figure, figure, figures, latest_month
from .months import MonthPoint, months
from .parts import Part, parts
from .reported import tallies
from .rows import RowUnder, Under, rows, statement
from .standing import Position, positions

__all__ = [
    "Figure", "MonthPoint", "Part", "Position", "RowUnder", "Under", "figure", "figures",
    "latest_month", "months", "parts", "positions", "rows", "statement", "tallies",
]  # fmt: skip
