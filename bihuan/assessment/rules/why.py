"""What would have made a score more: the smallest change of each single value (ASSESS-22). Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from bihuan.assessment.kinds import Taken
from bihuan.figures.declared import unit_of
from bihuan.figures.kinds import Unit

from .edges import edges, limit_edges
from .formulas import Switch
from .groups import GroupValues
from .item_points import rounded
from .nearest import NearestMove, Points, nearest
from .point_rules import NOTHING, bounded
from .scheme import InputSpec, SchemeItem, ScoreSheet
from .scoring import Graded, Groups, score_of
from .tables import Cases, Ratio, Steps
from .whole_things import is_of_things, nearest_whole, only_rises

FINE = Decimal("0.01")
TEN_THOUSAND = Decimal(10_000)
WHOLE = (Unit.COUNT, Unit.WORKDAYS)


@dataclass(frozen=True)
class MoreOfItem:
    """How one input of an item would bring more: by which change, and how many points more."""

    item: SchemeItem
    name: str
    spec: InputSpec
    move: NearestMove
    gain: Decimal


def grain_of(spec: InputSpec) -> Decimal:
    """Return the smallest change of an input's values of which anybody speaks: one thing, 万元, a
    hundredth of a percentage point.
    """
    unit = spec.counted_in or unit_of(spec.figure) or Unit.COUNT
    if spec.take is Taken.GROWTH:
        return FINE
    if unit is Unit.YUAN:
        return TEN_THOUSAND / spec.divide_by
    return Decimal(1) if unit in WHOLE and spec.divide_by == 1 else FINE


def more_of_item(
    sheet: ScoreSheet,
    item: SchemeItem,
    subject: Graded,
    groups: Groups,
    wanted: Decimal | None = None,
) -> list[MoreOfItem]:
    """Return for each input of an item the smallest change of it alone that brings `wanted` points
    more, or as many as there still are; None wants them all. An item with all its points has no
    more. What a value is divided by is no way to more: nobody is told to plan less.
    """
    values = {n: subject.known[s] for n, s in item.inputs.items() if s in subject.known}
    rule = item.formula.rule
    if item.id in subject.exempt or not rule.has_values(values):
        return []
    found = []
    for name in _movable(item, values):
        spec = item.inputs[name]

        def points(value: Decimal, spec: InputSpec = spec) -> Decimal:
            return _item_points(sheet, item, subject, groups, {spec: value})

        now = points(values[name])
        top = item.most if rule.most_points is None else min(item.most, rule.most_points)
        goal = top if wanted is None else min(now + wanted, top)
        if goal > now:
            turns = _edges(item, subject, groups, spec)
            move = _nearest(points, values[name], goal, turns, spec)
            if move:
                found.append(MoreOfItem(item, name, spec, move, move.points - now))
    return found


def more_of_score(
    sheet: ScoreSheet, subject: Graded, groups: Groups, wanted: Decimal, size: int = 0
) -> list[MoreOfItem]:
    """Return for each input of each item the smallest change of it alone that makes the whole
    score `wanted` points at least: other items that read the same figure move along, and
    re-weighting, bounds and vetoes are counted.
    """
    now = score_of(sheet, subject, groups, size)
    if not now.is_assessed or now.total >= wanted:
        return []
    found, tried = [], set[InputSpec]()
    for item in sheet.items:
        values = {n: subject.known[s] for n, s in item.inputs.items() if s in subject.known}
        if item.id in subject.exempt or not item.formula.rule.has_values(values):
            continue
        for name in _movable(item, values):
            spec = item.inputs[name]
            if spec not in tried:
                tried.add(spec)
                move = _whole_move(sheet, subject, groups, spec, wanted, size)
                if move:
                    found.append(MoreOfItem(item, name, spec, move, move.points - now.total))
    return found


def _whole_move(
    sheet: ScoreSheet,
    subject: Graded,
    groups: Groups,
    spec: InputSpec,
    wanted: Decimal,
    size: int,
) -> NearestMove | None:
    def total(value: Decimal) -> Decimal:
        moved, around = _moved(subject, groups, {spec: value})
        return score_of(sheet, moved, around, size).total

    turns = [
        turn
        for item in sheet.items
        if spec in item.inputs.values()
        for turn in _edges(item, subject, groups, spec)
    ]
    for veto in sheet.vetoes:
        values = {n: subject.known[s] for n, s in veto.inputs.items() if s in subject.known}
        for name, each in veto.inputs.items():
            turns += limit_edges(veto.when, name, values) if each == spec else []
    return _nearest(total, subject.known[spec], wanted, turns, spec)


def _nearest(
    points: Points, value: Decimal, wanted: Decimal, turns: Iterable[Decimal], spec: InputSpec
) -> NearestMove | None:
    if is_of_things(spec):
        return nearest_whole(points, value, wanted)
    least = value if only_rises(spec) else _lowest(spec)
    return nearest(points, value, wanted, turns, grain_of(spec), least)


def _edges(item: SchemeItem, subject: Graded, groups: Groups, spec: InputSpec) -> Iterator[Decimal]:
    values = {n: subject.known[s] for n, s in item.inputs.items() if s in subject.known}
    if not item.formula.rule.has_values(values):
        return
    named = {n: groups[s] for n, s in item.inputs.items() if s in groups}
    for name, each in item.inputs.items():
        if each == spec:
            yield from edges(item.formula.rule, name, values, named)


def _movable(item: SchemeItem, values: Mapping[str, Decimal]) -> Iterator[str]:
    """Yield the known inputs of an item, but for what others are divided by."""
    divisors = set(_divisors(item.formula.rule))
    yield from (name for name in item.inputs if name in values and name not in divisors)


def _divisors(rule: object) -> Iterator[str]:
    if isinstance(rule, Ratio | Steps) and rule.over:
        yield rule.over
    if isinstance(rule, Switch):
        for step in rule.table:
            yield from _divisors(step.formula.rule)
    if isinstance(rule, Cases):
        yield from (limit.over for case in rule.cases for limit in case.when if limit.over)


def _lowest(spec: InputSpec) -> Decimal | None:
    """Return the lowest value that an input can have: no count or amount is below none."""
    return None if spec.compare else NOTHING


def _moved(
    subject: Graded, groups: Groups, values: Mapping[InputSpec, Decimal]
) -> tuple[Graded, Groups]:
    """Return the subject with other values, and what its group has with them."""
    around: dict[InputSpec, GroupValues] = dict(groups)
    for spec, value in values.items():
        if spec in around:
            around[spec] = around[spec].with_instead(subject.known[spec], value)
    return replace(subject, known={**subject.known, **values}), around


def _item_points(
    sheet: ScoreSheet,
    item: SchemeItem,
    subject: Graded,
    groups: Groups,
    values: Mapping[InputSpec, Decimal],
) -> Decimal:
    """Return an item's points with other values; nought where it does not apply then."""
    moved, around = _moved(subject, groups, values)
    named = {n: moved.known[s] for n, s in item.inputs.items() if s in moved.known}
    if not item.formula.rule.has_values(named):
        return NOTHING
    grouped = {n: around[s] for n, s in item.inputs.items() if s in around}
    exact = item.formula.rule.points(named, grouped)
    return rounded(bounded(exact, item.least, item.most), sheet.digits)
