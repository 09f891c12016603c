"""The wrong and the corrected report agree with the example they were cut from."""

import json
from pathlib import Path

import pytest

openpyxl = pytest.importorskip("openpyxl")

EXAMPLES = Path(__file__).parents[1] / "examples"
MESSY = EXAMPLES / "messy"
DECEMBER = EXAMPLES / "hecheng-2024/月报/2024年12月重点项目月报.xlsx"


def rows(path):
    sheet = openpyxl.load_workbook(path).worksheets[0]
    return [r for r in sheet.iter_rows(min_row=5, values_only=True) if isinstance(r[0], int)]


def test_the_corrected_report_is_cut_from_december():
    december = {r[2]: r[1:] for r in rows(DECEMBER)}
    corrected = rows(MESSY / "修改后.xlsx")
    assert len(corrected) == 10
    assert all(december[r[2]] == r[1:] for r in corrected)


def test_the_wrong_report_differs_only_where_its_list_says():
    wrong, right = (
        openpyxl.load_workbook(MESSY / f"{n}.xlsx").worksheets[0] for n in ("错误示例", "修改后")
    )
    listed = {
        f"{f['column']}{f['row']}"
        for f in json.loads((MESSY / "错误示例.json").read_text("utf-8"))
        if f["row"] < 15
    }
    differ = {
        c.coordinate
        for line in right["A5:W14"]
        for c in line
        if c.value != wrong[c.coordinate].value
    }
    assert differ == listed


def test_the_wrong_report_ends_with_a_second_row_of_one_project():
    *_, last, twin = rows(MESSY / "错误示例.xlsx")
    assert last[2] == twin[2]
    assert last[5] != twin[5]


def test_hostile_text_is_text_not_a_formula():
    sheet = openpyxl.load_workbook(MESSY / "可疑文本.xlsx").worksheets[0]
    assert [c.data_type for (c,) in sheet["T5:T14"]] == ["s"] * 10


def test_formulas_have_no_stored_value():
    sheet = openpyxl.load_workbook(MESSY / "公式无缓存值.xlsx", data_only=True).worksheets[0]
    assert [c.value for (c,) in sheet["G5:G14"]] == [None] * 10
