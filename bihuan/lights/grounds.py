"""What a month is measured by beside its reports. As it was at the lock it is kept with the
verdict: a locked month that is judged anew is measured by the same (LIGHT-18).
"""

from __future__ import annotations

from datetime import date
from typing import Any

from .rules import MonthFacts

AMOUNTS = ("planned_yuan", "task_yuan", "curve_yuan")
DAYS = ("planned_start_on", "started_on", "entered_on")
NOTHING = type(None)
SHAPE = dict.fromkeys(AMOUNTS, (int, NOTHING)) | dict.fromkeys(DAYS, (str, NOTHING))
MonthGrounds = dict[str, Any]
"""Amounts in yuan and days by the names that `MonthFacts` has for them; None for what is not there.
"""


def stored(facts: MonthFacts) -> dict[str, int | str | None]:
    """Return what a month was measured by, as a verdict keeps it."""
    amounts = {name: getattr(facts, name) for name in AMOUNTS}
    days = {name: getattr(facts, name) for name in DAYS}
    return amounts | {name: day and day.isoformat() for name, day in days.items()}


def read(kept: dict[str, int | str | None] | None) -> MonthGrounds:
    """Return what a verdict keeps; nothing if it was given before verdicts kept any of it."""
    return {
        name: date.fromisoformat(said) if name in DAYS and isinstance(said, str) else said
        for name, said in (kept or {}).items()
    }
