"""Formulas that set a value beside those of its group (ASSESS-7 to ASSESS-9)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from bihuan.assessment.kinds import Ties
from bihuan.kit.preset_faults import PresetValueError
from bihuan.kit.words import gettext

from .groups import Places
from .point_rules import NOTHING, Groups, PointRule, Values, bounded, check_positive


@dataclass(frozen=True)
class PlacePoints:
    """Points for each place up to one."""

    up_to: int
    points: Decimal


@dataclass(frozen=True)
class RankPoints(PointRule):
    """ASSESS-7: points by the place within the group; further places get `otherwise`."""

    of: str
    places: tuple[PlacePoints, ...]
    otherwise: Decimal = NOTHING
    low_is_best: bool = False
    ties: Ties = Ties.MEAN

    def __post_init__(self) -> None:
        if not self.places:
            raise PresetValueError(gettext("Places are wanted."), "places")
        if self.places[0].up_to < 1:
            raise PresetValueError(gettext("Places begin with 1."), "places", 0, "up_to")
        for place, (earlier, later) in enumerate(pairwise(self.places), 1):
            if later.up_to <= earlier.up_to:
                raise PresetValueError(
                    gettext("Places rise from one to the next: two claim the same case."),
                    "places",
                    place,
                    "up_to",
                )

    @property
    def names(self) -> tuple[str, ...]:
        return (self.of,)

    @property
    def grouped(self) -> tuple[str, ...]:
        return (self.of,)

    def points(self, values: Values, groups: Groups) -> Decimal:
        shared = groups[self.of].places(values[self.of], low_is_best=self.low_is_best)
        if self.ties is Ties.BEST:
            return self._of_place(shared.first)
        if self.ties is Ties.WORST:
            return self._of_place(shared.first + shared.number - 1)
        return self._mean(shared)

    def _mean(self, shared: Places) -> Decimal:
        """Return the mean of the points of the places shared, without walking over the last."""
        end, done, total = shared.first + shared.number, shared.first, NOTHING
        for each in self.places:
            if each.up_to >= done:
                until = min(each.up_to + 1, end)
                total += each.points * (until - done)
                done = until
        return (total + self.otherwise * (end - done)) / shared.number

    def _of_place(self, place: int) -> Decimal:
        return next((p.points for p in self.places if place <= p.up_to), self.otherwise)

    @property
    def most_points(self) -> Decimal:
        return max(self.otherwise, *(place.points for place in self.places))

    @property
    def least_points(self) -> Decimal | None:
        return min(self.otherwise, *(place.points for place in self.places))


@dataclass(frozen=True)
class AgainstMean(PointRule):
    """ASSESS-8: `base` × value ÷ the group's mean, from nothing to `most` times the base."""

    of: str
    base: Decimal
    most: Decimal = Decimal("1.5")

    def __post_init__(self) -> None:
        check_positive(self, "base", "most")

    @property
    def names(self) -> tuple[str, ...]:
        return (self.of,)

    @property
    def grouped(self) -> tuple[str, ...]:
        return (self.of,)

    def points(self, values: Values, groups: Groups) -> Decimal:
        mean = groups[self.of].mean
        if mean <= 0:
            return self.base if values[self.of] >= mean else NOTHING
        return self.base * bounded(values[self.of] / mean, NOTHING, self.most)

    @property
    def most_points(self) -> Decimal:
        return self.base * max(self.most, Decimal(1))


@dataclass(frozen=True)
class AgainstBest(PointRule):
    """ASSESS-9: the best of the group gets all `weight` points, the others their proportion."""

    of: str
    weight: Decimal

    def __post_init__(self) -> None:
        check_positive(self, "weight")

    @property
    def names(self) -> tuple[str, ...]:
        return (self.of,)

    @property
    def grouped(self) -> tuple[str, ...]:
        return (self.of,)

    def points(self, values: Values, groups: Groups) -> Decimal:
        best = groups[self.of].best
        return self.weight * max(values[self.of], NOTHING) / best if best > 0 else NOTHING

    @property
    def most_points(self) -> Decimal:
        return self.weight
