"""Commanders and hard bones as pages and programmes read them."""

from .bones import (
    BoneLine,
    Proposal,
    can_be_entered,
    left_before,
    list_now,
    month_of_list,
    proposals,
    reasons_to_enter,
    reasons_to_leave,
)
from .commanders import (
    CommanderLine,
    CommandersTable,
    commanded_by,
    commanders,
    key_projects,
    without_commander,
)
from .facts import ENDED, overdue_counts, positions_of

__all__ = [
    "ENDED",
    "BoneLine",
    "CommanderLine",
    "CommandersTable",
    "Proposal",
    "can_be_entered",
    "commanded_by",
    "commanders",
    "key_projects",
    "left_before",
    "list_now",
    "month_of_list",
    "overdue_counts",
    "positions_of",
    "proposals",
    "reasons_to_enter",
    "reasons_to_leave",
    "without_commander",
]
