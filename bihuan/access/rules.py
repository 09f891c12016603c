"""How often a secret may be guessed, and who must have a second step. Pure: values in, verdict out.

Source: docs/rules/access.md, clauses ACCESS.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bihuan.accounts.roles import Role
from bihuan.kit.choices import Choice
from bihuan.kit.errors import Refusal
from bihuan.kit.words import _, gettext

LEAST_KEPT_DAYS = 183  # ACCESS-7
KNOWN_FOR = timedelta(days=90)  # ACCESS-3
GRACE = timedelta(days=14)  # ACCESS-5, what the page proposes
SHOWN_LETTERS = 1  # ACCESS-8


@dataclass(frozen=True)
class Brake:
    """After every so many wrong `tries` the next must wait: `first_wait`, then twice as long each
    time, `longest_wait` at most. A wrong try is remembered for so long.
    """

    tries: int
    first_wait: timedelta
    longest_wait: timedelta
    memory: timedelta

    @property
    def horizon(self) -> timedelta:
        """How far back tries must be read to judge the next one."""
        return self.memory + self.longest_wait


BY_PERSON = Brake(5, timedelta(minutes=30), timedelta(hours=4), timedelta(days=1))  # ACCESS-1
BY_ADDRESS = Brake(20, timedelta(minutes=15), timedelta(hours=1), timedelta(hours=1))  # ACCESS-2


def free_at(wrong: Sequence[datetime], brake: Brake) -> datetime | None:
    """Return until when the next try must wait; None if it need not. `wrong` tells of the wrong
    tries, the newest first.
    """
    if not wrong:
        return None
    counted = sum(wrong[0] - each < brake.memory for each in wrong)
    rounds, rest = divmod(counted, brake.tries)
    if rest or not rounds:
        return None
    wait = brake.first_wait
    for _doubled in range(rounds - 1):
        wait = min(wait * 2, brake.longest_wait)
    return wrong[0] + wait


def name_key(name: str) -> str:
    """Return what is the same for every way to write a sign-in name: case, width and blanks."""
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


def masked(name: str) -> str:
    """Return what is kept of a name that nobody bears: it may be a password (ACCESS-8)."""
    return name[:SHOWN_LETTERS] + "***" if name else ""


class SecondStepDuty(Choice):
    """Whether somebody must have a second step."""

    NONE = "none", _("not required")
    SOON = "soon", _("required soon")
    NOW = "now", _("required")


def second_step_duty(
    role: str, *, has_one: bool, roles: Collection[str], since: date | None, on: date
) -> SecondStepDuty:
    """Say whether who signs in as `role` must set up a second step first (ACCESS-5)."""
    if has_one or role not in roles or since is None:
        return SecondStepDuty.NONE
    return SecondStepDuty.NOW if on >= since else SecondStepDuty.SOON


def check_second_step(roles: Collection[str], since: date | None, *, today: date) -> None:
    """Refuse a requirement for roles that nobody signs in to, without a day, or with a past one."""
    if unknown := set(roles) - (set(Role) - {Role.CONSOLE}):
        raise Refusal(gettext("There is no role “%s”.") % sorted(unknown)[0])
    if roles and since is None:
        raise Refusal(gettext("Say from which day the second step is required."))
    if since is not None and since < today:
        raise Refusal(gettext("The day from which the second step is required lies in the past."))


def kept_since(at: datetime, days: int) -> datetime:
    """Return before when the log of the doors is forgotten (ACCESS-7)."""
    return at - timedelta(days=max(days, LEAST_KEPT_DAYS))
