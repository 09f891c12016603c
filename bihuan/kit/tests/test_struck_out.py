"""What is struck out in a file: whole cells are marked, parts of cells left out and told."""

import io

import pytest
import xlsxwriter
import xlwt
from odf import style, table
from odf import text as odf_text

from bihuan.kit.sheets import read_workbook

from . import written_files as written
from .written_files import TABLE

WHOLE = {(2, 0), (2, 2)}
"""The cells of the table's third row that are struck out: a name and an amount."""


def only(content, name="x.xlsx"):
    [sheet] = read_workbook(content, name).sheets
    return sheet


def of_excel() -> bytes:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    sheet = book.add_worksheet("月报")
    crossed = book.add_format({"font_strikeout": True})
    for number, row in enumerate(TABLE):
        for column, value in enumerate(list(row)):
            is_struck = (number, column) in WHOLE
            sheet.write(number, column, value, crossed if is_struck else None)
    sheet.write_rich_string(1, 5, crossed, "710 ", "6<70")
    sheet.write_rich_string(2, 5, crossed, "7", crossed, "10")
    book.close()
    return stream.getvalue()


def of_xls() -> bytes:
    def prepare(_book, sheet):
        for row, column in WHOLE:
            crossed = xlwt.easyxf("font: struck_out true, bold true")
            sheet.write(row, column, TABLE[row][column], crossed)

    return written.xls(prepare=prepare, overwrite=True)


def of_ods() -> bytes:
    def prepare(document, sheet):
        for name, family in (("crossed", "table-cell"), ("words", "text")):
            shape = style.Style(name=name, family=family)
            shape.addElement(style.TextProperties(textlinethroughstyle="solid"))
            document.automaticstyles.addElement(shape)
        line = sheet.getElementsByType(table.TableRow)[2]
        for column in (0, 2):
            cell = line.getElementsByType(table.TableCell)[column]
            cell.setAttribute("stylename", "crossed")
        line = sheet.getElementsByType(table.TableRow)[1]
        cell = table.TableCell(valuetype="string")
        words = odf_text.P()
        words.addElement(odf_text.Span(stylename="words", text="710 "))
        words.addText("670")
        cell.addElement(words)
        line.addElement(cell)

    return written.ods(prepare=prepare)


@pytest.mark.parametrize("make", [of_excel, of_xls, of_ods])
def test_of_cells_of_workbooks_is_marked(make):
    sheet = only(make())
    assert sheet.struck - {(2, 5)} == WHOLE
    assert [row[:3] for row in sheet.rows] == TABLE


def test_of_an_xlsb_is_marked():
    assert only(written.xlsb(struck=WHOLE)).struck == WHOLE


def test_within_cells_is_left_out_and_told():
    sheet = only(of_excel())
    assert (sheet.cell(1, 5), sheet.cell(2, 5)) == ("6<70", "710")
    assert sheet.struck_parts == {(1, 5): "710"}
    assert (2, 5) in sheet.struck
    sheet = only(of_ods(), "x.ods")
    assert list(sheet.struck_parts.values()) == ["710"]


HTML = """<html><head><style>.xl7 {color:red; text-decoration:line-through}</style></head><table>
<tr><td>项目名称</td><td>本月完成</td></tr>
<tr><td class=xl7>甲</td><td style="text-decoration: line-through">1,250</td></tr>
<tr><td>乙</td><td><del>710</del> 670</td></tr>
<tr><td><s>丙</s></td><td>5</td></tr></table></html>"""
XML = """<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Styles><Style ss:ID="s1">
<Font ss:StrikeThrough="1"/></Style></Styles><Worksheet ss:Name="甲"><Table>
<Row><Cell><Data ss:Type="String">项目名称</Data></Cell>
<Cell><Data ss:Type="String">完成</Data></Cell></Row>
<Row><Cell ss:StyleID="s1"><Data ss:Type="String">甲</Data></Cell>
<Cell ss:StyleID="s1"><Data ss:Type="Number">1250</Data></Cell></Row>
<Row><Cell><Data ss:Type="String">乙</Data></Cell><Cell><ss:Data ss:Type="String"
 xmlns="http://www.w3.org/TR/REC-html40"><S>710</S> 670</ss:Data></Cell></Row>
</Table></Worksheet></Workbook>"""


def test_of_a_page_named_xls_is_marked():
    sheet = only(HTML.encode(), "x.xls")
    assert sheet.struck == {(1, 0), (1, 1), (3, 0)}
    assert sheet.struck_parts == {(2, 1): "710"}
    assert sheet.rows[1:] == [["甲", "1,250"], ["乙", "670"], ["丙", "5"]]


def test_of_excels_xml_is_marked():
    sheet = only(XML.encode(), "x.xls")
    assert (sheet.struck, sheet.struck_parts) == ({(1, 0), (1, 1)}, {(2, 1): "710"})
    assert sheet.rows[1:] == [["甲", 1250.0], ["乙", "670"]]


def test_of_a_document_is_marked():
    def prepare(_document, grid):
        for run in grid.cell(2, 0).paragraphs[0].runs:
            run.font.strike = True
        grid.cell(1, 2).paragraphs[0].runs[0].font.double_strike = True
        grid.cell(1, 2).paragraphs[0].add_run("670")

    sheet = only(written.docx(prepare=prepare), "x.docx")
    assert sheet.struck == {(2, 0)}
    assert list(sheet.struck_parts) == [(1, 2)]
    assert sheet.cell(1, 2) == "670"


def test_a_font_of_the_number_4_is_none_in_an_xls():
    """Fonts are numbered past 4: one more than four fonts, and the next is meant."""

    def prepare(_book, sheet):
        for number in range(6):
            crossed = xlwt.easyxf(f"font: height {200 + number * 20}, struck_out {number == 3}")
            sheet.write(4, number, 1.0, crossed)

    assert only(written.xls(prepare=prepare)).struck == {(4, 3)}
