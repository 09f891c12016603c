"""Whole columns of amounts that do not fit the months known are asked about."""

from decimal import Decimal

import pytest

from bihuan.importing.proof.months.usual_sizes import RowMonths
from bihuan.importing.tests.test_proof_columns import WAN, month_rows
from bihuan.importing.tests.test_proof_evidence import (
    FIVE_MONTHS,
    JUNE,
    NAMES,
    KnownYear,
    questions,
    read,
)
from bihuan.importing.tests.test_proof_lines import asked

ALONE = ["本月完成投资"]
MONTHS = [f"{n}月完成投资" for n in range(1, 7)]
YEAR = "2024年重点项目完成投资"
TRUTH = (80, 50, 40)
GROWN = tuple(sum(told) + june for told, june in zip(FIVE_MONTHS.told, TRUTH, strict=True))


def june(amounts, *, is_column_of_many=False, known=FIVE_MONTHS, **more):
    """Read June's amounts of three projects: alone, or as the last of six months."""
    if not is_column_of_many:
        return read(ALONE, *[(each,) for each in amounts], title=JUNE, known=known, **more)
    rows = [(*told, each) for told, each in zip(FIVE_MONTHS.told, amounts, strict=True)]
    return read(MONTHS, *rows, title=YEAR, known=known, **more)


def in_unit(times):
    return [float(Decimal(each) * Decimal(times)) for each in TRUTH]


@pytest.mark.parametrize("is_column_of_many", [False, True])
@pytest.mark.parametrize(
    ("amounts", "answer"),
    [
        (in_unit("0.01"), "百万元"),
        (in_unit("10"), "千元"),
        (GROWN, "so-far"),
    ],
)
def test_is_asked_about_and_read_as_answered(amounts, answer, is_column_of_many):
    found = june(amounts, is_column_of_many=is_column_of_many)
    assert (asked(found), month_rows(found)) == (["size"], [])
    question = questions(found)["size"]
    title = MONTHS[-1] if is_column_of_many else ALONE[0]
    assert all(each in question.text for each in (title, NAMES[0]))
    gives = {choice.value: choice.gives for choice in question.choices}
    assert "完成170 万元" in gives[answer]
    for told in gives:
        read_so = june(amounts, is_column_of_many=is_column_of_many, answers={question.id: told})
        assert "size" not in asked(read_so), told


@pytest.mark.parametrize(
    ("amounts", "answer"), [(in_unit("0.01"), "百万元"), (in_unit("10"), "千元")]
)
def test_the_unit_counts(amounts, answer):
    (question,) = questions(june(amounts)).values()
    rows = month_rows(june(amounts, answers={question.id: answer}))
    assert [done for done, _sum in rows] == [each * WAN for each in TRUTH]


def test_waits_for_the_units_of_the_whole_table():
    found = june(in_unit("10000"))
    assert asked(found) == ["unit"]
    answers = {questions(found)["unit"].id: "元"}
    assert month_rows(june(in_unit("10000"), answers=answers))[0] == (80 * WAN, None)


def test_the_year_so_far_is_no_month():
    (question,) = questions(june(GROWN)).values()
    rows = month_rows(june(GROWN, answers={question.id: "so-far"}))
    assert rows == [(None, each * WAN) for each in GROWN]


def test_a_bare_month_is_held_too():
    found = read(
        ["6月"], *[(each,) for each in GROWN], title="2024年6月投资完成", known=FIVE_MONTHS
    )
    assert asked(found) == ["size"]


def test_as_it_stands_is_not_asked_again():
    (question,) = questions(june(in_unit("0.01"))).values()
    found = june(in_unit("0.01"), answers={question.id: "stands"})
    assert asked(found) == []
    assert month_rows(found)[0] == (Decimal("0.8") * WAN, None)


def test_without_months_known_the_tables_own_tell():
    found = june(in_unit("0.01"), is_column_of_many=True, known=KnownYear())
    assert asked(found) == ["size"]
    assert MONTHS[-1] in questions(found)["size"].text


@pytest.mark.parametrize(
    "amounts",
    [
        TRUTH,
        (0, 0, 0),
        (12, 9, 8),  # a slow month
        (250, 190, 180),  # a strong one
        (0.8, 50, 40),  # one row alone is asked about as such
    ],
)
@pytest.mark.parametrize("is_column_of_many", [False, True])
def test_what_may_be_is_not_asked_about(amounts, is_column_of_many):
    assert "size" not in asked(june(amounts, is_column_of_many=is_column_of_many))


def test_sums_prove_a_month_that_is_as_large_as_all_before():
    rows = [(june_, sum(told) + june_) for told, june_ in zip(FIVE_MONTHS.told, GROWN, strict=True)]
    found = read([*ALONE, "累计完成投资"], *rows, title=JUNE, known=FIVE_MONTHS)
    assert "size" not in asked(found)


def test_few_months_tell_less():
    january = RowMonths({1: Decimal(100)}, {})
    assert january.times > RowMonths(dict.fromkeys(range(4), Decimal(1)), {}).times


def test_what_stands_of_the_months_before_is_held_against_them():
    rows = [(sum(told) + 60, each) for told, each in zip(FIVE_MONTHS.told, TRUTH, strict=True)]
    found = read(["1-5月完成", "6月完成"], *rows, title=JUNE, known=FIVE_MONTHS)
    assert asked(found) == []
    told = [proof for table in found for proof in table.desk.proofs if not proof.holds]
    assert ["1-5月完成" in proof.statement for proof in told] == [True]
