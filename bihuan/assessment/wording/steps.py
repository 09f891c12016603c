"""A worked example of an item: values, the steps from them, points (ASSESS-21)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from functools import singledispatch

from bihuan.assessment.rules.formulas import Switch
from bihuan.assessment.rules.in_group import AgainstBest, AgainstMean, RankPoints
from bihuan.assessment.rules.item_points import rounded
from bihuan.assessment.rules.point_rules import Groups, PointRule, Values, bounded
from bihuan.assessment.rules.scheme import SchemeItem
from bihuan.assessment.rules.slopes import Degressive, Slope
from bihuan.assessment.rules.tables import Count, Ratio, Steps, Weighted
from bihuan.kit.words import gettext

from .values import InputWords, number

SHOWN = Decimal("0.0001")


def item_steps(item: SchemeItem, values: Values, groups: Groups, digits: int) -> list[str]:
    """Return the lines from the values of an item's inputs to its points.

    `groups` holds what the group has of each input of which the formula asks it.
    """
    known = {name: InputWords(item.inputs[name]) for name in item.inputs if name in values}
    lines = [
        gettext("%(of)s: %(value)s") % {"of": words.name, "value": words.value(brief(values[name]))}
        for name, words in known.items()
    ]
    rule = item.formula.rule
    if not rule.has_values(values):
        return [*lines, gettext("Not applicable.")]
    lines += sums(rule, values, groups)
    exact = rule.points(values, groups)
    kept = bounded(exact, item.least, item.most)
    if kept != exact:
        bounds = {"exact": brief_text(exact), "kept": brief_text(kept)}
        lines.append(gettext("Within the item's bounds: %(exact)s → %(kept)s") % bounds)
    return [*lines, gettext("Points: %s") % number(rounded(kept, digits))]


def brief(value: Decimal) -> Decimal:
    """Return a value with no more digits than people read."""
    short = value.quantize(SHOWN, ROUND_HALF_UP)
    return value if short == value else short


def brief_text(value: Decimal) -> str:
    """Return a number as it is, or marked as about so much."""
    short = brief(value)
    return number(short) if short == value else f"≈ {number(short)}"


def _n(value: Decimal) -> str:
    return number(brief(value))


def _equation(left: str, value: Decimal) -> str:
    shown = brief_text(value)
    return f"{left} {shown}" if shown.startswith("≈") else f"{left} = {shown}"


@singledispatch
def sums(rule: PointRule, values: Values, groups: Groups) -> Iterator[str]:
    """Yield the sums by which a formula comes to its points; none where it only looks them up."""
    yield from ()


@sums.register
def _ratio(rule: Ratio, values: Values, groups: Groups) -> Iterator[str]:
    whole = values[rule.over] if rule.over else Decimal(100)
    yield _equation(f"{_n(values[rule.of])} ÷ {_n(whole)}", values[rule.of] / whole)
    yield _equation(
        f"{_n(bounded(values[rule.of] / whole, Decimal(), rule.most))} × {number(rule.weight)}",
        rule.points(values, groups),
    )


def _anchor(rule: Slope | Degressive, groups: Groups) -> Decimal:
    return groups[rule.of].mean if rule.full_at is None else rule.full_at


@sums.register
def _slope(rule: Slope, values: Values, groups: Groups) -> Iterator[str]:
    at = _anchor(rule, groups)
    distance = values[rule.of] - at
    yield _equation(f"{_n(values[rule.of])} − {_n(at)}", distance)
    sign, terms = ("+", rule.above) if distance > 0 else ("−", rule.below)
    left, said, exact = abs(distance), [number(rule.base)], rule.base
    for band in terms:
        stretch = left if band.width is None else min(left, band.width)
        if not stretch:
            break
        counted = stretch if rule.every is None else stretch // rule.every
        said.append(f"{_n(counted)} × {_signed(band.per)}")
        exact += band.per * counted * (1 if sign == "+" else -1)
        left -= stretch
    yield _equation(f" {sign} ".join(said), exact)
    yield from _within_bounds(exact, rule.points(values, groups))


def _signed(per: Decimal) -> str:
    return f"({number(per)})" if per < 0 else number(per)


def _within_bounds(exact: Decimal, points: Decimal) -> Iterator[str]:
    if exact != points:
        yield gettext("Within bounds: %(exact)s → %(kept)s") % {
            "exact": brief_text(exact),
            "kept": brief_text(points),
        }


@sums.register
def _degressive(rule: Degressive, values: Values, groups: Groups) -> Iterator[str]:
    at = _anchor(rule, groups)
    distance = values[rule.of] - at
    yield _equation(f"{_n(values[rule.of])} − {_n(at)}", distance)
    sign, left, said = "+" if distance > 0 else "−", abs(distance), [number(rule.base)]
    exact = rule.base
    for place, divisor in enumerate(rule.divisors):
        is_last = place == len(rule.divisors) - 1
        stretch = left if is_last else min(left, rule.width)
        if not stretch:
            break
        said.append(f"{_n(stretch)} × {number(rule.base)} ÷ {number(divisor)}")
        exact += stretch * rule.base / divisor * (1 if sign == "+" else -1)
        left -= stretch
    yield _equation(f" {sign} ".join(said), exact)
    yield from _within_bounds(exact, rule.points(values, groups))


@sums.register
def _steps(rule: Steps, values: Values, groups: Groups) -> Iterator[str]:
    if rule.over:
        share = values[rule.of] * 100 / values[rule.over]
        yield _equation(f"{_n(values[rule.of])} ÷ {_n(values[rule.over])} × 100", share)


@sums.register
def _switch(rule: Switch, values: Values, groups: Groups) -> Iterator[str]:
    yield from sums(rule.chosen(values[rule.of]), values, groups)


@sums.register
def _rank(rule: RankPoints, values: Values, groups: Groups) -> Iterator[str]:
    shared = groups[rule.of].places(values[rule.of], low_is_best=rule.low_is_best)
    last = shared.first + shared.number - 1
    if last == shared.first:
        yield gettext("Place %s") % shared.first
    else:
        yield gettext("Places %(first)s to %(last)s, shared") % {
            "first": shared.first,
            "last": last,
        }


@sums.register
def _mean(rule: AgainstMean, values: Values, groups: Groups) -> Iterator[str]:
    mean = groups[rule.of].mean
    yield gettext("Mean of the group: %s") % brief_text(mean)
    if mean > 0:
        exact = rule.base * values[rule.of] / mean
        yield _equation(f"{_n(values[rule.of])} ÷ {_n(mean)} × {number(rule.base)}", exact)
        yield from _within_bounds(exact, rule.points(values, groups))


@sums.register
def _best(rule: AgainstBest, values: Values, groups: Groups) -> Iterator[str]:
    best = groups[rule.of].best
    yield gettext("Highest of the group: %s") % brief_text(best)
    if best > 0:
        said = f"{_n(values[rule.of])} ÷ {_n(best)} × {number(rule.weight)}"
        yield _equation(said, rule.points(values, groups))


@sums.register
def _count(rule: Count, values: Values, groups: Groups) -> Iterator[str]:
    said = [number(rule.base)] if rule.base else []
    exact = rule.base
    for each in rule.each:
        said.append(f"{_n(values[each.of])} × {_signed(each.points)}")
        exact += values[each.of] * each.points
    yield _equation(" + ".join(said), exact)
    yield from _within_bounds(exact, rule.points(values, groups))


@sums.register
def _weighted(rule: Weighted, values: Values, groups: Groups) -> Iterator[str]:
    given = [part for part in rule.parts if part.of in values]
    said = [f"{_n(values[part.of])}% × {number(part.weight)}" for part in given]
    earned = sum(
        (p.weight * bounded(values[p.of] / 100, Decimal(), Decimal(1)) for p in given), Decimal()
    )
    yield _equation(" + ".join(said), earned)
    weight = sum((part.weight for part in given), Decimal())
    if weight != rule.most_points:
        yield _equation(
            f"{_n(earned)} ÷ {number(weight)} × {number(rule.most_points)}",
            rule.points(values, groups),
        )
