"""Figures counted from records: matters, reports due, milestones, needs, visits, funds."""

from .funds import FUNDS
from .matters import MATTERS
from .milestones import MILESTONES
from .needs import NEEDS
from .rounds import REPORTS
from .subject import RecordMeasure, Subject
from .visits import VISITS, VISITS_PLANNED

SUBJECTS = (MATTERS, REPORTS, MILESTONES, NEEDS, VISITS_PLANNED, VISITS, FUNDS)

__all__ = ["SUBJECTS", "RecordMeasure", "Subject"]
