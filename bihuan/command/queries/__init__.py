"""Commanders and hard bones as pages and programmes read them."""

from .commanders import (
    CommanderLine,
    CommandersTable,
    commanded_by,
    commanders,
    key_projects,
    without_commander,
)
from .facts import ENDED
from .hard_bones import (
    HardBoneLine,
    can_be_entered,
    left_before,
    list_now,
    month_of_list,
    reasons_to_enter,
    reasons_to_leave,
)
from .mine import Card, Mine, WaitingMatter, cards, mine, waiting
from .proposals import HardBoneProposal, HardBoneProposals, proposals

__all__ = [
    "ENDED",
    "Card",
    "CommanderLine",
    "CommandersTable",
    "HardBoneLine",
    "HardBoneProposal",
    "HardBoneProposals",
    "Mine",
    "WaitingMatter",
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
