"""How a year's completion reads by the list and plans that were promised first, and by those of now
(RESULT-17 to RESULT-19). Pure: values in, values out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bihuan.assessment.kinds import CommitmentKind
from bihuan.kit.errors import Refusal
from bihuan.kit.months import Month
from bihuan.kit.words import gettext
from bihuan.projects.rates import share


@dataclass(frozen=True)
class ListPlace:
    """A project's place on one list: when it came, and whether the list was published with it."""

    rank: int
    added_on: date
    is_original: bool
    first_yuan: int


@dataclass(frozen=True)
class PromisedYear:
    """What a project was promised first, None where it was not on the list then; what it is by now,
    None where it does not stand; and what it completed.
    """

    project_id: int
    name: str
    first_yuan: int | None
    now_yuan: int | None
    completed_yuan: int


@dataclass(frozen=True)
class PromisedSum:
    """Projects summed under one reading of the list and plans; the rate is in percent."""

    rows: tuple[tuple[PromisedYear, int], ...]
    rate: Decimal | None

    @property
    def count(self) -> int:
        return len(self.rows)

    @property
    def planned_yuan(self) -> int:
        return sum(planned for _row, planned in self.rows)

    @property
    def completed_yuan(self) -> int:
        return sum(row.completed_yuan for row, _planned in self.rows)


def check_since(month: Month, since: Month) -> None:
    """Raises Refusal unless the time asked for lies within one year."""
    if since.year != month.year or since.number > month.number:
        raise Refusal(gettext("The first month is of the same year, and not after the last."))


def original_place(places: Iterable[ListPlace]) -> ListPlace | None:
    """Return the place on the highest list that bore the project when it was published
    (RESULT-17).
    """
    first = (place for place in places if place.is_original)
    return min(first, key=lambda place: (place.rank, place.added_on), default=None)


def sums(years: Iterable[PromisedYear], *, digits: int, rounding: str) -> Mapping[str, PromisedSum]:
    """Return the year's completion by three readings (RESULT-18): the list and plans as promised
    first (`original`); that list by the plans of now, those that left it with their first
    (`original_list`); and list and plans of now (`now`).
    """
    known = list(years)
    readings: dict[str, list[tuple[PromisedYear, int | None]]] = {
        "original": [(row, row.first_yuan) for row in known],
        "original_list": [
            (row, row.first_yuan if row.now_yuan is None else row.now_yuan)
            for row in known
            if row.first_yuan is not None
        ],
        "now": [(row, row.now_yuan) for row in known],
    }
    found = {}
    for name, rows in readings.items():
        counted = tuple((row, planned) for row, planned in rows if planned is not None)
        completed = sum(row.completed_yuan for row, _planned in counted)
        whole = sum(planned for _row, planned in counted)
        rate = share(completed, whole, digits=digits, rounding=rounding)
        found[name] = PromisedSum(counted, rate)
    return found


def plan_change(was: int, now: int, expected_was: int, expected_now: int) -> CommitmentKind | None:
    """Return what an adjustment of a plan does: to the year's sum, else to what is expected by the
    month asked for (RESULT-19); None if it does neither.
    """
    if now != was:
        return CommitmentKind.CUT if now < was else CommitmentKind.RAISED
    if expected_now != expected_was:
        later = expected_now < expected_was
        return CommitmentKind.PUSHED_OUT if later else CommitmentKind.PULLED_IN
    return None


def day_change(was: date, now: date) -> CommitmentKind:
    """Return what another promised day does to a milestone."""
    return CommitmentKind.PUSHED_OUT if now > was else CommitmentKind.PULLED_IN
