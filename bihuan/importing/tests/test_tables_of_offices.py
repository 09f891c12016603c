"""Under the projects: subtotals without a word, and a table that sums up organisations."""

import pytest

from bihuan.importing.tests.sheets_read import A, B, C, KnownPlans, amounts, asked, read, read_as
from bihuan.kit.sheets import Sheet

D, E, F = "城西污水处理厂", "北环物流园项目", "南湖公园项目"
HEAD = ["序号", "项目名称", "本月完成投资"]
ROWS = [[1, A, 300], [2, B, 120], [3, C, 80], [4, D, 90], [5, E, 40], [6, F, 60]]
DONE = {A: (300,), B: (120,), C: (80,), D: (90,), E: (40,), F: (60,)}


def test_subtotals_without_a_word_are_known_by_the_rows_since_the_last():
    rows = [HEAD, *ROWS[:2], [None, None, 420], *ROWS[2:4], [None, None, 170], *ROWS[4:]]
    rows += [[None, None, 100], [None, None, 690]]
    found = read(rows)
    assert (asked(found), amounts(found[0], "completed")) == ([], DONE)
    assert [left.row for left in found[0].desk.left] == [6, 9, 12, 13]


def test_a_row_of_amounts_that_is_no_sum_is_asked_about_still():
    rows = [HEAD, *ROWS[:2], [None, None, 420], *ROWS[2:4], [None, None, 171]]
    assert asked(read(rows)) == ["nameless"]


def test_all_projects_is_a_total():
    found = read([HEAD, *ROWS, [None, "全部项目", 690]])
    assert (asked(found), amounts(found[0], "completed")) == ([], DONE)


@pytest.mark.parametrize("word", ["单位", "责任单位", "乡镇（街道）", "行业", "项目类别"])
def test_a_table_of_organisations_or_kinds_below_is_listed_and_left_out(word):
    below = [
        [],
        ["各单位完成情况"],
        ["序号", word, "完成投资"],
        [1, "区发改局", 420],
        [2, "区住建局", 270],
    ]
    found = read([HEAD, *ROWS, *below])
    assert (asked(found), amounts(found[0], "completed")) == ([], DONE)
    assert [left.row for left in found[0].desk.left] == [11, 12, 13, 14]
    assert not found[0].problems


def test_known_projects_under_such_headings_are_not_left_out():
    below = [["序号", "单位", "完成投资"], [1, E, 40], [2, F, 60]]
    found = read([HEAD, *ROWS[:4], *below], known=KnownPlans({E: 1, F: 1}))
    assert [row.get("name") for row in found[0].rows][-2:] == [E, F]


@pytest.mark.parametrize(("second", "kinds"), [(200, []), (100, []), (201, ["children"])])
def test_parts_beyond_their_known_whole_are_asked_about(second, kinds):
    rows = [HEAD, [1, A, 300], ["1.1", "一号厂房", 100], ["1.2", "二号厂房", second], [2, B, 120]]
    assert asked(read(rows, known=KnownPlans({A: 9_000_000, B: 8_000_000}))) == kinds


@pytest.mark.parametrize("remark", ["含5月补报200", "含上月漏报20万元"])
def test_a_remark_that_part_was_reported_for_an_earlier_month_is_asked_about(remark):
    rows = [[*HEAD, "备注"], [1, A, 300, remark], [2, B, 120, ""]]
    assert asked(read(rows)) == ["remark"]


def test_amounts_in_a_chat_may_be_told_with_w():
    lines = [["2024年6月："], [f"{A}本月完成投资300w"], [f"{B}本月完成投资120w"]]
    found = read_as(Sheet("粘贴", [list(line) for line in lines]), "粘贴.txt")
    assert amounts(found[0], "completed") == {A: (300,), B: (120,)}
