"""Every change of who commands what, and of the hard-bone list."""

from .appointing import appoint
from .bones import change, defer, enter, leave, note
from .handing import hand_over

__all__ = ["appoint", "change", "defer", "enter", "hand_over", "leave", "note"]
