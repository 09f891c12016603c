"""This year beside another, and months that go on from January: read, or asked about once."""

from datetime import date

import pytest

from bihuan.importing.tests.test_proof_columns import MONTHLY, WAN, month_rows
from bihuan.importing.tests.test_proof_headings import (
    NAMED,
    YEAR,
    answered,
    lines,
    of_months,
    questions,
    report,
)
from bihuan.importing.tests.test_proof_lines import asked, tables
from bihuan.kit.months import Month


def under(parent, leaves, *amounts, title=MONTHLY, **more):
    """A table with a heading over several."""
    rows = [[*NAMED, parent, *[None] * (len(leaves) - 1)], [None, None, *leaves], *lines(*amounts)]
    merged = [(2, 0, 3, 0), (2, 1, 3, 1), (2, 2, 2, 1 + len(leaves))]
    return tables(rows, title=title, merged=merged, **more)


OTHER_YEARS = ["上年同期", "去年同月", "上年", "去年", "同期", "2023年"]


@pytest.mark.parametrize("other", OTHER_YEARS)
@pytest.mark.parametrize("order", [1, -1])
def test_the_month_beside_another_year_is_this_years(other, order):
    leaves, amounts = ["本月", other][::order], [(10, 8)[::order], (20, 30)[::order]]
    found = under("完成投资", leaves, *amounts)
    assert (month_rows(found), asked(found)) == ([(10 * WAN, None), (20 * WAN, None)], [])


@pytest.mark.parametrize("other", OTHER_YEARS)
@pytest.mark.parametrize("this", ["本年", "今年", "当年", "本期", "2024年"])
def test_this_year_beside_another_may_be_the_month_or_the_year_so_far(this, other):
    def read(**more):
        return under("完成投资", [this, other], (10, 8), (20, 30), **more)

    (question,) = questions(read())
    assert [choice.value for choice in question.choices] == ["month", "to_date", "-"]
    assert month_rows(answered(read, span="month")) == [(10 * WAN, None), (20 * WAN, None)]
    assert month_rows(answered(read, span="to_date")) == [(None, 10 * WAN), (None, 20 * WAN)]


@pytest.mark.parametrize("other", OTHER_YEARS)
def test_a_month_over_this_year_and_another_needs_no_question(other):
    found = under("本月完成投资", ["本年", other], (10, 8))
    assert (month_rows(found), asked(found)) == ([(10 * WAN, None)], [])


FROM_JANUARY = ["1月", "1-2月", "1-3月"]


@pytest.mark.parametrize(
    "read",
    [
        lambda *rows: under("完成投资", FROM_JANUARY, *rows, title=YEAR),
        lambda *rows: under("累计完成投资", FROM_JANUARY, *rows, title=YEAR),
        lambda *rows: under("累计完成投资", ["1月", "2月", "3月"], *rows, title=YEAR),
        lambda *rows: report([f"{m}完成投资" for m in FROM_JANUARY], *rows, title=YEAR),
        lambda *rows: report(FROM_JANUARY, *rows, title=f"{YEAR}投资完成情况表"),
    ],
)
def test_cumulatives_from_january_are_months_without_a_question(read):
    found = read((10, 20, 35), (5, 5, 9))
    assert (of_months(found), asked(found)) == ([{1: 10, 2: 20, 3: 35}, {1: 5, 2: 5, 3: 9}], [])
    keys = {key[0] for row in found[0].rows for key in row.values if key[1] in (2, 3)}
    assert keys == {"cumulative"}


def test_cumulatives_that_fall_are_asked_about_once_for_all_of_them():
    def read(**more):
        return under(
            "累计完成投资", ["1月", "2月", "3月"], (10, 20, 15), (5, 5, 9), title=YEAR, **more
        )

    (question,) = questions(read())
    assert all(choice.gives for choice in question.choices)
    assert of_months(answered(read, measure="completed"))[0] == {1: 10, 2: 20, 3: 15}
    assert asked(answered(read, measure="to_date")) == []


@pytest.mark.parametrize("word", ["净增", "新增", "增加", "新增额", "净增投资"])
@pytest.mark.parametrize("month", ["本月", "当月", "6月"])
def test_what_a_month_added_is_its_amount_where_sums_prove_it_and_else_asked_about(month, word):
    head = f"{month}{word}"
    (question,) = questions(report([head], (10,), (20,)))
    assert "month" in {choice.value for choice in question.choices}
    found = report(["截至上月累计完成投资", head, "累计完成投资"], (10, 5, 15), (20, 6, 26))
    assert (month_rows(found), asked(found)) == ([(5 * WAN, 15 * WAN), (6 * WAN, 26 * WAN)], [])


DENIED = ["上年同期", "去年", "上年", "入统", "计划", "增速", "同比"]


@pytest.mark.parametrize("words", DENIED)
def test_words_in_brackets_that_name_another_measure_are_not_passed_over(words):
    heads = [f"完成投资（{words}）", "本月完成投资"]
    assert month_rows(report(heads, (8, 10), (30, 20))) == [(10 * WAN, None), (20 * WAN, None)]


def grouped(parents, leaves, *amounts):
    """A table with two columns under each of its headings."""
    top = [cell for parent in parents for cell in (parent, None)]
    rows = [[*NAMED, *top], [None, None, *leaves * len(parents)], *lines(*amounts)]
    places = range(2, 2 + len(top), 2)
    merged = [(2, 0, 3, 0), (2, 1, 3, 1), *((2, n, 2, n + 1) for n in places)]
    return tables(rows, title=MONTHLY, merged=merged)


@pytest.mark.parametrize("before", ["上年同期", "上年", "去年同期", "2023年"])
@pytest.mark.parametrize("order", [1, -1])
@pytest.mark.parametrize(
    "leaves", [["本月完成", "累计完成"], ["本月完成投资", "累计完成投资"], ["本月完成", "本年累计"]]
)
def test_a_year_over_months_tells_of_which_year_they_are(before, order, leaves):
    parents = ["2024年" if before == "2023年" else "本年", before][::order]
    amounts = [((10, 60), (8, 50)), ((20, 90), (30, 91))]
    found = grouped(parents, leaves, *(sum(each[::order], ()) for each in amounts))
    assert (month_rows(found), asked(found)) == ([(10 * WAN, 60 * WAN), (20 * WAN, 90 * WAN)], [])


def test_last_years_plan_under_its_year_is_not_this_years():
    rows = [
        [*NAMED, "上年", None, "本年", None],
        [None, None, "计划投资", "完成投资", "计划投资", "完成投资"],
        *lines((90, 80, 100, 60), (80, 30, 100, 91)),
    ]
    merged = [(2, 0, 3, 0), (2, 1, 3, 1), (2, 2, 2, 3), (2, 4, 2, 5)]
    found = tables(rows, title=YEAR, merged=merged)
    assert [row.get("planned") for row in found[0].rows] == [100 * WAN, 100 * WAN]
    assert "plan" not in asked(found)


@pytest.mark.parametrize("leaves", [["本年", "上年"], ["本期", "同期"], ["本月", "上年同期"]])
def test_two_levels_without_merges_are_two_levels(leaves):
    rows = [[*NAMED, "完成投资", None], [None, None, *leaves], *lines((10, 8), (20, 30))]
    found = tables(rows, title=MONTHLY)
    assert found[0].layout.first_row == 4
    assert len(found[0].rows) in (0, 2)


def test_this_year_under_a_comparison_with_another_is_this_year():
    leaves = ["本年累计完成投资", "上年累计完成投资"]
    found = under("与上年同期相比", leaves, (60, 50), (90, 91))
    assert (month_rows(found), asked(found)) == ([(None, 60 * WAN), (None, 90 * WAN)], [])


UNDATED = "重点项目投资对比表"


def test_the_year_that_headings_without_a_measure_name_is_the_tables():
    def read(**more):
        return report(["2023年6月", "2023年1-6月"], (10, 60), (20, 90), title=UNDATED, **more)

    assert asked(read()) == ["measure"]
    found = answered(read, measure="completed")
    assert (month_rows(found), asked(found)) == ([(10 * WAN, 60 * WAN), (20 * WAN, 90 * WAN)], [])
    assert found[0].layout.month == Month(2023, 6)


@pytest.mark.parametrize("heads", [["2023.04", "2023.05"], ["2023年4月", "2023年5月"]])
def test_months_of_a_year_that_their_headings_name_need_no_other(heads):
    def read(**more):
        return report(heads, (10, 20), title="项目投资完成台账", **more)

    found = answered(read, measure="completed")
    assert (of_months(found), asked(found)) == ([{4: 10, 5: 20}], [])
    assert (found[0].year, found[0].problems) == (2023, [])


def test_of_two_years_over_months_without_a_measure_one_is_asked_and_alone_read():
    rows = [
        [*NAMED, "2024年", None, "2023年", None],
        [None, None, *["6月", "1-6月"] * 2],
        *lines((10, 60, 8, 50), (20, 90, 30, 91)),
    ]
    merged = [(2, 0, 3, 0), (2, 1, 3, 1), (2, 2, 2, 3), (2, 4, 2, 5)]

    def read(answers=None):
        return tables(rows, title=UNDATED, merged=merged, answers=answers)

    (year,) = questions(read())
    told = {year.id: "2024"}
    (measure,) = questions(read(told))[1:]
    assert "30" in measure.choices[0].gives
    found = read(told | {measure.id: "completed"})
    assert (month_rows(found), asked(found)) == ([(10 * WAN, 60 * WAN), (20 * WAN, 90 * WAN)], [])


@pytest.mark.parametrize("day", ["2023-07-03", date(2023, 7, 3), "2023年7月3日"])
@pytest.mark.parametrize("heading", ["填报日期", "填表时间"])
def test_the_day_of_filling_in_tells_the_year_and_offers_the_month_before_first(heading, day):
    found = report([heading, "本月完成投资"], (day, 10), (day, 20), title="重点项目月报")
    (question,) = questions(found)
    assert [choice.value for choice in question.choices] == ["2023-06", "2023-07"]
    found = report([heading, "6月完成投资"], (day, 10), (day, 20), title="重点项目月报")
    assert month_rows(found) == [(10 * WAN, None), (20 * WAN, None)]
    assert found[0].layout.month == Month(2023, 6)
