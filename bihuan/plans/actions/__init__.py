"""Every change of annual lists, plans and milestones. What was promised is never overwritten."""

from .adjusting import adjust_plan
from .classes import set_class
from .lists import edit_list, enter, leave_list, make_list, promote, return_to_list
from .milestones import (
    add_milestone,
    carry_milestones,
    move_milestone,
    set_milestones,
    set_milestones_of_list,
)

__all__ = [
    "add_milestone",
    "adjust_plan",
    "carry_milestones",
    "edit_list",
    "enter",
    "leave_list",
    "make_list",
    "move_milestone",
    "promote",
    "return_to_list",
    "set_class",
    "set_milestones",
    "set_milestones_of_list",
]
