"""Whole columns a tenth, a hundredth, ten or a hundred times the truth: asked about."""

from decimal import Decimal

import pytest

from bihuan.importing.tests.test_proof_columns import WAN, month_rows
from bihuan.importing.tests.test_proof_evidence import JUNE, KnownYear, questions, read
from bihuan.importing.tests.test_proof_lines import asked

MONTHS = ((90, 100, 110, 95, 105), (60, 75, 70, 65, 72), (40, 38, 45, 42, 41))
ALONE = (103, 71, 44)
SO_FAR = tuple(sum(told) + june for told, june in zip(MONTHS, ALONE, strict=True))
LEDGER, REPORTED, NOTHING = KnownYear(plan=1200), KnownYear(*MONTHS), KnownYear(plan=0)
MONTH, REACHED = "本月完成投资", "1-6月累计完成投资"
FACTORS = [("0.1", "十万元"), ("10", "千元"), ("0.01", "百万元"), ("100", "百元")]


def scaled(amounts, times):
    return [float(Decimal(each) * Decimal(times)) for each in amounts]


def column(head, amounts, known, answers=None):
    return read([head], *[(a,) for a in amounts], title=JUNE, known=known, answers=answers)


def both(months, reached, known, answers=None, heads=(MONTH, REACHED)):
    rows = zip(months, reached, strict=True)
    return read(list(heads), *rows, title=JUNE, known=known, answers=answers)


@pytest.mark.parametrize("known", [LEDGER, REPORTED], ids=["ledger", "months"])
@pytest.mark.parametrize(("times", "unit"), FACTORS)
@pytest.mark.parametrize(("head", "truth"), [(MONTH, ALONE), (REACHED, SO_FAR)])
def test_a_column_alone_is_asked_about_and_read_as_answered(head, truth, times, unit, known):
    found = column(head, scaled(truth, times), known)
    assert asked(found) in (["size"], ["unit"])
    (question,) = questions(found).values()
    assert all(choice.gives for choice in question.choices)
    rows = month_rows(column(head, scaled(truth, times), known, {question.id: unit}))
    told = [done if head is MONTH else so_far for done, so_far in rows]
    assert told == [each * WAN for each in truth]


@pytest.mark.parametrize("known", [LEDGER, REPORTED, NOTHING], ids=["ledger", "months", "nothing"])
@pytest.mark.parametrize(("times", "unit"), FACTORS)
@pytest.mark.parametrize("wrong", [MONTH, REACHED])
def test_one_of_two_is_asked_about_once_and_read_as_answered(wrong, times, unit, known):
    months = scaled(ALONE, times) if wrong is MONTH else ALONE
    reached = scaled(SO_FAR, times) if wrong is REACHED else SO_FAR
    question = only(both(months, reached, known))
    offered = {choice.value for choice in question.choices}
    is_asked_of_the_other = (question.column == MONTH) != (wrong is MONTH)
    value = f"other-{unit}" if is_asked_of_the_other else unit
    if question.kind == "size":
        assert value in offered
    rows = month_rows(both(months, reached, known, {question.id: value}))
    assert rows == [(a * WAN, b * WAN) for a, b in zip(ALONE, SO_FAR, strict=True)]


@pytest.mark.parametrize("known", [LEDGER, REPORTED], ids=["ledger", "months"])
@pytest.mark.parametrize(("times", "unit"), FACTORS)
def test_both_are_asked_about_together(times, unit, known):
    wrong = scaled(ALONE, times), scaled(SO_FAR, times)
    question = only(both(*wrong, known))
    rows = month_rows(both(*wrong, known, {question.id: unit}))
    assert rows == [(a * WAN, b * WAN) for a, b in zip(ALONE, SO_FAR, strict=True)]


@pytest.mark.parametrize("known", [LEDGER, NOTHING], ids=["ledger", "nothing"])
def test_columns_that_are_swapped_are_read_the_other_way(known):
    question = only(both(SO_FAR, ALONE, known))
    assert question.kind == "size"
    rows = month_rows(both(SO_FAR, ALONE, known, {question.id: "swapped"}))
    assert rows == [(a * WAN, b * WAN) for a, b in zip(ALONE, SO_FAR, strict=True)]


def test_what_each_answer_gives_is_told_in_the_unit_of_the_sheet_too():
    amounts = scaled(ALONE, "0.000001")
    found = read([MONTH], *[(a,) for a in amounts], title=JUNE, known=REPORTED, top=("单位：亿元",))
    gives = {choice.value: choice.gives for choice in only(found).choices}
    assert "218 万元（0.0218 亿元）" in gives["百亿元"]
    assert "2.18 万元（0.000218 亿元）" in gives["stands"]


@pytest.mark.parametrize("known", [LEDGER, REPORTED, NOTHING], ids=["ledger", "months", "nothing"])
def test_what_is_right_is_not_asked_about(known):
    assert "size" not in asked(both(ALONE, SO_FAR, known))
    assert "size" not in asked(column(MONTH, ALONE, known))
    assert "size" not in asked(column(REACHED, SO_FAR, known))


@pytest.mark.parametrize(
    "heads",
    [
        ("本月完成（百万元）", "累计完成（万元）"),
        ("本月完成投资（百万元）", "1-6月累计完成投资"),
        ("本月完成投资 单位：百万元", "累计完成投资（单位：万元）"),
    ],
)
def test_each_column_counts_in_the_unit_of_its_own_heading(heads):
    found = both(scaled(ALONE, "0.01"), SO_FAR, REPORTED, heads=heads)
    assert month_rows(found) == [(a * WAN, b * WAN) for a, b in zip(ALONE, SO_FAR, strict=True)]


def only(found):
    """Return the one open question of a table."""
    (question,) = questions(found).values()
    return question
