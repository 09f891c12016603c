"""Which plan a project is measured by at the end of a month. Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Place:
    """A version of the plan of a project's place on one list, and since when it holds."""

    rank: int
    added_on: date
    left_on: date | None
    approved_on: date | None
    version: int
    plan_id: int
    planned_yuan: int
    absences: Collection[tuple[date, date]] = ()
    """Times off the list that it came back to: the day it left, the day it stood there again."""

    def stands(self, on: date) -> bool:
        if any(left_on <= on < returned_on for left_on, returned_on in self.absences):
            return False
        return self.added_on <= on and (self.left_on is None or self.left_on > on)

    def is_approved(self, on: date) -> bool:
        return self.approved_on is None or self.approved_on <= on


def in_force(places: Collection[Place], on: date) -> Place | None:
    """The newest version approved by that day, on the highest list on which the project stands then
    (LIGHT-8). A list that was left, or not yet joined, counts only where there is no other.
    """
    approved = [place for place in places if place.is_approved(on)]
    return min(
        approved,
        key=lambda place: (not place.stands(on), place.rank, -place.version),
        default=None,
    )
