"""A ledger's columns of which one counts in another unit without a word: asked which."""

import pytest

from bihuan.importing.tests.sheets_read import LISTED, A, B, C, answered, asked, read

NAMES = (A, B, C)
TOTALS, PLANS, BEFORE = (52_000, 18_600, 9_800), (15_000, 8_000, 4_000), (20_000, 0, 3_000)
WAN = 10_000
HEAD = ["序号", "项目名称", "建设性质", "总投资", "年度计划投资", "截至2023年底累计完成投资"]


def scaled(amounts, times):
    return tuple(each * times for each in amounts)


def ledger(totals=TOTALS, plans=PLANS, before=BEFORE, **more):
    columns = (totals, plans, before)
    rows = [[n, NAMES[n - 1], "续建", *(c[n - 1] for c in columns)] for n in (1, 2, 3)]
    return read([HEAD, *rows], title=LISTED, **more)


def read_amounts(found):
    fields = ("total", "planned", "before")
    return [tuple((row.get(each) or 0) // WAN for each in fields) for row in found[0].rows]


TRUTH = list(zip(TOTALS, PLANS, BEFORE, strict=True))


@pytest.mark.parametrize(
    ("wrong", "answer"),
    [
        ({"plans": scaled(PLANS, 0.0001)}, "亿元"),
        ({"before": scaled(BEFORE, 0.0001)}, "亿元"),
        ({"plans": scaled(PLANS, 10)}, "千元"),
        ({"plans": scaled(PLANS, 10_000)}, "元"),
    ],
)
def test_is_asked_about_and_read_as_answered(wrong, answer):
    found = ledger(**wrong)
    assert asked(found) == ["size"]
    assert read_amounts(ledger(**wrong, answers=answered(found, "size", answer))) == TRUTH
    assert asked(ledger(**wrong, answers=answered(found, "size", "stands"))) == []


def test_a_total_in_another_unit_than_the_rest():
    totals = scaled(TOTALS, 0.0001)
    first = answered(ledger(totals), "unit", "亿元")
    found = ledger(totals, answers=first)
    second = answered(found, "size", "万元")
    both = first | second
    third = [q for q in ledger(totals, answers=both)[0].desk.questions if q.is_open]
    both |= {q.id: "万元" for q in third}
    assert read_amounts(ledger(totals, answers=both)) == TRUTH


@pytest.mark.parametrize("plans", [PLANS, (100, 40, 20), (51_000, 18_600, 9_800)])
def test_what_may_be_is_not_asked_about(plans):
    assert asked(ledger(plans=plans)) == []


@pytest.mark.parametrize(("times", "holds"), [(1, True), (0.01, False)])
def test_how_large_the_plan_is_beside_the_total_is_told(times, holds):
    found = ledger(plans=scaled(PLANS, times))
    (proof,) = [p for p in found[0].desk.proofs if "年度计划投资" in p.statement]
    assert (proof.holds, asked(found)) == (holds, [])
