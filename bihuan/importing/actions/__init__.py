"""Every change that workbooks make, by concept."""

from .batches import answer, apply, bring_in, check_room, stage
from .discarding import discard, discard_stale
from .people import PeopleChanged, bring_in_people
from .refusals import NothingToTake, Outdated
from .undoing import undo

__all__ = [
    "NothingToTake",
    "Outdated",
    "PeopleChanged",
    "answer",
    "apply",
    "bring_in",
    "bring_in_people",
    "check_room",
    "discard",
    "discard_stale",
    "stage",
    "undo",
]
