"""Every change that workbooks make, by concept."""

from .batches import NothingToTake, Outdated, answer, apply, bring_in, check_room, stage
from .discarding import discard, discard_stale
from .undoing import undo

__all__ = [
    "NothingToTake",
    "Outdated",
    "answer",
    "apply",
    "bring_in",
    "check_room",
    "discard",
    "discard_stale",
    "stage",
    "undo",
]
