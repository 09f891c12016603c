"""Amounts that the commas of a text cut in two are put together, or their rows refused."""

import pytest

from bihuan.importing.reshape.cut_amounts import cuts_in, joined
from bihuan.importing.tests.sheets_read import WAN, A, B, read_as
from bihuan.importing.tests.test_proof_columns import month_rows
from bihuan.kit.sheets import Cell, Sheet

HEAD: list[Cell] = ["序号", "项目名称", "本月完成投资", "累计完成投资"]


def read(*rows, head=HEAD):
    titles: list[list[Cell]] = [["2024年1月投资完成情况表"], ["单位：万元"]]
    return read_as(Sheet("表", [*titles, head, *rows]), "表.csv")


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (["1", A, "1", "350", "6", "900"], (1350, 6900)),
        (["1", A, "1", "350.5", "6", "900"], (1350.5, 6900)),
        (["1", A, "760", "3", "630"], (760, 3630)),
        (["1", A, "1", "234", "567", "1", "234", "568"], (1234567, 1234568)),
    ],
)
def test_are_whole_again(row, told):
    assert joined(Sheet("表", [HEAD, row])).sheet.rows[1][2:] == [f"{each:,}" for each in told]


def test_are_told_of():
    found = read(["1", A, "1", "350", "1", "350"], ["2", B, "760", "760"])
    assert month_rows(found) == [(1350 * WAN, 1350 * WAN), (760 * WAN, 760 * WAN)]
    assert any("1,350" in proof.statement for proof in found[0].desk.proofs)


def test_a_row_that_may_be_put_together_in_two_ways_is_refused():
    (table,) = read(["1", A, "1", "350", "900"], ["2", B, "760", "760"])
    assert [row.bad for row in table.rows] == [True, False]


def test_a_blank_beyond_the_headings_hides_no_cut():
    rows = ["1", A, "1", "350", "120", None], ["2", B, "760", "760", None]
    (table,) = read(*rows, head=[*HEAD, "备注"])
    assert [row.bad for row in table.rows] == [True, False]


def test_numbers_of_a_workbook_are_not_cut():
    assert joined(Sheet("表", [HEAD, [1.0, A, 1.0, 350.0, 900.0]])) is None
    assert cuts_in(["1", A, "1", "350"], 1, 4) == []


@pytest.mark.parametrize(
    ("heads", "last"),
    [
        ([["序号", "项目名称", "完成投资"], [None, None, "本月", "累计"]], []),
        ([["序号", "项目名称", "本月完成投资", "累计完成投资"]], [""]),
        ([["序号", "项目名称", "完成投资"], ["", "", "本月", "累计"]], [""]),
    ],
)
def test_amounts_of_three_digits_are_no_cuts_where_other_rows_have_as_many_fields(heads, last):
    rows = [["1", A, "500", "600", *last], ["2", B, "1250", "7250", *last]]
    titles: list[list[Cell]] = [["2024年6月投资完成情况表"], ["单位：万元"]]
    found = read_as(Sheet("表", [*titles, *heads, *rows]), "表.csv")
    assert month_rows(found) == [(500 * WAN, 600 * WAN), (1250 * WAN, 7250 * WAN)]
    assert not any("500,600" in proof.statement for proof in found[0].desk.proofs)
    assert not found[0].problems


def test_a_second_line_of_headings_that_reaches_further_is_their_width():
    head: list[list[Cell]] = [["序号", "项目名称", "完成投资"], [None, None, "本月", "累计"]]
    assert joined(Sheet("表", [*head, ["1", A, "500", "600"]])) is None
