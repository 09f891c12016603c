"""Units in cells, in notes and in headings of groups: read as said, asked where they contradict."""

import pytest

from bihuan.kit.money import WAN, YI, stated_units

from .sheets_read import LEDGER, LISTED, A, B, C, amounts, answered, asked, gives, read

ROWS = [[1, A, "续建", 4.2, 3000], [2, B, "新建", 1.2, 2000]]
RIGHT = {A: (42_000, 3000), B: (12_000, 2000)}


def planned(found):
    return amounts(found[0], "total", "planned")


@pytest.mark.parametrize("unit", ["", "单位：万元"])
def test_amounts_with_a_unit_of_their_own_need_no_other(unit):
    rows = [
        [1, A, "续建", "4.2亿元", "3000万"],
        [2, B, "新建", "约1.2亿", "2000万元左右"],
    ]
    found = read([LEDGER, *rows], title=LISTED, unit=unit)
    assert (asked(found), planned(found)) == ([], RIGHT)


def test_some_amounts_with_a_unit_leave_the_others_asked_and_each_counts_once():
    rows = [[1, A, "续建", "4.2亿元", "3000万"], [2, B, "新建", 12_000, 2000]]
    found = read([LEDGER, *rows], title=LISTED, unit="")
    assert asked(found) == ["unit"]
    assert gives(found, "unit")[2] == "总投资：54,000 万元"
    answers = answered(found, "unit", "万元")
    found = read([LEDGER, *rows], title=LISTED, unit="", answers=answers)
    assert planned(found) == RIGHT


@pytest.mark.parametrize(
    "note",
    [
        "注：总投资单位为亿元，年度计划投资单位为万元",
        "总投资以亿元计，年度计划投资以万元计",
        "总投资：亿元，年度计划：万元",
        "单位：万元（总投资为亿元）",
    ],
)
def test_a_note_says_in_what_columns_count(note):
    found = read([LEDGER, *ROWS], title=LISTED, unit=note)
    assert (asked(found), planned(found)) == ([], RIGHT)


def test_a_note_below_goes_before_the_tables_unit():
    found = read([LEDGER, *ROWS, ["注：总投资单位为亿元"]], title=LISTED)
    assert (asked(found), planned(found)) == ([], RIGHT)


def test_several_units_of_a_table_are_asked_about_column_by_column():
    found = read([LEDGER, *ROWS], title=LISTED, unit="单位：亿元、万元")
    assert asked(found) == ["notedunit", "notedunit"]
    assert found[0].rows == []
    first, second = (q.id for q in found[0].desk.questions)
    answers = {first: "亿元", second: "万元"}
    found = read([LEDGER, *ROWS], title=LISTED, unit="单位：亿元、万元", answers=answers)
    assert planned(found) == RIGHT


GROUPED = [
    ["一", "产业项目（单位：亿元）"],
    [1, A, "续建", 4.2, 0.3],
    [2, B, "新建", 1.2, 0.2],
    ["二", "民生项目（单位：万元）"],
    [1, C, "新建", 5000, 400],
]


def test_groups_say_in_what_their_rows_count():
    found = read([LEDGER, *GROUPED], title=LISTED, unit="")
    assert (asked(found), planned(found)) == ([], {**RIGHT, C: (5000, 400)})


def test_groups_that_contradict_the_table_are_asked_about():
    found = read([LEDGER, *GROUPED], title=LISTED)
    assert "groupunit" in asked(found)
    answers = answered(found, "groupunit", "groups")
    found = read([LEDGER, *GROUPED], title=LISTED, answers=answers)
    assert planned(found) == {**RIGHT, C: (5000, 400)}


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("单位：亿元、万元", (YI, WAN)),
        ("单位:万元", (WAN,)),
        ("（亿元、万元）", (YI, WAN)),
        ("单位：万元，总投资18.6亿元", (WAN,)),
        ("亿元以上项目（单位：万元）", (WAN,)),
        ("单位：万元、元/平方米", (WAN,)),
        ("总投资18.65亿元", ()),
    ],
)
def test_units_that_a_line_names(text, units):
    assert stated_units(text) == units
