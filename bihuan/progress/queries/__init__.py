"""Figures joined for the pages of the monthly round."""

from .before import known_before, known_for_refusals
from .changes import Correction, corrections
from .lines import Board, ReportLine, RoundTally, by_organisation
from .report_form import ReportFormState, of_report, report_form
from .standing import board, waiting_for_acceptance
from .year_counts import MonthCount, year_counts

__all__ = [
    "Board",
    "Correction",
    "MonthCount",
    "ReportFormState",
    "ReportLine",
    "RoundTally",
    "board",
    "by_organisation",
    "corrections",
    "known_before",
    "known_for_refusals",
    "of_report",
    "report_form",
    "waiting_for_acceptance",
    "year_counts",
]
