"""What would have made it more: the smallest change of each value, beside every grain tried."""

from decimal import Decimal
from random import Random

import pytest

from bihuan.assessment.rules.scoring import Graded, score_of, size_groups
from bihuan.assessment.rules.whole_things import only_rises
from bihuan.assessment.rules.why import grain_of, more_of_item, more_of_score
from bihuan.assessment.wording import more_in_words

from .made_schemes import FIGURES, scheme_of_items, sheet_of
from .test_formulas import (
    CASES,
    COUNT,
    DEGRESSIVE,
    MEAN,
    MEAN_BANDS,
    MEAN_SLOPE,
    RANK,
    SHARES,
    SLOPE,
    STEPS,
    SWITCH,
    WEIGHTED,
    WHOLE_STEPS,
)

PEAK = (
    "{slope: {of: rate, base: 5, full_at: 100, above: [{width: 0.3, per: 5}, {per: -10}], "
    "below: [{per: 5}], least: 0}}"
)
TRIED = [
    SLOPE,
    WHOLE_STEPS,
    DEGRESSIVE,
    STEPS,
    SHARES,
    COUNT,
    CASES,
    WEIGHTED,
    SWITCH,
    PEAK,
    RANK,
    MEAN,
    MEAN_SLOPE,
    MEAN_BANDS,
]
NEAR = 400
"""Grains to each side within which every change is tried by hand."""


def of_sheet(folder, formula, most=6):
    names = [name for name in FIGURES if f"of: {name}" in formula or f"over: {name}" in formula]
    inputs = ", ".join(f"{name}: {FIGURES[name]}" for name in names)
    return sheet_of(folder, formula, inputs, most=most, more=", extra: 44, least: null")


def drawn_value(name, grain, drawn):
    if name == "plan":
        return Decimal(1_000_000)
    if name == "funds":
        return Decimal(200_000 + 10_000 * drawn.randint(-3, 3))
    if name in ("due", "late"):
        return Decimal(drawn.randint(0, 8))
    if name == "done":
        return Decimal(1) + grain * drawn.randint(-30, 30)
    return Decimal(drawn.choice([50, 80, 90, 100, 130])) + grain * drawn.randint(-200, 200)


def smallest(item, sheet, subject, others, name, goal, grain):
    """Return by trying each change whether and how far the value must move at least."""
    spec = item.inputs[name]
    lowest = subject.known[spec] if only_rises(spec) else None if spec.compare else Decimal()
    for steps in range(1, NEAR):
        for sign in (1, -1):
            value = subject.known[spec] + sign * steps * grain
            if lowest is not None and value < lowest:
                continue
            moved = Graded("1", "甲", {**subject.known, spec: value})
            groups = size_groups(sheet, [moved, *others])[0]
            line = score_of(sheet, moved, groups).lines
            if line and line[0].points >= goal:
                return steps
    return None


@pytest.mark.parametrize("formula", TRIED)
def test_no_smaller_change_of_any_value_brings_as_much(tmp_path, formula):
    sheet, drawn, answered = of_sheet(tmp_path, formula), Random(formula), 0
    item = sheet.items[0]
    for _try in range(8):
        made = [
            Graded(
                str(key),
                "甲",
                {
                    spec: drawn_value(name, grain_of(spec), drawn)
                    for name, spec in item.inputs.items()
                },
            )
            for key in range(4)
        ]
        subject, others = made[0], made[1:]
        groups = size_groups(sheet, made)[0]
        now = score_of(sheet, subject, groups).lines[0].points
        found = {
            more.name: more for more in more_of_item(sheet, item, subject, groups, Decimal("0.5"))
        }
        top = item.most if item.formula.rule.most_points is None else item.formula.rule.most_points
        goal = min(now + Decimal("0.5"), item.most, top)
        for name, spec in item.inputs.items():
            grain = grain_of(spec)
            by_hand = smallest(item, sheet, subject, others, name, goal, grain)
            if name in found:
                steps = abs(found[name].move.change) / grain
                assert by_hand == steps or (by_hand is None and steps >= NEAR)
                assert found[name].gain >= goal - now > 0
                answered += 1
            elif name != "plan":
                assert by_hand is None or goal <= now
    assert answered


def two_items(folder):
    rate, due = f"{{rate: {FIGURES['rate']}}}", f"{{due: {FIGURES['due']}}}"
    slope = (
        "{slope: {of: rate, base: 30, full_at: 100, above: [{per: 1}], below: [{per: 1}], "
        "least: 0, most: 40}}"
    )
    count = "{count: {base: 60, each: [{of: due, points: -3}], least: 0}}"
    return scheme_of_items(
        folder,
        f"{{id: rate, title: 完成率, text: 文, clause: 试-1, max: 40, inputs: {rate}, "
        f"formula: {slope}}}",
        f"{{id: due, title: 逾期, text: 文, clause: 试-2, max: 60, inputs: {due}, "
        f"formula: {count}}}",
        total=100,
    ).sheets[0]


def test_a_score_of_87_4_says_what_would_have_made_it_90(tmp_path):
    sheet = two_items(tmp_path)
    rate, due = sheet.items[0].inputs["rate"], sheet.items[1].inputs["due"]
    subject = Graded("1", "甲", {rate: Decimal("103.4"), due: Decimal(2)})
    groups = size_groups(sheet, [subject])[0]
    assert str(score_of(sheet, subject, groups).total) == "87.40"
    found = more_of_score(sheet, subject, groups, Decimal(90))
    assert [more_in_words(more) for more in found] == [
        "若完成率再高2.6个百分点（达到106%），可多得2.6分。",
        "若应开工数少1个（为1个），可多得3分。",
    ]


def test_what_no_single_value_can_bring_is_not_said(tmp_path):
    sheet = two_items(tmp_path)
    rate, due = sheet.items[0].inputs["rate"], sheet.items[1].inputs["due"]
    subject = Graded("1", "甲", {rate: Decimal(100), due: Decimal(1)})
    groups = size_groups(sheet, [subject])[0]
    assert [m.name for m in more_of_score(sheet, subject, groups, Decimal(95))] == ["rate"]
    assert more_of_score(sheet, subject, groups, Decimal(99)) == []
    assert more_of_score(sheet, subject, groups, Decimal(50)) == []


def test_a_full_item_has_no_more_and_nobody_is_told_to_plan_less(tmp_path):
    sheet = of_sheet(tmp_path, "{ratio: {of: funds, over: plan, weight: 6}}")
    item = sheet.items[0]
    funds, plan = item.inputs["funds"], item.inputs["plan"]
    full = Graded("1", "甲", {funds: Decimal(1000), plan: Decimal(1000)})
    assert more_of_item(sheet, item, full, {}) == []
    half = Graded("1", "甲", {funds: Decimal(50_000_000), plan: Decimal(100_000_000)})
    (more,) = more_of_item(sheet, item, half, {})
    assert more_in_words(more) == "若到位资金再高4992万元（达到9992万元），可多得3分。"
    (more,) = more_of_item(sheet, item, half, {}, Decimal(1))
    assert more_in_words(more) == "若到位资金再高1659万元（达到6659万元），可多得1分。"


def test_where_too_much_costs_points_nobody_is_told_to_do_less(tmp_path):
    sheet = of_sheet(tmp_path, PEAK)
    beyond = Graded("1", "甲", {sheet.items[0].inputs["rate"]: Decimal("100.4")})
    assert more_of_item(sheet, sheet.items[0], beyond, {}, Decimal("0.5")) == []
    assert more_of_score(sheet, beyond, size_groups(sheet, [beyond])[0], Decimal(6)) == []


def test_who_is_exempt_or_not_known_has_no_more(tmp_path):
    sheet = of_sheet(tmp_path, "{ratio: {of: rate, weight: 6}}")
    item = sheet.items[0]
    rate = item.inputs["rate"]
    exempt = Graded("1", "甲", {rate: Decimal(50)}, exempt={"item": "不可抗力"})
    assert more_of_item(sheet, item, exempt, {}) == []
    assert more_of_item(sheet, item, Graded("1", "甲", {}), {}) == []
    assert more_of_score(sheet, Graded("1", "甲", {}), {}, Decimal(90)) == []


def test_nobody_is_told_to_complete_less(tmp_path):
    sheet = of_sheet(tmp_path, PEAK)
    item = sheet.items[0]
    subject = Graded("1", "甲", {item.inputs["rate"]: Decimal("100.9")})
    groups = size_groups(sheet, [subject])[0]
    assert more_of_item(sheet, item, subject, groups) == []
    assert more_of_score(sheet, subject, groups, Decimal(6)) == []


@pytest.mark.parametrize(
    ("figure", "value", "wanted", "told"),
    [
        ("completion_rate.all", "0", "0.15", "若竣工率再高100个百分点（达到100%），可多得10分。"),
        ("milestones.in_time_rate", "33.33", "1", "若节点按期率再高33.34个百分点"),
        ("milestones.in_time_rate", "75.00", "1", "若节点按期率再高25个百分点（达到100%）"),
    ],
)
def test_a_rate_of_things_is_asked_for_in_whole_things(tmp_path, figure, value, wanted, told):
    sheet = sheet_of(tmp_path, "{ratio: {of: x, weight: 10}}", f"x: {{figure: {figure}}}")
    subject = Graded("1", "甲", {sheet.items[0].inputs["x"]: Decimal(value)})
    (more,) = more_of_score(
        sheet, subject, {}, score_of(sheet, subject, {}).total + Decimal(wanted)
    )
    assert more_in_words(more).startswith(told)
