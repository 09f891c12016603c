"""Who may stay, and which passwords and codes are taken. Pure: values in, verdict out.

Source: docs/rules/accounts.md, clauses ACCOUNT.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from stdnum.cn import uscc
from stdnum.exceptions import ValidationError

from bihuan.kit.errors import NotAllowed, Refusal
from bihuan.kit.words import say

from .roles import Role
from .scopes import EVERY_AREA, Access, Area

SHORTEST = 8  # ACCOUNT-1
KINDS = 3
MOST_TOKENS = 10  # ACCOUNT-5
LONGEST_KEY_DAYS = 731  # ACCOUNT-6: two years
USUAL_KEY_DAYS = 365
NEED_ORGANISATION = frozenset({Role.REPORTER, Role.DEPARTMENT})  # ACCOUNT-4


def password_problem(password: str) -> str:
    """Return a sentence if the password is too short or of too few kinds (ACCOUNT-1)."""
    kinds = (str.islower, str.isupper, str.isdigit, lambda c: not c.isalnum())
    found = sum(any(kind(c) for c in password) for kind in kinds)
    if len(password) >= SHORTEST and found >= KINDS:
        return ""
    return say("A password has 8 characters or more, of three kinds: a, A, 1, and signs such as -.")


def check_credit_code(code: str) -> None:
    """Refuse a unified social credit code whose structure or check digit is wrong (ACCOUNT-2)."""
    try:
        uscc.validate(code)
    except ValidationError:
        raise Refusal(say("“%s” is not a unified social credit code.") % code) from None


def digest_of(key: str) -> str:
    """Return what is kept of a key (ACCOUNT-5)."""
    return hashlib.sha256(key.encode()).hexdigest()


def check_key(*, access: str, areas: Sequence[str], days: int) -> None:
    """Refuse a key that opens nothing known, or for longer than two years (ACCOUNT-6)."""
    if access not in Access.values or not areas or not set(areas) <= set(Area.values):
        raise Refusal(say("Say what the key opens: its areas, and whether it writes."))
    if not 0 < days <= LONGEST_KEY_DAYS:
        raise Refusal(say("A key holds for a day at least, and for two years at most."))


def check_use(*, access: str, areas: Sequence[str], area: str, writes: bool) -> None:
    """Raise NotAllowed for a call that the key does not open (ACCOUNT-6)."""
    if EVERY_AREA not in areas and area not in areas:
        raise NotAllowed(say("This key does not open this area of the API."))
    if writes and access != Access.WRITE:
        raise NotAllowed(say("This key only reads: it changes nothing."))


def check_role(role: str, *, has_organisation: bool) -> None:
    """Refuse a role that nobody signs in to, or that lacks its organisation (ACCOUNT-4)."""
    if role not in Role.values or role == Role.CONSOLE:
        raise Refusal(say("There is no such role."))
    if role in NEED_ORGANISATION and not has_organisation:
        raise Refusal(say("“%s” belongs to an organisation: say which.") % Role(role).label)


def check_office_stays(*, is_office: bool, stays_office: bool, others: int) -> None:
    """Refuse to take away the last who can manage accounts (ACCOUNT-3)."""
    if is_office and not stays_office and not others:
        raise Refusal(say("This is the last user of the office: somebody must remain."))
