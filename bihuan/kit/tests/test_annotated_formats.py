"""Every readable file given back with its problems, as an .xlsx that reads as it did."""

import io

import pytest
import xlwt
from openpyxl import load_workbook

from bihuan.kit.reader.number_formats import NumberFormat
from bihuan.kit.sheets import annotate, read_workbook

from . import written_files as written

ROWS = [["序号", "项目名称", "完成投资"], ["1", "城东产业园", "1500"], ["2", "滨河大道", "800"]]
LINES = "\n".join("\t".join(row) for row in ROWS)
HTML = "".join(f"<tr>{''.join(f'<td>{c}</td>' for c in row)}</tr>" for row in ROWS)
FILES = [
    ("月报.xls", written.xls()),
    ("月报.et", written.xls()),
    ("月报.xlsb", written.xlsb()),
    ("月报.ods", written.ods()),
    ("月报.docx", written.docx(ROWS, ["标题"])),
    ("月报.pdf", written.pdf(written.typst_table(ROWS, "3"))),
    ("月报.xls", f"<table>{HTML}</table>".encode()),
    ("月报.csv", LINES.replace("\t", ",").encode("gb18030")),
    ("月报.txt", LINES.encode()),
]


@pytest.mark.parametrize(("name", "content"), FILES)
def test_any_readable_file_comes_back_with_its_problems(name, content):
    [before] = read_workbook(content, name).sheets
    number = len(before.rows)
    back = annotate(content, name, [(before.name, number, "金额有误", [3])], "问题")
    [after] = read_workbook(back, "x.xlsx").sheets
    assert after.name == before.name
    assert after.rows[number - 1][-1] == "金额有误"
    assert after.rows[number - 2][-1] == "问题"
    rows = [[*row[:3], *[None] * (3 - len(row))] for row in before.rows]
    assert [[*row[:3], *[None] * (3 - len(row))] for row in after.rows] == rows
    assert load_workbook(io.BytesIO(back)).active.cell(number, 3).fill.fgColor.rgb == "00FBE7E4"


def test_percentages_and_merged_cells_come_back_as_they_were():
    content = written.xlsb(percents={(1, 2)})
    [sheet] = read_workbook(
        annotate(content, "月报.xlsb", [("月报", 2, "坏", [])], "问题"), "x.xlsx"
    ).sheets
    assert sheet.percents == {(1, 2)}
    assert sheet.merged == [(0, 2, 0, 3)]


def test_values_under_a_merged_area_are_not_lost():
    html = "<table><tr><td>甲<td>1<td>2<tr><td colspan=2>乙<td>3</table>"
    back = annotate(html.encode(), "x.xls", [("x", 2, "坏", [])], "问题")
    [sheet] = read_workbook(back, "x.xlsx").sheets
    assert sheet.rows == [["甲", "1", "2", "问题"], ["乙", None, "3", "坏"]]
    assert sheet.merged == [(1, 0, 1, 1)]


def test_areas_that_lie_over_one_another_are_merged_once():
    html = "<table><tr><td rowspan=2>甲<td colspan=2 rowspan=2>乙<tr><td rowspan=3>丙<tr></table>"
    back = annotate(html.encode(), "x.xls", [("x", 1, "坏", [])], "问题")
    areas = load_workbook(io.BytesIO(back)).active.merged_cells.ranges
    cells = [cell for area in areas for cell in area.cells]
    assert len(cells) == len(set(cells))


def test_sheets_with_long_names_keep_their_own_problems():
    tables = "".join(f"<table><tr><td>{n}<td>{n}</table>" for n in "甲乙")
    notes = [("表1", 1, "一", []), ("表2", 1, "二", [])]
    back = annotate(tables.encode(), f"{'长' * 40}.xls", notes, "问题")
    first, second = read_workbook(back, "x.xlsx").sheets
    assert (first.rows[0][2], second.rows[0][2]) == ("一", "二")


@pytest.mark.parametrize("told", ["亿元|1", "千元|1000", "万元|10000", "亿|100000000", "|1000"])
def test_units_in_number_formats_come_back_as_they_were(told):
    def prepare(_book, sheet):
        code = NumberFormat.parse(told).code
        sheet.write(3, 2, 186.0, xlwt.easyxf(num_format_str=code))

    back = annotate(written.xls(prepare=prepare), "月报.xls", [("月报", 2, "坏", [])], "问题")
    [sheet] = read_workbook(back, "x.xlsx").sheets
    assert sheet.formats == {told: {(3, 2)}}
