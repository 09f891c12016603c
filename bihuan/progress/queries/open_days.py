"""From which day on rules may change: what is locked keeps those by which it was judged."""

from __future__ import annotations

from datetime import date

from bihuan.kit.months import Month
from bihuan.progress.kinds import RoundState
from bihuan.progress.models import Round
from bihuan.projects.rules_in_force import BEGINNING


def first_open_day() -> date:
    """Return the first day after the newest locked month; the beginning if none is locked."""
    locked = Round.objects.filter(state=RoundState.LOCKED).order_by("-month")
    newest = locked.values_list("month", flat=True).first()
    return Month.of(newest).next().first_day if newest else BEGINNING


def proposed_day(today: date) -> date:
    """Return from when on a choice made today holds unless another day is given: from the first day
    of this month, or after the newest locked month; from the beginning if no month was ever
    reported.
    """
    if not Round.objects.exists():
        return BEGINNING
    return max(first_open_day(), Month.of(today).first_day)


def first_choice(today: date) -> date | None:
    """Return the proposed day as a form shows it: empty for the beginning."""
    day = proposed_day(today)
    return None if day == BEGINNING else day
