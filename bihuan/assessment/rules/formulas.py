"""The formulas by which values become points, by their names in a scheme."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from decimal import Decimal
from functools import cached_property

from bihuan.kit.words import gettext

from .in_group import AgainstBest, AgainstMean, RankPoints
from .point_rules import Groups, PointRule, Values
from .slopes import Degressive, Slope
from .tables import Cases, Count, Ratio, Steps, Weighted, check_rising


@dataclass(frozen=True)
class Formula:
    """Exactly one of the formulas, by its name."""

    ratio: Ratio | None = None
    slope: Slope | None = None
    degressive: Degressive | None = None
    steps: Steps | None = None
    rank: RankPoints | None = None
    mean: AgainstMean | None = None
    best: AgainstBest | None = None
    count: Count | None = None
    cases: Cases | None = None
    weighted: Weighted | None = None
    switch: Switch | None = None

    def __post_init__(self) -> None:
        if len(list(self._given())) != 1:
            raise ValueError(gettext("Exactly one formula is wanted."))

    def _given(self) -> Iterator[PointRule]:
        for field in fields(self):
            rule = getattr(self, field.name)
            if rule is not None:
                yield rule

    @cached_property
    def rule(self) -> PointRule:
        return next(self._given())


@dataclass(frozen=True)
class SwitchStep:
    """A formula that holds from a value on (included); the first has no lower bound."""

    formula: Formula
    at_least: Decimal | None = None

    @property
    def begins(self) -> tuple[Decimal, bool] | None:
        return None if self.at_least is None else (self.at_least, False)


@dataclass(frozen=True)
class Switch(PointRule):
    """ASSESS-6: a formula of its own for each step on which the value `of` stands."""

    of: str
    table: tuple[SwitchStep, ...]

    def __post_init__(self) -> None:
        check_rising(self.table)

    @property
    def names(self) -> tuple[str, ...]:
        within = (name for step in self.table for name in step.formula.rule.names)
        return tuple(dict.fromkeys([self.of, *within]))

    @property
    def grouped(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(n for step in self.table for n in step.formula.rule.grouped))

    def chosen(self, value: Decimal) -> PointRule:
        """Return the formula that holds for a value."""
        for step in reversed(self.table):
            if step.at_least is None or value >= step.at_least:
                return step.formula.rule
        raise AssertionError("the first step has no lower bound")

    def has_values(self, values: Values) -> bool:
        return self.of in values and self.chosen(values[self.of]).has_values(values)

    def points(self, values: Values, groups: Groups) -> Decimal:
        return self.chosen(values[self.of]).points(values, groups)

    @property
    def most_points(self) -> Decimal | None:
        tops = [step.formula.rule.most_points for step in self.table]
        return None if None in tops else max(top for top in tops if top is not None)

    @property
    def least_points(self) -> Decimal | None:
        floors = [step.formula.rule.least_points for step in self.table]
        return None if None in floors else min(each for each in floors if each is not None)
