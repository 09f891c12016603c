"""Single amounts of a month that do not fit their row or the other rows are asked about."""

from decimal import Decimal
from typing import Any

import pytest

from bihuan.importing.proof.single_rows.odd_amounts import RowFigures, TableSizes, of_month
from bihuan.importing.tests.books import ledger, ledger_row, month, month_row
from bihuan.importing.tests.test_actions import answers_to, bring
from bihuan.importing.tests.test_actions import questions as asked_of
from bihuan.importing.tests.test_proof_columns import MONTHLY, WAN, month_rows
from bihuan.importing.tests.test_proof_evidence import FIVE_MONTHS, KnownYear, questions, read
from bihuan.importing.tests.test_proof_lines import asked, tables
from bihuan.progress.models import Report

JUNE = "2024年6月重点项目完成情况表"
ALONE, BOTH, SO_FAR = ["本月完成投资"], ["本月完成投资", "累计完成投资"], ["1-6月累计完成投资"]


def june(heads, first, known=FIVE_MONTHS, **more):
    """Read June's table with these amounts of the first of three projects."""
    months, cumulative = (70, 60), (310, 250)
    rest: list[Any] = list(zip(months, cumulative, strict=True))
    if len(heads) == 1:
        rest = [(each,) for each in (cumulative if heads is SO_FAR else months)]
    return read(heads, first, *rest, title=JUNE, known=known, **more)


@pytest.mark.parametrize(
    ("heads", "first", "way", "right"),
    [
        (ALONE, (800,), "tenth", 80),
        (ALONE, (8000,), "hundredth", 80),
        (ALONE, (0.8,), "hundredfold", 80),
        (ALONE, (0.008,), "larger", 80),
        (ALONE, (800_000,), "smaller", 80),
        (ALONE, (430,), "so-far", 80),
        (BOTH, (800, 430), "tenth", 80),
        (BOTH, (8, 430), "tenfold", 80),
        (BOTH, (430, 430), "so-far", 80),
        (BOTH, (0.008, 430), "larger", 80),
        (SO_FAR, (4300,), "tenth", 430),
        (SO_FAR, (0.043,), "larger", 430),
    ],
)
def test_is_asked_about_and_read_as_answered(heads, first, way, right):
    found = june(heads, first)
    assert asked(found) == ["odd"]
    question = questions(found)["odd"]
    assert all(choice.gives for choice in question.choices)
    done, so_far = month_rows(june(heads, first, answers={question.id: way}))[0]
    assert (so_far if heads is SO_FAR else done) == right * WAN
    done, so_far = month_rows(june(heads, first, answers={question.id: "-"}))[0]
    assert (so_far if heads is SO_FAR else done) is None


@pytest.mark.parametrize("first", [(80, 4300), (80, 43), (80, 0.043)])
def test_a_cumulative_that_slipped_is_asked_about(first):
    found = june(BOTH, first)
    (question,) = questions(found).values()
    way = question.choices[0].value
    assert month_rows(june(BOTH, first, answers={question.id: way}))[0] == (80 * WAN, 430 * WAN)


@pytest.mark.parametrize(
    ("heads", "first"),
    [
        (ALONE, (0,)),
        (ALONE, (8,)),  # the end of a project
        (ALONE, (250,)),  # a strong month
        (BOTH, (80, 430)),
        (BOTH, (300, 650)),
        (SO_FAR, (430,)),
        (SO_FAR, (350,)),
    ],
)
def test_that_a_project_may_have_is_not(heads, first):
    assert not asked(june(heads, first))


def test_a_month_beyond_the_plan_is_asked_about_without_months_known():
    heads, rest = ["年度计划投资", "本月完成投资"], [(1200, 70), (1200, 60)]
    found = read(heads, (1200, 1500), *rest, title=JUNE, known=KnownYear())
    assert asked(found) == ["odd"]
    assert not asked(read(heads, (1200, 400), *rest, title=JUNE, known=KnownYear()))


def test_a_cell_in_another_unit_is_asked_about_in_the_tables_own():
    unit = {"top": ("单位：亿元",)}
    known = KnownYear(total=500_000, plan=12_000)
    found = read(ALONE, (250,), (0.02,), (0.03,), title=JUNE, known=known, **unit)
    (question,) = [q for q in questions(found).values() if q.id.startswith("odd")]
    other = next(choice for choice in question.choices if choice.value == "smaller")
    assert ("万元" in other.label, other.gives) == (True, "250 万元（0.025 亿元）")


def test_columns_that_are_odd_as_a_whole_are_no_single_rows():
    found = read(ALONE, (800,), (700,), (600,), title=JUNE, known=FIVE_MONTHS)
    assert "odd" not in questions(found)


def test_one_of_a_rows_months_is_held_against_the_others():
    heads = [f"{n}月完成投资" for n in range(1, 6)]
    rows: list[tuple[float, ...]]
    rows = [(50, 60, 700, 80, 90), (40, 50, 60, 40, 50), (30, 30, 60, 30, 40)]
    found = read(heads, *rows, title="2024年1-5月重点项目完成情况表", known=KnownYear())
    question = questions(found)["odd"]
    assert [choice.value for choice in question.choices][:1] == ["tenth"]
    rows[0] = (50, 60, 0.007, 80, 90)
    found = read(heads, *rows, title="2024年1-5月重点项目完成情况表", known=KnownYear())
    assert [c.value for c in questions(found)["odd"].choices][:1] == ["larger"]
    rows[0] = (0, 0, 300, 80, 5)
    found = read(heads, *rows, title="2024年1-5月重点项目完成情况表", known=KnownYear())
    assert not asked(found)


def test_a_month_that_is_not_the_sum_of_its_parts_in_one_row_is_asked_about():
    heads = ["本月完成投资", "其中：建安工程", "设备购置"]
    rows = [[n, f"{n}号厂房", 60 + n, 50, 10 + n] for n in range(1, 6)]
    report = [["序号", "项目名称", *heads], *rows]
    assert not asked(tables(report, title=MONTHLY))
    rows[0][2] = 91
    found = tables(report, title=MONTHLY)
    (question,) = questions(found).values()
    assert [choice.value for choice in question.choices] == ["parts", "stands", "-"]


def test_a_row_that_tells_its_own_month_is_held_against_that():
    heads = ["月份", *ALONE]
    rows = [("6月", 800), ("6月", 70), ("6月", 60)]
    found = read(heads, *rows, title="2024年重点项目完成情况表", known=FIVE_MONTHS)
    assert asked(found) == ["odd"]
    rows[0] = ("5月", 90)  # as it was reported
    assert not asked(read(heads, *rows, title="2024年重点项目完成情况表", known=FIVE_MONTHS))


def test_no_row_and_no_table_to_compare_with_tells_nothing():
    assert of_month(Decimal(WAN * 900), RowFigures(), TableSizes()) == {}


@pytest.mark.django_db
def test_what_was_answered_is_written():
    bring(ledger(*(ledger_row(n) for n in (1, 2, 3))))
    for number in range(1, 5):
        bring(month(number, *(month_row(n, 50 + number) for n in (1, 2, 3))))
    slipped = month(5, month_row(1, 600), month_row(2, 55), month_row(3, 57))
    asked_ = bring(slipped)
    assert set(asked_of(asked_)) == {"odd"}
    assert not Report.objects.filter(month__month=5).exists()
    bring(slipped, answers=answers_to(asked_, odd="tenth"))
    reports = Report.objects.filter(month__month=5).order_by("project__name")
    assert sorted(reports.values_list("completed_yuan", flat=True)) == [550_000, 570_000, 600_000]
