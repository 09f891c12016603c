"""Which plan a project is measured by, in three meanings, each with its name.

Pure: values in, values out. Source: docs/rules/plans.md, clause PLAN-10.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import Enum


class PlanMeaning(Enum):
    """Which of a plan's versions is meant."""

    ORIGINAL = "original"
    APPROVED = "approved"
    """The newest that was approved by the day asked for."""
    LATEST = "latest"
    """The newest, whenever it was or will be approved."""


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
        """True if the project stands on the list that day."""
        if any(left_on <= on < returned_on for left_on, returned_on in self.absences):
            return False
        return self.added_on <= on and (self.left_on is None or self.left_on > on)

    def is_meant(self, meaning: PlanMeaning, on: date) -> bool:
        """True if this version may be the one that is meant."""
        if meaning is PlanMeaning.ORIGINAL:
            return self.version == 1
        if meaning is PlanMeaning.LATEST:
            return True
        return self.approved_on is None or self.approved_on <= on


def in_force(
    places: Collection[Place], on: date, meaning: PlanMeaning = PlanMeaning.APPROVED
) -> Place | None:
    """Return the version that is meant, on the highest list on which the project stands that day
    and has one. Lists that were left, or not yet joined, count only where it stands on none.
    """
    several = len(places) > 1
    standing = [place for place in places if place.stands(on)] if several else places
    meant = [place for place in standing or places if place.is_meant(meaning, on)]
    return min(meant, key=lambda place: (place.rank, -place.version), default=None)
