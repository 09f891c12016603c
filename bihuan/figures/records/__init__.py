"""Figures counted from records: matters, reports due, milestones, needs, visits, funds."""

from .funds import FUNDS
from .matters import MATTERS
from .milestones import MILESTONES
from .money import FUNDING
from .needs import NEEDS, NEEDS_ASKED
from .rounds import REPORTS
from .subject import RecordMeasure, Subject
from .visits import VISITS, VISITS_PLANNED

SUBJECTS = (
    MATTERS,
    REPORTS,
    MILESTONES,
    NEEDS_ASKED,
    NEEDS,
    VISITS_PLANNED,
    VISITS,
    FUNDS,
    FUNDING,
)

ON_RULES = (
    *(f"{each.name}." for each in SUBJECTS if each.is_on_rules),
    "statistics_overdue",
)
"""How the ids begin of figures on which rules in force bear."""

__all__ = ["ON_RULES", "SUBJECTS", "RecordMeasure", "Subject"]
