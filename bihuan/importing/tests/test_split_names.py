"""One name over several rows with amounts, and one name in two rows."""

from typing import Any

import pytest

from bihuan.importing.tests.sheets_read import (
    LISTED,
    WAN,
    A,
    B,
    KnownPlans,
    amounts,
    answered,
    asked,
    gives,
    read,
)

HEAD = ["序号", "项目名称", "标段", "总投资", "年度计划投资", "建设性质"]
ROWS: list[list[Any]] = [
    [1, A, "一标段", 10_000, 3000, "续建"],
    [None, None, "二标段", 8000, 2000, "续建"],
    [2, B, None, 18_600, 8000, "续建"],
    [None, "合计", None, 36_600, 13_000, None],
]
MERGED: list[tuple[int, int, int, int]] = [(3, 0, 4, 0), (3, 1, 4, 1)]
MONTHS = ["序号", "项目名称", "子项名称", "6月完成投资", "1-6月累计完成投资"]
PARTS: list[list[Any]] = [
    [1, A, "城东一号厂房", 100, 600],
    [None, None, "城东污水管网", 50, 300],
    [2, B, None, 80, 500],
]


def plans(tables):
    (table,) = tables
    return amounts(table, "total", "planned")


@pytest.mark.parametrize("merged", [MERGED, []])
@pytest.mark.parametrize("second", [[None, None], [None, A], [2, A]])
def test_sections_with_amounts_of_their_own_are_asked_about(merged, second):
    rows = [HEAD, ROWS[0], [*second, *ROWS[1][2:]], *ROWS[2:]]
    merged = merged if second == [None, None] else []
    found = read(rows, title=LISTED, merged=merged)
    assert asked(found) == ["merged"]
    assert [each.rpartition(" ")[0].endswith("13,000") for each in gives(found, "merged")] == [
        True,
        True,
    ]
    whole = read(rows, title=LISTED, merged=merged, answers=answered(found, "merged", "whole"))
    assert plans(whole) == {A: (18_000, 5000), B: (18_600, 8000)}
    both = read(rows, title=LISTED, merged=merged, answers=answered(found, "merged", "both"))
    assert plans(both) == {
        f"{A}（一标段）": (10_000, 3000),
        f"{A}（二标段）": (8000, 2000),
        B: (18_600, 8000),
    }
    assert asked(whole) == asked(both) == []


def test_rows_under_a_merged_name_without_a_column_of_their_own_are_one_project_or_none():
    rows = [[*row[:2], *row[3:]] for row in (HEAD, *ROWS)]
    found = read(rows, title=LISTED, merged=MERGED)
    told = read(rows, title=LISTED, merged=MERGED, answers=answered(found, "merged", "whole"))
    assert plans(told) == {A: (18_000, 5000), B: (18_600, 8000)}
    (left, *_total) = told[0].desk.left
    assert (left.row, left.why) == (5, "已计入所属项目一行")


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ([A, B], {A: (150, 900), B: (80, 500)}),
        (
            ["城东一号厂房", "城东污水管网", B],
            {"城东一号厂房": (100, 600), "城东污水管网": (50, 300), B: (80, 500)},
        ),
    ],
)
def test_the_ledger_tells_what_the_rows_of_a_name_are(names, expected):
    known = KnownPlans(dict.fromkeys(names, 1000 * WAN))
    (table,) = read([MONTHS, *PARTS], merged=MERGED, known=known)
    assert (asked([table]), amounts(table, "completed", "cumulative")) == ([], expected)


FIRST, REST = "城东产业园标准厂房", "（一期）及配套设施项目"
WRAPPED = [[*HEAD[:2], *HEAD[3:]], [1, FIRST, 100, 10, "续建"], [None, REST, None, None, None]]
WRAPPED.append([2, B, 200, 20, "续建"])


def names(tables):
    return [row.get("name") for table in tables for row in table.rows]


def test_a_name_that_may_go_on_in_the_next_row_is_asked_about():
    found = read(WRAPPED, title=LISTED)
    assert asked(found) == ["goeson"]
    joined = read(WRAPPED, title=LISTED, answers=answered(found, "goeson", "joined"))
    apart = read(WRAPPED, title=LISTED, answers=answered(found, "goeson", "-"))
    assert names(joined) == ["城东产业园标准厂房(一期)及配套设施项目", B]
    assert names(apart) == [FIRST, B]
    assert [left.row for left in apart[0].desk.left] == [5]


@pytest.mark.parametrize("name", [FIRST, FIRST + "(一期)及配套设施项目"])
def test_the_ledger_tells_whether_a_name_goes_on(name):
    known = KnownPlans({name: 10 * WAN, B: 20 * WAN})
    found = read(WRAPPED, title=LISTED, known=known)
    assert (names(found), asked(found)) == ([name, B], [])


@pytest.mark.parametrize("words", ["注：按形象进度填报", "备注：本表由各单位填报", "产业类"])
def test_notes_and_groups_under_a_name_do_not_go_on(words):
    rows = [WRAPPED[0], WRAPPED[1], [None, words, None, None, None], WRAPPED[3]]
    found = read(rows, title=LISTED)
    assert (names(found), asked(found)) == ([FIRST, B], [])
