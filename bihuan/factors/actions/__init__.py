"""Every change of what projects need."""

from .clock import Warned, warn
from .lists import set_needed_by, start_list, start_lists
from .moves import Approval, approve, move, promise, raise_need

__all__ = [
    "Approval",
    "Warned",
    "approve",
    "move",
    "promise",
    "raise_need",
    "set_needed_by",
    "start_list",
    "start_lists",
    "warn",
]
