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
from .facts import ENDED
from .mine import Card, Mine, Waiting, cards, mine, waiting

__all__ = [
    "ENDED",
    "BoneLine",
    "Card",
    "CommanderLine",
    "CommandersTable",
    "Mine",
    "Proposal",
    "Waiting",
    "can_be_entered",
    "cards",
    "commanded_by",
    "commanders",
    "key_projects",
    "left_before",
    "list_now",
    "mine",
    "month_of_list",
    "proposals",
    "reasons_to_enter",
    "reasons_to_leave",
    "waiting",
    "without_commander",
]
