"""Who may stay, and which passwords and codes are taken. Pure: values in, verdict out.

Source: docs/rules/accounts.md, clauses ACCOUNT.
"""

from __future__ import annotations

from stdnum.cn import uscc
from stdnum.exceptions import ValidationError

from bihuan.kit.errors import Refusal
from bihuan.kit.words import say

from .roles import Role

SHORTEST = 8  # ACCOUNT-1
KINDS = 3
MOST_TOKENS = 10  # ACCOUNT-5
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
