"""Each formula at its bounds: value by value, the points that it gives."""

from decimal import Decimal

import pytest

from bihuan.assessment.rules.groups import GroupValues
from bihuan.assessment.rules.scoring import Graded, scored

from .made_schemes import FIGURES, item_of, sheet_of

SLOPE = (
    "{slope: {of: rate, base: 25, full_at: 100, above: [{width: 30, per: 0.2}, {per: 0.1}], "
    "below: [{per: 0.1}], least: 15, most: 35}}"
)
WHOLE_STEPS = (
    "{slope: {of: rate, base: 5, full_at: 80, above: [{width: 20, per: 1}], "
    "below: [{per: 1}], every: 10}}"
)
DEGRESSIVE = "{degressive: {of: rate, base: 10, full_at: 100, width: 10, divisors: [20, 40, 60]}}"
STEPS = (
    "{steps: {of: done, table: [{points: 3}, {at_least: 1, points: 6}, {above: 10, points: 9}]}}"
)
SHARES = "{steps: {of: funds, over: plan, table: [{points: 1}, {at_least: 20, points: 10}]}}"
COUNT = (
    "{count: {base: 10, each: [{of: due, points: 2}, {of: late, points: -3}], least: 0, most: 12}}"
)
CASES = (
    "{cases: {cases: [{when: [{of: rate, at_least: 100}, {of: due, below: 1}], points: 10}, "
    "{when: [{of: rate, at_least: 50, below: 100}], points: 5}], otherwise: 1}}"
)
WEIGHTED = "{weighted: {parts: [{of: rate, weight: 30}, {of: due, weight: 20}]}}"
SWITCH = (
    "{switch: {of: due, table: [{formula: {steps: {of: due, table: [{points: 2}]}}}, "
    "{at_least: 1, formula: {ratio: {of: rate, weight: 5}}}, "
    "{at_least: 6, formula: {ratio: {of: rate, weight: 10}}}]}}"
)
VECTORS = [
    ("{ratio: {of: rate, weight: 60}}", [("rate=55", 33), ("rate=0", 0), ("rate=-5", 0)]),
    ("{ratio: {of: rate, weight: 60}}", [("rate=100", 60), ("rate=102.5", 60)]),
    ("{ratio: {of: rate, weight: 40, most: 1.5}}", [("rate=150", 60), ("rate=151", 60)]),
    ("{ratio: {of: funds, over: plan, weight: 10}}", [("funds=250 plan=1000", "2.5")]),
    ("{ratio: {of: funds, over: plan, weight: 10}}", [("funds=1 plan=0", None), ("funds=1", None)]),
    (SLOPE, [("rate=92", "24.2"), ("rate=100", 25), ("rate=118", "28.6"), ("rate=150", 33)]),
    (SLOPE, [("rate=190", 35), ("rate=0", 15), ("rate=-90", 15), ("rate=130", 31)]),
    (WHOLE_STEPS, [("rate=80", 5), ("rate=89.99", 5), ("rate=90", 6), ("rate=101", 7)]),
    (WHOLE_STEPS, [("rate=70.01", 5), ("rate=70", 4), ("rate=-100", -13)]),
    (DEGRESSIVE, [("rate=115", "16.25"), ("rate=85", "3.75"), ("rate=100", 10), ("rate=110", 15)]),
    (DEGRESSIVE, [("rate=120", "17.5"), ("rate=126", "18.5"), ("rate=80", "2.5")]),
    (STEPS, [("done=0.99", 3), ("done=1", 6), ("done=10", 6), ("done=10.00000001", 9)]),
    (SHARES, [("funds=199 plan=1000", 1), ("funds=200 plan=1000", 10), ("funds=1 plan=0", None)]),
    (
        COUNT,
        [("due=0 late=0", 10), ("due=1 late=0", 12), ("due=9 late=1", 12), ("due=0 late=4", 0)],
    ),
    (CASES, [("rate=100 due=0", 10), ("rate=100 due=1", 1), ("rate=99.99 due=3", 5)]),
    (CASES, [("rate=50 due=0", 5), ("rate=49.99 due=0", 1), ("rate=50", None)]),
    (WEIGHTED, [("rate=50 due=100", 35), ("rate=50", 25), ("due=100", 50), ("", None)]),
    (WEIGHTED, [("rate=130 due=-1", 30)]),
    (SWITCH, [("due=0", 2), ("due=1", None), ("due=5 rate=80", 4), ("due=6 rate=80", 8)]),
    (SWITCH, [("rate=80", None)]),
]


@pytest.mark.parametrize(("formula", "vectors"), VECTORS)
def test_values_become_points(tmp_path, formula, vectors):
    names = [name for name in FIGURES if f"of: {name}" in formula or f"over: {name}" in formula]
    rule = item_of(tmp_path, formula, *names, most=1, more=", extra: 99").formula.rule
    for said, points in vectors:
        pairs = [each.split("=") for each in said.split()]
        values = {name: Decimal(value) for name, value in pairs}
        found = rule.points(values, {}) if rule.has_values(values) else None
        assert found == (None if points is None else Decimal(points)), said


RANK = "{rank: {of: rate, places: [{up_to: 1, points: 7}, {up_to: 3, points: 4}]}}"
BEST_OF_TIES = "{rank: {of: rate, ties: best, places: [{up_to: 1, points: 7}]}}"
WORST_OF_TIES = "{rank: {of: rate, ties: worst, places: [{up_to: 1, points: 7}]}}"
LOW_IS_BEST = "{rank: {of: rate, low_is_best: true, places: [{up_to: 1, points: 7}]}}"
MEAN = "{mean: {of: rate, base: 10}}"
BEST = "{best: {of: rate, weight: 10}}"
MEAN_SLOPE = "{slope: {of: rate, base: 5, at_mean: true, above: [{per: 1}], below: [{per: 1}]}}"
MEAN_BANDS = "{degressive: {of: rate, base: 10, at_mean: true, width: 10, divisors: [20, 40]}}"
IN_GROUP = [
    (RANK, "9 8 7 6", "7 4 4 0"),
    (RANK, "9 9 9 6", "5 5 5 0"),
    (RANK, "5", "7"),
    (BEST_OF_TIES, "9 9 6 1", "7 7 0 0"),
    (WORST_OF_TIES, "9 9 6 1", "0 0 0 0"),
    (LOW_IS_BEST, "9 1 6 2", "0 7 0 0"),
    (MEAN, "10 20 30", "5 10 15"),
    (MEAN, "0 100", "0 15"),
    (MEAN, "0 0", "10 10"),
    (MEAN, "-5 -15", "10 0"),
    (BEST, "50 100 0 -5", "5 10 0 0"),
    (BEST, "0 0", "0 0"),
    (MEAN_SLOPE, "8 12", "3 7"),
    (MEAN_BANDS, "115 85", "16.25 3.75"),
]


@pytest.mark.parametrize(("formula", "values", "points"), IN_GROUP)
def test_values_are_set_beside_those_of_the_group(tmp_path, formula, values, points):
    rule = item_of(tmp_path, formula, "rate", most=1, more=", extra: 99").formula.rule
    given = [Decimal(value) for value in values.split()]
    group = GroupValues(given)
    found = [rule.points({"rate": value}, {"rate": group}) for value in given]
    assert found == [Decimal(each) for each in points.split()]


def test_a_formula_whose_group_has_no_values_does_not_break_another_branch(tmp_path):
    """Nobody has a rate, by whose mean those with something due are measured."""
    sheet = sheet_of(
        tmp_path,
        "{switch: {of: due, table: [{formula: {steps: {of: due, table: [{points: 10}]}}}, "
        "{at_least: 1, formula: {mean: {of: rate, base: 10}}}]}}",
        f"due: {FIGURES['due']}, rate: {FIGURES['rate']}",
    )
    due = sheet.items[0].inputs["due"]
    first, second = scored(
        sheet,
        [Graded("1", "无任务", {due: Decimal()}), Graded("2", "有任务", {due: Decimal(2)})],
    )
    assert first.total == 10
    assert not second.is_assessed
