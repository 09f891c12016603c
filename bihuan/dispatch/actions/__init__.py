"""Every change of mechanisms and dispatch meetings."""

from .agenda import add_item, draw_again, drop_item, move_item, restore_item
from .deciding import conclude, decide
from .listing import issue_list
from .meetings import begin, call_off, close, edit_meeting, plan_meeting
from .practice import choose_mechanisms, tick, untick

__all__ = [
    "add_item",
    "begin",
    "call_off",
    "choose_mechanisms",
    "close",
    "conclude",
    "decide",
    "draw_again",
    "drop_item",
    "edit_meeting",
    "issue_list",
    "move_item",
    "plan_meeting",
    "restore_item",
    "tick",
    "untick",
]
