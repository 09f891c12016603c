"""Formulas of a subject's own values: ratios, steps, counts, cases, weights (ASSESS-3, ASSESS-6,
ASSESS-10 to ASSESS-12).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import pairwise
from typing import Protocol

from bihuan.kit.preset_faults import PresetValueError
from bihuan.kit.words import gettext

from .point_rules import (
    NOTHING,
    PERCENT,
    Groups,
    PointRule,
    Values,
    bounded,
    check_bounds,
    check_positive,
)

MOST_CASES = 50


def _is_divided(values: Values, over: str | None) -> bool:
    """Return whether something may be divided by what `over` names, if it names anything."""
    return over is None or bool(values.get(over))


@dataclass(frozen=True)
class Ratio(PointRule):
    """ASSESS-3: `weight` × value, a percentage or over another value; at most `most` times."""

    of: str
    weight: Decimal
    over: str | None = None
    most: Decimal = Decimal(1)

    def __post_init__(self) -> None:
        check_positive(self, "weight", "most")

    @property
    def names(self) -> tuple[str, ...]:
        return (self.of, self.over) if self.over else (self.of,)

    def has_values(self, values: Values) -> bool:
        return self.of in values and _is_divided(values, self.over)

    def points(self, values: Values, groups: Groups) -> Decimal:
        whole = values[self.over] if self.over else PERCENT
        return self.weight * bounded(values[self.of] / whole, NOTHING, self.most)

    @property
    def most_points(self) -> Decimal:
        return self.weight * self.most


@dataclass(frozen=True)
class Step:
    """Points from a value on, `at_least` (included) or `above` (not included); the first step has
    no lower bound.
    """

    points: Decimal
    at_least: Decimal | None = None
    above: Decimal | None = None

    def __post_init__(self) -> None:
        if self.at_least is not None and self.above is not None:
            raise PresetValueError(gettext("Either “at_least” or “above”."), "above")

    @property
    def begins(self) -> tuple[Decimal, bool] | None:
        """Where it begins, and whether behind that value; None without a lower bound."""
        if self.above is not None:
            return self.above, True
        return None if self.at_least is None else (self.at_least, False)

    def is_reached(self, value: Decimal) -> bool:
        if self.above is not None:
            return value > self.above
        return self.at_least is None or value >= self.at_least


class HasBeginning(Protocol):
    """A step of a table: where it begins."""

    @property
    def begins(self) -> tuple[Decimal, bool] | None: ...


def check_rising(table: Sequence[HasBeginning]) -> None:
    """Refuse a table in which two steps claim the same case, or a case is nobody's."""
    if not table or table[0].begins is not None:
        raise PresetValueError(gettext("The first step has no lower bound."), "table", 0)
    for place, (earlier, later) in enumerate(pairwise(table), 1):
        if later.begins is None:
            raise PresetValueError(
                gettext("Only the first step has no lower bound: two claim the same case."),
                "table",
                place,
            )
        if earlier.begins is not None and later.begins <= earlier.begins:
            raise PresetValueError(
                gettext("Steps rise from one to the next: two claim the same case."),
                "table",
                place,
                "at_least",
            )


@dataclass(frozen=True)
class Steps(PointRule):
    """ASSESS-6: points by the step on which the value stands, or its percentage of another. Each
    ends where the next begins.
    """

    of: str
    table: tuple[Step, ...]
    over: str | None = None

    def __post_init__(self) -> None:
        check_rising(self.table)

    @property
    def names(self) -> tuple[str, ...]:
        return (self.of, self.over) if self.over else (self.of,)

    def has_values(self, values: Values) -> bool:
        return self.of in values and _is_divided(values, self.over)

    def points(self, values: Values, groups: Groups) -> Decimal:
        value = values[self.of]
        if self.over:
            value = value * PERCENT / values[self.over]
        for step in reversed(self.table):
            if step.is_reached(value):
                return step.points
        raise AssertionError("the first step has no lower bound")

    @property
    def most_points(self) -> Decimal:
        return max(step.points for step in self.table)

    @property
    def least_points(self) -> Decimal | None:
        return min(step.points for step in self.table)


@dataclass(frozen=True)
class CountedEvents:
    """So many points, mostly fewer than none, for each of what an input counts."""

    of: str
    points: Decimal


@dataclass(frozen=True)
class Count(PointRule):
    """ASSESS-10: `base`, and points for each thing counted, within `least` and `most`."""

    each: tuple[CountedEvents, ...]
    base: Decimal = NOTHING
    least: Decimal | None = None
    most: Decimal | None = None

    def __post_init__(self) -> None:
        if not self.each:
            raise PresetValueError(gettext("What is counted is wanted."), "each")
        check_bounds(self.least, self.most)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(counted.of for counted in self.each)

    def points(self, values: Values, groups: Groups) -> Decimal:
        counted = sum((each.points * values[each.of] for each in self.each), self.base)
        return bounded(counted, self.least, self.most)

    @property
    def most_points(self) -> Decimal | None:
        if any(each.points > 0 for each in self.each):
            return self.most
        return bounded(self.base, None, self.most)

    @property
    def least_points(self) -> Decimal | None:
        return self.least


@dataclass(frozen=True)
class ValueLimit:
    """A value, or its percentage of another, at least so high and below another bound."""

    of: str
    at_least: Decimal | None = None
    below: Decimal | None = None
    over: str | None = None

    def __post_init__(self) -> None:
        if self.at_least is None and self.below is None:
            raise ValueError(gettext("A bound is wanted: at_least or below."))
        if self.at_least is not None and self.below is not None and self.at_least >= self.below:
            raise PresetValueError(gettext("Nothing lies between these bounds."), "below")

    @property
    def names(self) -> tuple[str, ...]:
        """The inputs that it reads."""
        return (self.of, self.over) if self.over else (self.of,)

    def is_known(self, values: Values) -> bool:
        """Return whether there is a value: what it is a percentage of is not nought."""
        return self.of in values and _is_divided(values, self.over)

    def holds(self, values: Values) -> bool:
        """Return whether a value that is known lies within the bounds."""
        value = values[self.of]
        if self.over:
            value = value * PERCENT / values[self.over]
        return (self.at_least is None or value >= self.at_least) and (
            self.below is None or value < self.below
        )

    def apart_from(self, other: ValueLimit) -> bool:
        """Return whether no value lies within both."""
        return self.names == other.names and (
            _ends_before(self, other) or _ends_before(other, self)
        )


def _ends_before(one: ValueLimit, other: ValueLimit) -> bool:
    return one.below is not None and other.at_least is not None and one.below <= other.at_least


@dataclass(frozen=True)
class PointCase:
    """Points where all of `when` holds."""

    when: tuple[ValueLimit, ...]
    points: Decimal

    def __post_init__(self) -> None:
        if not self.when:
            raise PresetValueError(gettext("What holds in this case is wanted."), "when")

    def holds(self, values: Values) -> bool:
        return all(limit.holds(values) for limit in self.when)

    def claims_with(self, other: PointCase) -> bool:
        """Return whether both may hold at once."""
        return not any(mine.apart_from(its) for mine in self.when for its in other.when)


@dataclass(frozen=True)
class Cases(PointRule):
    """ASSESS-11: points by the one case that holds; where none does, `otherwise`."""

    cases: tuple[PointCase, ...]
    otherwise: Decimal = NOTHING

    def __post_init__(self) -> None:
        if not self.cases:
            raise PresetValueError(gettext("Cases are wanted."), "cases")
        if len(self.cases) > MOST_CASES:
            raise PresetValueError(gettext("At most %s cases.") % MOST_CASES, "cases")
        for place, case in enumerate(self.cases):
            for earlier, other in enumerate(self.cases[:place], 1):
                if case.claims_with(other):
                    raise PresetValueError(
                        gettext("This and case %s may claim the same case.") % earlier,
                        "cases",
                        place,
                    )

    @property
    def names(self) -> tuple[str, ...]:
        limits = [limit for case in self.cases for limit in case.when]
        return tuple(dict.fromkeys(name for limit in limits for name in limit.names))

    def has_values(self, values: Values) -> bool:
        return all(limit.is_known(values) for limit in self._limits)

    @cached_property
    def _limits(self) -> tuple[ValueLimit, ...]:
        return tuple(limit for case in self.cases for limit in case.when)

    def points(self, values: Values, groups: Groups) -> Decimal:
        for case in self.cases:
            if case.holds(values):
                return case.points
        return self.otherwise

    @property
    def most_points(self) -> Decimal:
        return max(self.otherwise, *(case.points for case in self.cases))

    @property
    def least_points(self) -> Decimal | None:
        return min(self.otherwise, *(case.points for case in self.cases))


@dataclass(frozen=True)
class Part:
    """One percentage and its weight."""

    of: str
    weight: Decimal

    def __post_init__(self) -> None:
        check_positive(self, "weight")


@dataclass(frozen=True)
class Weighted(PointRule):
    """ASSESS-12: percentages by their weights; one not known leaves its weight to others."""

    parts: tuple[Part, ...]

    def __post_init__(self) -> None:
        if not self.parts:
            raise PresetValueError(gettext("Parts are wanted."), "parts")

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(part.of for part in self.parts)

    def has_values(self, values: Values) -> bool:
        return any(part.of in values for part in self.parts)

    def points(self, values: Values, groups: Groups) -> Decimal:
        earned = given = NOTHING
        for part in self.parts:
            if part.of in values:
                given += part.weight
                earned += part.weight * bounded(values[part.of], NOTHING, PERCENT) / PERCENT
        return earned * self.most_points / given

    @cached_property
    def most_points(self) -> Decimal:
        return sum((part.weight for part in self.parts), NOTHING)
