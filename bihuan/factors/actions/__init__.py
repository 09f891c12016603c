"""Every change of what projects need."""

from .clock import Warned, warn
from .lists import add_need, follow_milestones, set_needed_by, start_list, start_lists
from .moves import NeedApproval, approve, move, pass_need_on, promise, raise_need

__all__ = [
    "NeedApproval",
    "Warned",
    "add_need",
    "approve",
    "follow_milestones",
    "move",
    "pass_need_on",
    "promise",
    "raise_need",
    "set_needed_by",
    "start_list",
    "start_lists",
    "warn",
]
