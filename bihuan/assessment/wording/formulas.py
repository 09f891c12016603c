"""Each formula as one exact sentence (ASSESS-21)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import singledispatch

from bihuan.assessment.kinds import Ties
from bihuan.assessment.rules.formulas import Formula, Switch
from bihuan.assessment.rules.in_group import AgainstBest, AgainstMean, RankPoints
from bihuan.assessment.rules.point_rules import PointRule
from bihuan.assessment.rules.scheme import InputSpec
from bihuan.assessment.rules.slopes import Degressive, Slope
from bihuan.assessment.rules.tables import (
    Cases,
    Count,
    HasBeginning,
    Ratio,
    Steps,
    ValueLimit,
    Weighted,
)
from bihuan.kit.words import _, gettext, joined

from .bands import band_words
from .values import InputWords, number

Inputs = Mapping[str, InputSpec]
TIES = {
    Ties.BEST: _("those with equal values get the points of the best place that they share"),
    Ties.MEAN: _("those with equal values get the mean of the points of the places they share"),
    Ties.WORST: _("those with equal values get the points of the worst place that they share"),
}


def formula_in_words(formula: Formula, inputs: Inputs) -> str:
    """Return what a formula gives, as one sentence in the language spoken."""
    return gettext("%s.") % rule_in_words(formula.rule, inputs)


@singledispatch
def rule_in_words(rule: PointRule, inputs: Inputs) -> str:
    """Return what a formula gives, without the stop at its end. A kind of formula without words
    fails here, as the tests see to for each.
    """
    raise TypeError(type(rule).__name__)


def in_a_row(parts: Sequence[str]) -> str:
    """Return clauses of a sentence in a row."""
    return gettext("; ").join(parts)


def points_words(points: Decimal) -> str:
    """Return so many points: 5分; of fewer than none 扣5分."""
    if points < 0:
        return gettext("−%s points") % number(-points)
    return gettext("1 point") if points == 1 else gettext("%s points") % number(points)


def bounds_words(least: Decimal | None, most: Decimal | None) -> list[str]:
    found = []
    if most is not None:
        found.append(gettext("at most %s points") % number(most))
    if least is not None:
        found.append(gettext("at least %s points") % number(least))
    return found


@rule_in_words.register
def _ratio(rule: Ratio, inputs: Inputs) -> str:
    named = InputWords(inputs[rule.of]).name
    if rule.over:
        named = share_words(named, InputWords(inputs[rule.over]).name)
    times = gettext("%(value)s × %(weight)s points") % {
        "value": named,
        "weight": number(rule.weight),
    }
    return in_a_row([times, *bounds_words(Decimal(), rule.most_points)])


def share_words(of: str, over: str) -> str:
    return gettext("%(of)s as a percentage of %(over)s") % {"of": of, "over": over}


def _anchor(rule: Slope | Degressive, words: InputWords) -> str:
    said = {"of": words.name, "base": number(rule.base)}
    if rule.full_at is None:
        return gettext("%(of)s as high as the group's mean: %(base)s points") % said
    return gettext("%(of)s of %(at)s: %(base)s points") % (said | {"at": words.value(rule.full_at)})


@rule_in_words.register
def _slope(rule: Slope, inputs: Inputs) -> str:
    words = InputWords(inputs[rule.of])
    parts = [_anchor(rule, words)]
    parts += band_words(rule.above, words, rule.every, upwards=True)
    parts += band_words(rule.below, words, rule.every, upwards=False)
    return in_a_row([*parts, *bounds_words(rule.least, rule.most)])


@rule_in_words.register
def _degressive(rule: Degressive, inputs: Inputs) -> str:
    words, base = InputWords(inputs[rule.of]), number(rule.base)
    parts = [_anchor(rule, words)]
    for place, divisor in enumerate(rule.divisors):
        said = {
            "step": words.amount(Decimal(1)),
            "width": words.amount(rule.width),
            "points": f"{base}÷{number(divisor)}",
        }
        if place == len(rule.divisors) - 1:
            parts.append(gettext("each further %(step)s: +%(points)s") % said)
        elif place == 0:
            parts.append(gettext("each %(step)s of the first %(width)s higher: +%(points)s") % said)
        else:
            parts.append(gettext("each %(step)s of the next %(width)s: +%(points)s") % said)
    parts.append(gettext("what is lower takes as much"))
    return in_a_row([*parts, *bounds_words(rule.least, rule.most)])


def ranges(table: Sequence[HasBeginning], words: InputWords) -> Iterator[str]:
    """Yield from where to where each step of a table reaches; "" for the only one."""
    for place, step in enumerate(table):
        following = table[place + 1].begins if place + 1 < len(table) else None
        low = _low(step.begins, words) if step.begins else ""
        high = _high(following, words) if following else ""
        both = gettext("%(low)s and %(high)s") % {"low": low, "high": high}
        yield both if low and high else low or high


def _low(begins: tuple[Decimal, bool], words: InputWords) -> str:
    value, is_above = begins
    return (gettext("more than %s") if is_above else gettext("%s or more")) % words.value(value)


def _high(ends: tuple[Decimal, bool], words: InputWords) -> str:
    value, is_above = ends
    return (gettext("up to %s") if is_above else gettext("less than %s")) % words.value(value)


class PercentWords(InputWords):
    """How people speak of one input as a percentage of another."""

    def value(self, value: Decimal) -> str:
        return f"{number(value)}%"


def _of_and_over(rule: Steps | ValueLimit, inputs: Inputs) -> tuple[InputWords, str]:
    """Return how values of an input, or percentages of another, are written and what they are."""
    words = InputWords(inputs[rule.of])
    if not rule.over:
        return words, words.name
    return PercentWords(inputs[rule.of]), share_words(
        words.name, InputWords(inputs[rule.over]).name
    )


@rule_in_words.register
def _steps(rule: Steps, inputs: Inputs) -> str:
    words, named = _of_and_over(rule, inputs)
    if len(rule.table) == 1:
        return gettext("always %s") % points_words(rule.table[0].points)
    parts = [
        gettext("%(range)s: %(points)s") % {"range": where, "points": points_words(step.points)}
        for where, step in zip(ranges(rule.table, words), rule.table, strict=True)
    ]
    return gettext("%(of)s: %(steps)s") % {"of": named, "steps": in_a_row(parts)}


@rule_in_words.register
def _switch(rule: Switch, inputs: Inputs) -> str:
    words = InputWords(inputs[rule.of])
    if len(rule.table) == 1:
        return rule_in_words(rule.table[0].formula.rule, inputs)
    parts = [
        gettext("(%(range)s) %(formula)s")
        % {"range": where, "formula": rule_in_words(step.formula.rule, inputs)}
        for where, step in zip(ranges(rule.table, words), rule.table, strict=True)
    ]
    return gettext("by %(of)s: %(steps)s") % {"of": words.name, "steps": in_a_row(parts)}


@rule_in_words.register
def _rank(rule: RankPoints, inputs: Inputs) -> str:
    named = InputWords(inputs[rule.of]).name
    order = gettext("by %s, lowest first") if rule.low_is_best else gettext("by %s, highest first")
    parts, first = [], 1
    for place in rule.places:
        said = {"from": first, "to": place.up_to, "points": points_words(place.points)}
        single = first == place.up_to
        parts.append(
            gettext("place %(from)s: %(points)s") % said
            if single
            else gettext("places %(from)s to %(to)s: %(points)s") % said
        )
        first = place.up_to + 1
    parts.append(gettext("others: %s") % points_words(rule.otherwise))
    return in_a_row([order % named, *parts, str(TIES[rule.ties])])


@rule_in_words.register
def _mean(rule: AgainstMean, inputs: Inputs) -> str:
    named = {"of": InputWords(inputs[rule.of]).name, "base": number(rule.base)}
    return in_a_row(
        [
            gettext("%(of)s ÷ the group's mean × %(base)s points") % named,
            *bounds_words(Decimal(), rule.base * rule.most),
            gettext("if the mean is not above 0: from the mean on %(base)s points, below it 0")
            % named,
        ]
    )


@rule_in_words.register
def _best(rule: AgainstBest, inputs: Inputs) -> str:
    named = {"of": InputWords(inputs[rule.of]).name, "weight": number(rule.weight)}
    return in_a_row(
        [
            gettext("the highest %(of)s of the group: %(weight)s points") % named,
            gettext("others in proportion to it, at least 0"),
            gettext("if the highest is not above 0: 0 points"),
        ]
    )


@rule_in_words.register
def _count(rule: Count, inputs: Inputs) -> str:
    parts = [gettext("to begin with %s") % points_words(rule.base)] if rule.base else []
    for each in rule.each:
        words = InputWords(inputs[each.of])
        said = {
            "of": words.name,
            "step": words.amount(Decimal(1)),
            "points": number(abs(each.points)),
        }
        if each.points < 0:
            parts.append(gettext("%(of)s, for each %(step)s: −%(points)s") % said)
        else:
            parts.append(gettext("%(of)s, for each %(step)s: +%(points)s") % said)
    return in_a_row([*parts, *bounds_words(rule.least, rule.most)])


@rule_in_words.register
def _cases(rule: Cases, inputs: Inputs) -> str:
    parts = [
        gettext("%(range)s: %(points)s")
        % {
            "range": limits_in_words(case.when, inputs),
            "points": points_words(case.points),
        }
        for case in rule.cases
    ]
    return in_a_row([*parts, gettext("otherwise: %s") % points_words(rule.otherwise)])


def limits_in_words(limits: Sequence[ValueLimit], inputs: Inputs) -> str:
    """Return what must hold together."""
    return gettext(" and ").join(_limit(limit, inputs) for limit in limits)


def _limit(limit: ValueLimit, inputs: Inputs) -> str:
    words, named = _of_and_over(limit, inputs)
    low = _low((limit.at_least, False), words) if limit.at_least is not None else ""
    high = _high((limit.below, False), words) if limit.below is not None else ""
    both = gettext("%(low)s and %(high)s") % {"low": low, "high": high}
    where = both if low and high else low or high
    return gettext("%(of)s %(range)s") % {"of": named, "range": where}


@rule_in_words.register
def _weighted(rule: Weighted, inputs: Inputs) -> str:
    parts = [
        gettext("%(of)s × %(weight)s")
        % {"of": InputWords(inputs[part.of]).name, "weight": number(part.weight)}
        for part in rule.parts
    ]
    return in_a_row(
        [
            gettext("points: %s") % joined(parts),
            gettext("a part not known gives its weight to the others in proportion"),
            *bounds_words(Decimal(), rule.most_points),
        ]
    )
