"""Every change of who commands what, and of the hard-bone list."""

from .appointing import appoint
from .handing import hand_over
from .hard_bones import change, defer, enter, leave, note
from .proposals import ProposedStep, defer_proposals, follow_proposals

__all__ = [
    "ProposedStep",
    "appoint",
    "change",
    "defer",
    "defer_proposals",
    "enter",
    "follow_proposals",
    "hand_over",
    "leave",
    "note",
]
