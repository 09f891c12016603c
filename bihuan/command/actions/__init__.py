"""Every change of who commands what, and of the hard-bone list."""

from .appointing import appoint
from .handing import hand_over
from .hard_bones import change, defer, enter, leave, note

__all__ = ["appoint", "change", "defer", "enter", "hand_over", "leave", "note"]
