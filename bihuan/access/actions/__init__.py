"""What is written at the doors: tries, sign-ins, downloads, and the rules of sign-in."""

from .keeping import forget_old, seal_days
from .passing import note
from .settings import set_sign_in_rules
from .trying import Admission, begin_try, forgive, unlock_address, unlock_person

__all__ = [
    "Admission",
    "begin_try",
    "forget_old",
    "forgive",
    "note",
    "seal_days",
    "set_sign_in_rules",
    "unlock_address",
    "unlock_person",
]
