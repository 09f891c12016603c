"""What questions say they give: exact, in the sheet's own unit too, and never below nothing."""

import pytest

from bihuan.importing.tests.sheets_read import (
    JUNE,
    LEDGER,
    WAN,
    A,
    B,
    C,
    asked,
    gives,
    read,
    read_as,
)
from bihuan.importing.tests.test_more_shapes import KnownUntilMay
from bihuan.kit.sheets import Cell, Sheet

HEAD = ["序号", "项目名称"]


def test_amounts_are_told_in_the_unit_of_the_sheet_too():
    rows = [[*HEAD, "完成投资"], [1, A, 0.03], [2, B, 0.0125]]
    found = read(rows, title=JUNE, unit="单位：亿元")
    assert gives(found, "span")[0] == "6月完成425 万元（0.0425 亿元）"


def test_a_choice_that_contradicts_the_months_known_says_so():
    rows = [[*HEAD, "完成投资"], [1, A, 3], [2, B, 5], [3, C, 8]]
    found = read(rows, known=KnownUntilMay())
    told = gives(found, "span") if asked(found) == ["span"] else []
    assert not any("-" in each for each in told)


@pytest.mark.parametrize("unit", ["亿元", "万元"])
def test_a_group_over_headings_of_its_own_has_its_own_unit(unit):
    head = [*LEDGER[:4], "2024年计划投资"]
    first = [["一、市重点项目（单位：万元）"], head, [1, A, "新建", 52_000, 15_000]]
    scale = 10_000 if unit == "亿元" else 1
    second = [["二、区重点项目"], head, [1, B, "新建", 18_600 / scale, 8000 / scale]]
    sheet = Sheet("Sheet1", [*first, *second])
    found = read_as(sheet)
    if unit == "万元":
        assert [len(table.rows) for table in found] == [2]
        return
    assert [question.id.partition("-")[0] for table in found for question in table.desk.questions]
    assert asked(found) == ["unit"]
    assert "总投资：18,600 万元" in gives(found, "unit")


CUT = [*HEAD, "本月完成投资", "累计完成投资"]


def text(*rows):
    cells: list[list[Cell]] = [[JUNE], ["单位：万元"], [*CUT], *[list(row) for row in rows]]
    return Sheet("表", cells)


def test_rows_of_a_text_that_end_early_are_asked_about():
    rows = [(1, A, 30, 190), (2, B, 50), (3, C, 80, 470)]
    found = read_as(text(*rows), "表.csv")
    assert asked(found) == ["short"]
    (question,) = [q for q in found[0].desk.questions if q.id.startswith("short")]
    cut = read_as(text(*rows), "表.csv", answers={question.id: "cut"})
    assert [(p.row, row.bad) for p, row in zip(cut[0].problems, cut[0].rows[1:2], strict=True)] == [
        (5, True)
    ]
    blank = read_as(text(*rows), "表.csv", answers={question.id: "blank"})
    assert [row.get("cumulative") for row in blank[0].rows] == [190 * WAN, None, 470 * WAN]
    assert asked(read_as(text(*rows), "表.xlsx")) == []


@pytest.mark.parametrize(
    ("title", "heads"),
    [
        ("2025年1月重点项目投资完成情况", ["截至2024年12月底完成投资", "本月完成"]),
        ("重点项目投资完成情况", ["截至2024年12月底完成投资", "2025年1月份完成投资"]),
    ],
)
def test_what_was_completed_until_the_end_of_last_year_tells_no_month(title, heads):
    rows = [[*HEAD, *heads], [1, A, 500, 30], [2, B, 600, 50]]
    found = read(rows, title=title)
    assert (asked(found), str(found[0].layout.month)) == ([], "2025-01")
