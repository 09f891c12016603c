"""Corrections beside what was completed: which amount counts is asked, with what each gives."""

import pytest

from bihuan.importing.tests.test_proof_columns import MONTHLY, WAN, month_rows
from bihuan.importing.tests.test_proof_headings import (
    NAMED,
    YEAR,
    answered,
    lines,
    questions,
    report,
)
from bihuan.importing.tests.test_proof_lines import asked, tables
from bihuan.importing.tests.test_years_and_months import under

AFTER = ["修正后完成投资", "调整后", "核定数", "修正后本月完成投资", "更正后数据", "审定完成投资"]
CHANGES = ["调整数", "修正数", "核增", "更正"]


@pytest.mark.parametrize("head", AFTER)
def test_a_corrected_amount_is_asked_about_and_never_a_cumulative(head):
    def read(**more):
        return report(["本月完成投资", head], (10, 12), (20, 20), **more)

    (question,) = questions(read())
    assert [choice.gives[-5:] for choice in question.choices] == ["30 万元", "32 万元"]
    assert month_rows(answered(read, corrected="stands")) == [(10 * WAN, None), (20 * WAN, None)]
    told = answered(read, corrected=question.choices[1].value)
    assert (month_rows(told), asked(told)) == ([(12 * WAN, None), (20 * WAN, None)], [])


@pytest.mark.parametrize("head", CHANGES)
def test_a_change_may_count_with_the_amount(head):
    def read(**more):
        return report(["本月完成投资", head], (10, -2), (20, 0.5), **more)

    (question,) = questions(read())
    told = answered(read, corrected=question.choices[-1].value)
    assert month_rows(told) == [(8 * WAN, None), (205_000, None)]


@pytest.mark.parametrize("head", ["核减", "调减数"])
def test_what_is_taken_off_is_taken_off(head):
    def read(**more):
        return report(["本月完成投资", head], (10, 2), (20, None), **more)

    (question,) = questions(read())
    told = answered(read, corrected=question.choices[-1].value)
    assert month_rows(told) == [(8 * WAN, None), (20 * WAN, None)]


def test_each_amount_has_its_own_correction():
    heads = ["本月完成投资", "本月完成投资（修正后）", "累计完成投资", "累计完成投资（修正后）"]
    found = report(heads, (10, 12, 60, 62), (20, 20, 90, 90))
    assert asked(found) == ["corrected", "corrected"]


def test_a_month_among_several_is_corrected_by_its_own():
    heads = ["1月完成投资", "2月完成投资", "修正后2月完成投资"]
    (question,) = questions(report(heads, (10, 20, 22), (5, 6, 6), title=YEAR))
    assert question.column == "2月完成投资"


def test_a_correction_under_the_same_heading_is_one():
    assert asked(under("完成投资", ["本月", "修正后"], (10, 12), (20, 20))) == ["corrected"]


@pytest.mark.parametrize("head", ["调整原因", "修正说明", "核定总投资", "调整后年度计划", "修正后"])
def test_what_corrects_nothing_is_not_asked_about(head):
    found = report(["本月完成投资", head], (10, 10), (20, 20))
    assert (month_rows(found), asked(found)) == ([(10 * WAN, None), (20 * WAN, None)], [])


def test_what_is_open_of_an_amount_is_answered_once_whichever_counts():
    def read(**more):
        rows = [[*NAMED, "完成投资", None, "修正后"], [None, None, "本年", "上年同期", None]]
        merged = [(2, 0, 3, 0), (2, 1, 3, 1), (2, 2, 2, 3), (2, 4, 3, 4)]
        rows += lines((10, 8, 12), (20, 30, 20))
        return tables(rows, title=MONTHLY, merged=merged, **more)

    told = answered(read, corrected="4", span="month")
    assert (month_rows(told), asked(told)) == ([(12 * WAN, None), (20 * WAN, None)], [])
    assert told[0].layout.column("completed").title == "修正后"
