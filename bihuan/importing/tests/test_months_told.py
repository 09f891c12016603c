"""Months without a year, meetings of January, plan and actual in brackets, natures for classes."""

from datetime import date
from typing import Any

import pytest

from bihuan.importing.headings.kinds import SheetKind

from .sheets_read import LISTED, A, B, KnownPlans, amounts, answered, asked, read

BARE = "重点项目投资完成情况表"
HEAD = ["序号", "项目名称"]
BRACKETS = [*HEAD, "4月（计划）", "4月（实际）", "累计（计划）", "累计（实际）"]
ROWS = [[1, A, 30, 25, 140, 145], [2, B, 20, 22, 80, 78]]


def values(tables, kind):
    question = next(q for t in tables for q in t.desk.questions if q.id.startswith(f"{kind}-"))
    return [choice.value for choice in question.choices]


def test_a_month_without_its_year_is_asked_for_the_year():
    found = read([BRACKETS, *ROWS], title=BARE)
    assert (asked(found), values(found, "month")) == (["month"], ["2023-04", "2024-04"])
    answers = answered(found, "month", "2024-04")
    (table,) = read([BRACKETS, *ROWS], title=BARE, answers=answers)
    assert amounts(table, "completed", "cumulative") == {A: (25, 145), B: (22, 78)}


def test_several_months_without_a_year_are_asked_for_it():
    head = [*HEAD, "4月完成投资", "5月完成投资"]
    rows = [[1, A, 30, 25], [2, B, 20, 22]]
    found = read([head, *rows], title=BARE)
    assert asked(found) == ["year"]
    (table,) = read([head, *rows], title=BARE, answers=answered(found, "year", "2024"))
    assert table.year == 2024


@pytest.mark.parametrize("until", ["截至2024年12月底", "截至上年12月底", "截至12月底"])
def test_a_meeting_of_january_may_tell_of_december(until):
    rows = [[*HEAD, "本月完成投资", "累计完成投资"], [1, A, 30, 300], [2, B, 20, 200]]
    told: dict[str, Any] = {"title": "某区2025年1月重点项目调度会", "unit": f"{until}  单位：万元"}
    found = read(rows, **told, today=date(2025, 1, 10))
    assert (asked(found), values(found, "month")) == (["month"], ["2025-01", "2024-12"])
    answers = answered(found, "month", "2024-12")
    (table,) = read(rows, **told, today=date(2025, 1, 10), answers=answers)
    assert (str(table.layout.month), table.year) == ("2024-12", 2024)


@pytest.mark.parametrize(
    ("words", "field"),
    [
        (("续建", "新建"), "nature"),
        (("新建", "改扩建"), "nature"),
        (("产业类", "基础设施"), "sector"),
        (("续建", "新开工"), "project_class"),
        (("开工建设类", "前期储备类"), "project_class"),
    ],
)
def test_a_column_called_after_the_class_is_what_its_words_are(words, field):
    head = [*HEAD, "项目类别", "总投资", "年度计划投资"]
    rows = [[n, name, word, 5000, 300] for n, (name, word) in enumerate(zip((A, B), words), 1)]
    (table,) = read([head, *rows], title=LISTED)
    assert table.layout.kind is SheetKind.LEDGER
    assert next(c.field for c in table.layout.columns if c.title == "项目类别") == field
    assert [p for p in table.problems if p.severity == "error"] == []


def test_a_word_that_is_no_class_is_read_as_none():
    head = [*HEAD, "项目类别", "总投资", "年度计划投资"]
    found = read([head, [1, A, "甲等", 5000, 300], [2, B, "新建", 50, 30]], title=LISTED)
    assert not any({"project_class", "class"} & row.values.keys() for row in found[0].rows)


class KnownBefore(KnownPlans):
    """Projects of which half a million, or so, was completed before the year."""

    def before(self, project: int, year: int) -> int | None:  # as the protocol has it
        return 500_000 * project


SINCE = [[*HEAD, "开工以来累计完成投资"], [1, A, 300], [2, B, 200], [None, "合计", 500]]


def test_amounts_since_the_start_alone_are_asked_for_the_years_part():
    known = KnownBefore({A: 10_000_000, B: 10_000_000})
    found = read(SINCE, known=known)
    assert (asked(found), values(found, "since")) == (["since"], ["rest", "all", "-"])
    (table,) = read(SINCE, known=known, answers=answered(found, "since", "rest"))
    assert (asked([table]), amounts(table, "cumulative")) == ([], {A: (250,), B: (100,)})
    (table,) = read(SINCE, known=known, answers=answered(found, "since", "all"))
    assert amounts(table, "cumulative") == {A: (300,), B: (200,)}
    (table,) = read(SINCE, known=known, answers=answered(found, "since", "-"))
    assert amounts(table, "completed", "cumulative") == {A: (None, None), B: (None, None)}
    assert values(read(SINCE), "since") == ["all", "-"]


def test_the_month_beside_all_since_the_start_needs_no_question():
    rows = [[*HEAD, "本月完成投资", "开工以来累计完成投资"], [1, A, 30, 300], [2, B, 20, 200]]
    found = read(rows)
    assert (asked(found), amounts(found[0], "completed")) == ([], {A: (30,), B: (20,)})


@pytest.mark.parametrize("so_far", ["1-4月", "1-4月累计", "累计", "本年累计"])
def test_actual_beside_planned_is_what_was_completed_by_a_title_that_says_so(so_far):
    head = [[*HEAD, "4月", None, so_far, None], [None, None, *["计划", "实际"] * 2]]
    merged = [(2, 0, 3, 0), (2, 1, 3, 1), (2, 2, 2, 3), (2, 4, 2, 5)]
    title = "某区2024年4月重点项目投资完成情况表"
    found = read([*head, *ROWS], title=title, merged=merged)
    assert asked(found) == []
    assert amounts(found[0], "completed", "cumulative") == {A: (25, 145), B: (22, 78)}


def test_months_and_a_cumulative_without_a_measure_are_not_added_up():
    head = [*HEAD, "3月", "4月", "1-4月"]
    rows = [[1, A, 20, 25, 145], [2, B, 10, 22, 78]]
    found = read([head, *rows], title="某区2024年重点项目表")
    question = next(q for t in found for q in t.desk.questions if q.id.startswith("measure-"))
    assert "77 万元" in question.choices[0].gives
