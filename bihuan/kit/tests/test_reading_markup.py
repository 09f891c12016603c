"""HTML and Excel's XML, which systems name .xls."""

from base64 import b64encode

import pytest

from bihuan.kit.errors import Refusal
from bihuan.kit.sheets import read_workbook

XML = """<?xml version="1.0" encoding="utf-8"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:x="urn:schemas-microsoft-com:office:excel">
<Styles><Style ss:ID="p"><NumberFormat ss:Format="0.0%"/></Style></Styles>
<Worksheet ss:Name="月报"><Table><Column ss:Index="3" ss:Hidden="1"/>
<Row><Cell ss:MergeAcross="1"><Data ss:Type="String">标题</Data></Cell></Row>
<Row ss:Index="3" ss:Hidden="1"><Cell ss:Index="2"><Data ss:Type="Number">12.5</Data></Cell>
<Cell ss:StyleID="p"><Data ss:Type="Number">0.85</Data></Cell>
<Cell><Data ss:Type="Error">#DIV/0!</Data></Cell></Row></Table></Worksheet>
<Worksheet ss:Name="藏"><Table><Row><Cell><Data ss:Type="String">x</Data></Cell></Row></Table>
<x:WorksheetOptions><x:Visible>SheetHidden</x:Visible></x:WorksheetOptions></Worksheet></Workbook>"""


def sheets(text: str, encoding: str = "utf-8"):
    return read_workbook(text.encode(encoding), "月报.xls").sheets


def test_a_table_in_html_is_read_with_its_merged_cells_and_the_lines_above_it():
    [sheet] = sheets(
        "<html><head><title>不读</title><style>p {}</style></head><body>"
        "<h1>2024年6月<b>完成</b>情况</h1><p>单位：万元</p><table>"
        "<tr><th rowspan=2>序号<th colspan='2'>投资</tr><tr><td>计划</td><td>完成<br>投资</td></tr>"
        "<tr style='display:none'><td>1</td><td>&nbsp;5 </td><td>6</td></tr></table></body>"
    )
    assert sheet.name == "月报"
    assert sheet.rows == [
        ["2024年6月完成情况"],
        ["单位：万元"],
        ["序号", "投资"],
        [None, "计划", "完成\n投资"],
        ["1", "5", "6"],
    ]
    assert sheet.merged == [(2, 0, 3, 0), (2, 1, 2, 2)]
    assert sheet.hidden == {4}


def test_several_tables_are_several_sheets_and_a_frame_is_none():
    first, second = sheets(
        "<table><tr><td>页眉<table><tr><td>甲<td>1</table></td></tr>"
        "<tr><td><table><tr><td>乙<td>2<tr><td>丙<td>3</table></table>"
    )
    assert [first.name, second.name] == ["表1", "表2"]
    assert first.rows == [["页眉"], ["甲", "1"]]
    assert second.rows == [["乙", "2"], ["丙", "3"]]


def test_a_table_within_a_cell_of_a_real_one_follows_it():
    first, second = sheets(
        "<table><tr><td>甲<td>1<td>2</tr><tr><td>乙<td>3<td><table><tr><td>里</table></table>"
    )
    assert first.rows == [["甲", "1", "2"], ["乙", "3"]]
    assert second.rows == [["里"]]


def test_numbers_that_html_tells_exactly_are_taken_and_days_are_not():
    [sheet] = sheets(
        '<table><tr><td x:num="1234.5678">1,234.57</td><td x:num="0.85">85%</td>'
        '<td x:num="45352">2024/3/1</td><td x:num>7</td></tr></table>'
    )
    assert sheet.rows == [[1234.5678, 0.85, "2024/3/1", "7"]]
    assert sheet.percents == {(0, 1)}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_html_is_read_in_any_encoding(encoding):
    [sheet] = sheets("<table><tr><td>项目名称<td>完成投资</table>", encoding)
    assert sheet.rows == [["项目名称", "完成投资"]]


def test_a_page_saved_with_its_pictures_is_read():
    text = (
        'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="x"\n\n--x\n'
        "Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: base64\n\n"
        f"{b64encode('<table><tr><td>甲<td>1</table>'.encode()).decode()}\n"
        "--x\nContent-Type: image/png\n\nx\n--x--\n"
    )
    [sheet] = sheets(text)
    assert sheet.rows == [["甲", "1"]]


def test_a_text_that_begins_with_a_sign_of_less_is_no_markup():
    [sheet] = read_workbook("<50万元,甲\n>50万元,乙\n".encode(), "x.csv").sheets
    assert sheet.rows == [["<50万元", "甲"], [">50万元", "乙"]]


def test_the_xml_of_excel_2003_is_read_with_its_marks():
    [sheet] = sheets(XML)
    assert sheet.name == "月报"
    assert sheet.rows == [["标题"], [], [None, 12.5, 0.85]]
    assert sheet.merged == [(0, 0, 0, 1)]
    assert (sheet.percents, sheet.failed) == ({(2, 2)}, {(2, 3)})
    assert (sheet.hidden, sheet.hidden_columns) == ({2}, {2})


@pytest.mark.parametrize("text", ["<html><p>无表</p></html>", "<a>", "<table></table>"])
def test_markup_without_a_table_is_refused(text):
    with pytest.raises(Refusal, match="没有表格"):
        sheets(text)


@pytest.mark.parametrize("start", ["", XML.partition("<Workbook")[0], "<html>"])
def test_entities_are_refused(start):
    bomb = '<!DOCTYPE a [<!ENTITY a "1"><!ENTITY b "&a;&a;">]><table><tr><td>&b;</table>'
    with pytest.raises(Refusal, match="代码"):
        sheets(start + bomb)
