"""Every change of mechanisms and dispatch meetings."""

from .agenda import add_item, draw_again, drop_item, move_item, restore_item
from .closing import close
from .deciding import conclude, decide
from .deciding_together import DECIDING, decide_together
from .listing import issue_list
from .meetings import begin, call_off, edit_meeting, plan_meeting
from .practice import choose_mechanisms, tick, untick

__all__ = [
    "DECIDING",
    "add_item",
    "begin",
    "call_off",
    "choose_mechanisms",
    "close",
    "conclude",
    "decide",
    "decide_together",
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
