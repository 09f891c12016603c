"""Formulas that rise and fall with a value, band by band (ASSESS-4, ASSESS-5)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from bihuan.kit.preset_faults import PresetValueError
from bihuan.kit.words import gettext

from .point_rules import NOTHING, Groups, PointRule, Values, bounded, check_bounds


@dataclass(frozen=True)
class Band:
    """So many points for each unit, over so wide a stretch; the last band goes on without end."""

    per: Decimal
    width: Decimal | None = None

    def __post_init__(self) -> None:
        if self.width is not None and self.width <= 0:
            raise PresetValueError(gettext("More than nothing is wanted."), "width")


def check_bands(bands: tuple[Band, ...], field: str) -> None:
    """Refuse bands after one that has no end: two would claim the same case."""
    for place, band in enumerate(bands[:-1]):
        if band.width is None:
            raise PresetValueError(
                gettext("Only the last band goes on without end: the next claims the same case."),
                field,
                place,
            )


def over_bands(distance: Decimal, bands: tuple[Band, ...], every: Decimal | None) -> Decimal:
    """Return the points of a distance, band by band; `every` counts whole steps alone."""
    points = NOTHING
    for band in bands:
        stretch = distance if band.width is None else min(distance, band.width)
        counted = stretch if every is None else stretch // every
        points += band.per * counted
        distance -= stretch
        if not distance:
            break
    return points


@dataclass(frozen=True)
class Slope(PointRule):
    """ASSESS-4: `base` points where the value is `full_at` (or the group's mean), so many more
    for each unit above and so many fewer for each below, band by band outwards, within bounds.
    """

    of: str
    base: Decimal
    full_at: Decimal | None = None
    at_mean: bool = False
    above: tuple[Band, ...] = ()
    below: tuple[Band, ...] = ()
    every: Decimal | None = None
    least: Decimal | None = None
    most: Decimal | None = None

    def __post_init__(self) -> None:
        if (self.full_at is None) != self.at_mean:
            raise ValueError(gettext("Either a number or the mean: where the base is given."))
        if self.every is not None and self.every <= 0:
            raise PresetValueError(gettext("More than nothing is wanted."), "every")
        check_bands(self.above, "above")
        check_bands(self.below, "below")
        check_bounds(self.least, self.most)

    @property
    def names(self) -> tuple[str, ...]:
        return (self.of,)

    @property
    def grouped(self) -> tuple[str, ...]:
        return (self.of,) if self.at_mean else ()

    def points(self, values: Values, groups: Groups) -> Decimal:
        full_at = groups[self.of].mean if self.full_at is None else self.full_at
        distance = values[self.of] - full_at
        if distance > 0:
            moved = self.base + over_bands(distance, self.above, self.every)
        else:
            moved = self.base - over_bands(-distance, self.below, self.every)
        return bounded(moved, self.least, self.most)

    @property
    def most_points(self) -> Decimal | None:
        tops = [
            _highest(self.base, self.above, self.every),
            _highest(self.base, tuple(replace(b, per=-b.per) for b in self.below), self.every),
        ]
        if None in tops:
            return self.most
        return bounded(max(top for top in tops if top is not None), None, self.most)

    @property
    def least_points(self) -> Decimal | None:
        return self.least


def _highest(base: Decimal, bands: tuple[Band, ...], every: Decimal | None) -> Decimal | None:
    """Return the most points along the bands; None if they rise without end."""
    highest = points = base
    for band in bands:
        if band.width is None:
            return highest if band.per <= 0 else None
        points += band.per * (band.width if every is None else band.width // every)
        highest = max(highest, points)
    return highest


@dataclass(frozen=True)
class Degressive(PointRule):
    """ASSESS-5: from `full_at` or the mean on, base ÷ divisor points for each unit, the divisor
    growing from one stretch of `width` to the next; mirrored below.
    """

    of: str
    base: Decimal
    width: Decimal
    divisors: tuple[Decimal, ...]
    full_at: Decimal | None = None
    at_mean: bool = False
    least: Decimal | None = None
    most: Decimal | None = None

    def __post_init__(self) -> None:
        if (self.full_at is None) != self.at_mean:
            raise ValueError(gettext("Either a number or the mean: where the base is given."))
        if self.width <= 0:
            raise PresetValueError(gettext("More than nothing is wanted."), "width")
        if not self.divisors or any(divisor <= 0 for divisor in self.divisors):
            raise PresetValueError(gettext("More than nothing is wanted."), "divisors")
        if any(later <= earlier for earlier, later in pairwise(self.divisors)):
            raise PresetValueError(gettext("Divisors grow from one to the next."), "divisors")
        check_bounds(self.least, self.most)

    @property
    def names(self) -> tuple[str, ...]:
        return (self.of,)

    @property
    def grouped(self) -> tuple[str, ...]:
        return (self.of,) if self.at_mean else ()

    def points(self, values: Values, groups: Groups) -> Decimal:
        full_at = groups[self.of].mean if self.full_at is None else self.full_at
        distance = values[self.of] - full_at
        *inner, last = self.divisors
        gained, left = NOTHING, abs(distance)
        for divisor in inner:
            gained += min(left, self.width) * self.base / divisor
            left = max(left - self.width, NOTHING)
        gained += left * self.base / last
        return bounded(self.base + (gained if distance > 0 else -gained), self.least, self.most)

    @property
    def most_points(self) -> Decimal | None:
        return self.most

    @property
    def least_points(self) -> Decimal | None:
        return self.least
