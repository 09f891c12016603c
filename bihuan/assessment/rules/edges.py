"""Where a formula turns as one of its inputs moves: between two edges it only rises, or only falls
(ASSESS-22).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import singledispatch

from .formulas import Switch
from .in_group import AgainstBest, AgainstMean, RankPoints
from .point_rules import NOTHING, PERCENT, Groups, PointRule, Values
from .slopes import Band, Degressive, Slope
from .tables import Cases, Steps, ValueLimit

Edges = Iterator[Decimal]


@singledispatch
def edges(rule: PointRule, name: str, values: Values, groups: Groups) -> Edges:
    """Yield the values of the input `name` where the formula may jump or turn; the others are held
    as they are. A formula without any rises or falls throughout.
    """
    yield from ()


@edges.register
def _slope(rule: Slope, name: str, values: Values, groups: Groups) -> Edges:
    yield from _around(rule, values, groups, list(_distances(rule.above)), 1)
    yield from _around(rule, values, groups, list(_distances(rule.below)), -1)


@edges.register
def _degressive(rule: Degressive, name: str, values: Values, groups: Groups) -> Edges:
    yield from _around(rule, values, groups, [NOTHING], 1)


def _distances(bands: Iterable[Band]) -> Edges:
    reached = NOTHING
    yield reached
    for band in bands:
        if band.width is not None:
            reached += band.width
            yield reached


def _around(
    rule: Slope | Degressive, values: Values, groups: Groups, distances: list[Decimal], sign: int
) -> Edges:
    """Yield the values that lie so far from the anchor. Who moves takes the group's mean along: of
    `number` values one moves it by a part of its own way.
    """
    if rule.full_at is not None:
        yield from (rule.full_at + sign * distance for distance in distances)
        return
    group = groups[rule.of]
    number = len(group.values)
    if number > 1:
        others = (group.mean * number - values[rule.of]) / (number - 1)
        for distance in distances:
            yield others + sign * distance * number / (number - 1)


@edges.register
def _steps(rule: Steps, name: str, values: Values, groups: Groups) -> Edges:
    for step in rule.table:
        if step.begins is not None:
            bound = step.begins[0]
            yield bound * values[rule.over] / PERCENT if rule.over else bound


@edges.register
def _switch(rule: Switch, name: str, values: Values, groups: Groups) -> Edges:
    if name == rule.of:
        yield from (step.at_least for step in rule.table if step.at_least is not None)
    for step in rule.table:
        inner = step.formula.rule
        if name in inner.names and inner.has_values(values):
            yield from edges(inner, name, values, groups)


@edges.register
def _rank(rule: RankPoints, name: str, values: Values, groups: Groups) -> Edges:
    yield from groups[rule.of].values


@edges.register
def _mean(rule: AgainstMean, name: str, values: Values, groups: Groups) -> Edges:
    group = groups[rule.of]
    yield values[rule.of] - group.mean * len(group.values)  # where the mean is nought
    yield NOTHING


@edges.register
def _best(rule: AgainstBest, name: str, values: Values, groups: Groups) -> Edges:
    yield NOTHING


@edges.register
def _cases(rule: Cases, name: str, values: Values, groups: Groups) -> Edges:
    for case in rule.cases:
        yield from limit_edges(case.when, name, values)


def limit_edges(limits: Iterable[ValueLimit], name: str, values: Values) -> Edges:
    """Yield the values of an input at which one of the limits begins or ends to hold."""
    for limit in limits:
        if limit.of == name and limit.is_known(values):
            for bound in (limit.at_least, limit.below):
                if bound is not None:
                    yield bound * values[limit.over] / PERCENT if limit.over else bound
