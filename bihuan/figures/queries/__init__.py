"""Figures, the rows under them, their parts and their months."""

from bihuan.figures.declared import divides, divisible

from .chains import chain_enterprises, chain_figures, chain_months, growth
from .compared import Compared, base_question, compared
from .contributions import explainable
from .months import MonthPoint, months
from .parts import FigurePart, parts
from .registry import declared, figure, figures, latest_month, month_in_focus, some_figures
from .reported import tallies
from .rows import RowUnder, Under, rows, statement
from .standing import Position, positions, positions_of
from .values import Figure, presented, unit_shown
from .why import FigureChange, earlier, why

__all__ = [
    "Compared",
    "Figure",
    "FigureChange",
    "FigurePart",
    "MonthPoint",
    "Position",
    "RowUnder",
    "Under",
    "base_question",
    "chain_enterprises",
    "chain_figures",
    "chain_months",
    "compared",
    "declared",
    "divides",
    "divisible",
    "earlier",
    "explainable",
    "figure",
    "figures",
    "growth",
    "latest_month",
    "month_in_focus",
    "months",
    "parts",
    "positions",
    "positions_of",
    "presented",
    "rows",
    "some_figures",
    "statement",
    "tallies",
    "unit_shown",
    "why",
]
