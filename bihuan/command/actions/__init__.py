"""Every change of who commands what, and of the hard-bone list."""

from .appointing import appoint
from .bones import change, defer, enter, leave, note

__all__ = ["appoint", "change", "defer", "enter", "leave", "note"]
