"""Every change of the monthly round, by concept."""

from .choosing import choose_rules
from .corrections import correct
from .evidence import add_photo, reach_milestone
from .reports import (
    Impossible,
    SavedMeanwhile,
    WouldReplace,
    hand_in,
    no_change,
    save_draft,
    submit,
    withdraw,
)
from .review import Passed, accept, accept_many, mark_reviewed, return_
from .rounds import close_round, extend_round, lock_round, open_round, reopen, run_rounds

__all__ = [
    "Impossible",
    "Passed",
    "SavedMeanwhile",
    "WouldReplace",
    "accept",
    "accept_many",
    "add_photo",
    "choose_rules",
    "close_round",
    "correct",
    "extend_round",
    "hand_in",
    "lock_round",
    "mark_reviewed",
    "no_change",
    "open_round",
    "reach_milestone",
    "reopen",
    "return_",
    "run_rounds",
    "save_draft",
    "submit",
    "withdraw",
]
