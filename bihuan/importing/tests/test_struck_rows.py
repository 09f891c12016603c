"""Rows and cells that are struck out are asked about, not read without a word."""

from dataclasses import replace
from typing import Any

import pytest

from bihuan.importing.tests.sheets_read import JUNE, A, B, C, amounts, answered, asked, read_as
from bihuan.kit.sheets import Sheet

HEAD = ["序号", "项目名称", "本月完成投资", "备注"]
ROWS: list[Any] = [
    [JUNE],
    ["单位：万元"],
    HEAD,
    [1, A, 100, None],
    [2, B, 200, None],
    [3, C, 300, "已审"],
]
SHEET = Sheet("Sheet1", ROWS)


@pytest.mark.parametrize("struck", [{(4, 1)}, {(4, 1), (4, 2)}, {(4, 0), (4, 1), (4, 2)}])
def test_a_row_whose_name_is_struck_out_is_asked_about(struck):
    sheet = replace(SHEET, struck=frozenset(struck))
    found = read_as(sheet)
    assert asked(found) == ["struck"]
    (left,) = read_as(sheet, answers=answered(found, "struck", "struck"))
    assert amounts(left, "completed") == {A: (100,), C: (300,)}
    assert [(each.row, each.text[:4]) for each in left.desk.left] == [(5, "2 河西"[:2] + B[:2])]
    (kept,) = read_as(sheet, answers=answered(found, "struck", "read"))
    assert len(kept.rows) == 3


def test_a_single_struck_amount_is_asked_about():
    sheet = replace(SHEET, struck=frozenset({(5, 2)}))
    found = read_as(sheet)
    assert asked(found) == ["crossed"]
    (kept,) = read_as(sheet, answers=answered(found, "crossed", "stands"))
    assert amounts(kept, "completed")[C] == (300,)
    left = read_as(sheet, answers=answered(found, "crossed", "-"))
    assert [row.get("completed") for row in left[0].rows if row.get("name") == C] in ([], [None])


def test_what_is_struck_out_within_a_cell_is_told():
    (table,) = read_as(replace(SHEET, struck_parts={(4, 2): "710"}))
    assert asked([table]) == []
    assert any("710" in proof.statement for proof in table.desk.proofs)


def test_strikes_elsewhere_say_nothing():
    assert asked(read_as(replace(SHEET, struck=frozenset({(0, 0), (5, 0)})))) == []
