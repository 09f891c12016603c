"""Figures joined for the pages of the monthly round."""

from .before import known_before
from .changes import Correction, corrections
from .desk import Desk, desk, of_report
from .lines import Board, ReportLine, RoundTally, by_organisation
from .standing import MonthCount, board, year_counts

__all__ = [
    "Board",
    "Correction",
    "Desk",
    "MonthCount",
    "ReportLine",
    "RoundTally",
    "board",
    "by_organisation",
    "corrections",
    "desk",
    "known_before",
    "of_report",
    "year_counts",
]
