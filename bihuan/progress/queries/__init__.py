"""Figures joined for the pages of the monthly round."""

from .before import known_before, known_for_refusals
from .changes import Correction, corrections
from .comparison import ReportComparison
from .deputies import with_deputies
from .lines import Board, ReportLine, RoundTally, by_organisation
from .members import excused_from
from .report_form import ReportFormState, of_report, report_form
from .review import ReviewLine, next_waiting, review_lines
from .standing import board, waiting_for_acceptance
from .windows import RoundOpening, closing_day, round_opening
from .year_counts import MonthCount, months_not_accepted, year_counts

__all__ = [
    "Board",
    "Correction",
    "MonthCount",
    "ReportComparison",
    "ReportFormState",
    "ReportLine",
    "ReviewLine",
    "RoundOpening",
    "RoundTally",
    "board",
    "by_organisation",
    "closing_day",
    "corrections",
    "excused_from",
    "known_before",
    "known_for_refusals",
    "months_not_accepted",
    "next_waiting",
    "of_report",
    "report_form",
    "review_lines",
    "round_opening",
    "waiting_for_acceptance",
    "with_deputies",
    "year_counts",
]
