"""Workbooks that are no .xlsx: their cells, and what they mark."""

import io
import zipfile
from datetime import date

import pytest
import xlsxwriter
import xlwt
from odf import table, text

from bihuan.kit.errors import Refusal
from bihuan.kit.reader.number_formats import read_format
from bihuan.kit.sheets import read_workbook

from . import written_files as written
from .test_sheets import repacked, xlsx

TABLE = written.TABLE
FIRST = "xl/worksheets/sheet1.xml"


def only(content, name="x.xlsx"):
    [sheet] = read_workbook(content, name).sheets
    return sheet


@pytest.mark.parametrize("make", [written.xls, written.xlsb, written.ods])
@pytest.mark.parametrize("name", ["月报.xls", "月报.et", "月报.xlsx", "月报.csv", "月报"])
def test_a_workbook_is_read_by_its_content_whatever_its_name(make, name):
    sheet = only(make(), name)
    assert (sheet.name, sheet.rows) == ("月报", TABLE)
    assert not sheet.doubtful


def test_an_xls_tells_merged_areas_percentages_and_what_it_hides():
    def prepare(book, sheet):
        sheet.write_merge(3, 4, 0, 1, "合计")
        sheet.write(3, 2, 0.85, xlwt.easyxf(num_format_str="0.0%"))
        sheet.write(4, 2, 7, xlwt.easyxf(num_format_str='0.0"%"'))
        sheet.row(1).hidden = True
        sheet.col(5).hidden = True
        sheet.row(2).set_cell_error(3, "#DIV/0!")
        sheet.write(2, 4, date(2024, 3, 1), xlwt.easyxf(num_format_str="yyyy-mm-dd"))
        book.add_sheet("藏").visibility = 1

    sheet = only(written.xls(prepare=prepare))
    assert sheet.merged == [(3, 0, 4, 1)]
    assert sheet.percents == {(3, 2)}  # a sign in quotes is only text
    assert (sheet.hidden, sheet.hidden_columns) == ({1}, {5})
    assert sheet.failed == {(2, 3)}
    assert (sheet.cell(2, 3), sheet.cell(2, 4)) == (None, date(2024, 3, 1))


def test_formulas_that_nobody_calculated_are_marked_in_an_xls():
    def prepare(_book, sheet):
        sheet.write(3, 2, xlwt.Formula("SUM(C2:C3)"))

    sheet = only(written.xls(prepare=prepare))
    assert sheet.uncomputed == {(3, 2)}


def test_an_xlsb_tells_merged_areas_percentages_errors_and_what_it_hides():
    sheet = only(written.xlsb(percents={(1, 2)}, errors={(2, 2)}, hidden={2}))
    assert (sheet.percents, sheet.failed, sheet.hidden) == ({(1, 2)}, {(2, 2)}, {2})
    assert sheet.merged == [(0, 2, 0, 3)]
    assert sheet.cell(2, 2) is None


def test_cells_of_an_xlsb_that_do_not_name_their_column_are_read():
    assert only(written.xlsb(short=True)).rows == TABLE


def test_an_ods_tells_merged_areas_percentages_comments_and_what_it_hides():
    def prepare(document, sheet):
        line = table.TableRow(visibility="collapse")
        cell = written.ods_cell("合计", numbercolumnsspanned=2, numberrowsspanned=1)
        cell.addElement(written.ods_comment("核对"))
        line.addElement(cell)
        line.addElement(table.CoveredTableCell())
        line.addElement(table.TableCell(valuetype="percentage", value=0.85))
        sheet.addElement(line)
        sheet.insertBefore(table.TableColumn(numbercolumnsrepeated=2), sheet.firstChild)
        sheet.insertBefore(table.TableColumn(visibility="collapse"), sheet.childNodes[1])
        style = written.ods_hidden_style(document)
        document.spreadsheet.addElement(table.Table(name="藏", stylename=style))

    sheet = only(written.ods(prepare=prepare))
    assert sheet.rows[3] == ["合计", None, 0.85]
    assert sheet.merged == [(3, 0, 3, 1)]
    assert sheet.percents == {(3, 2)}
    assert (sheet.hidden, sheet.hidden_columns) == ({3}, {2})
    assert sheet.comments == {(3, 0): "核对"}


def test_days_truth_repeated_cells_and_lines_are_read_from_an_ods():
    def prepare(_document, sheet):
        line = table.TableRow(numberrowsrepeated=2)
        line.addElement(table.TableCell(valuetype="date", datevalue="2024-03-01"))
        line.addElement(table.TableCell(valuetype="boolean", booleanvalue="true"))
        line.addElement(table.TableCell(numbercolumnsrepeated=2))
        words = table.TableCell(numbercolumnsrepeated=2)
        for paragraph in ("甲", "乙"):
            words.addElement(text.P(text=paragraph))
        line.addElement(words)
        sheet.addElement(line)
        sheet.addElement(table.TableRow(numberrowsrepeated=1_000_000))

    sheet = only(written.ods(prepare=prepare))
    assert sheet.rows[3:] == [[date(2024, 3, 1), True, None, None, "甲\n乙", "甲\n乙"]] * 2


def test_formulas_of_an_ods_without_result_or_with_an_error_are_marked():
    def prepare(_document, sheet):
        line = table.TableRow()
        line.addElement(table.TableCell(formula="of:=SUM([.C2:.C3])"))
        sheet.addElement(line)

    assert only(written.ods(prepare=prepare)).uncomputed == {(3, 0)}


def test_what_is_no_number_in_an_ods_is_marked():
    def prepare(_document, sheet):
        line = table.TableRow()
        line.addElement(table.TableCell(valuetype="float", value="NaN"))
        line.addElement(table.TableCell(valuetype="float", value="1e999"))
        sheet.addElement(line)

    sheet = only(written.ods(prepare=prepare))
    assert (len(sheet.rows), sheet.failed) == (3, {(3, 0), (3, 1)})


def test_the_macros_of_an_xlsm_are_left_alone_and_its_cells_read():
    macros = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"<!DOCTYPE" * 9
    stream = io.BytesIO(xlsx())
    with zipfile.ZipFile(stream, "a") as package:
        package.writestr("xl/vbaProject.bin", macros)
    assert only(stream.getvalue(), "x.xlsm").rows == [["a", 1.0]]


def test_an_xlsx_tells_percentages_comments_and_hidden_columns():
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    page = book.add_worksheet()
    for row, shape in enumerate(("0.00%", "0%", '0"%"', "General")):
        page.write(row, 1, 0.85, book.add_format({"num_format": shape}))
    page.write_comment(0, 1, "核对 <数>")
    page.set_column(3, 4, None, None, {"hidden": True})
    book.close()
    sheet = only(stream.getvalue())
    assert sheet.percents == {(0, 1), (1, 1)}
    odd = repacked(stream.getvalue(), FIRST, b'r="B2" s=', b'r="B2" t="n" s=')
    assert only(odd).percents == {(0, 1), (1, 1)}
    assert sheet.hidden_columns == {3, 4}
    assert [each.endswith("核对 <数>") for each in sheet.comments.values()] == [True]


@pytest.mark.parametrize(
    ("stream", "word"),
    [
        ("EncryptedPackage", "加密"),
        ("WordDocument", "docx"),
        ("PowerPoint Document", "演示"),
        ("Something", "xlsx"),
    ],
)
def test_other_old_files_are_refused_with_what_to_do(stream, word):
    content = written.xls()
    old, new = (each.encode("utf-16-le") for each in ("Workbook", stream))
    at = content.index(old)
    content = content[:at] + new.ljust(64, b"\0") + content[at + 64 :]
    content = content[: at + 64] + bytes((len(new) + 2, 0)) + content[at + 66 :]
    with pytest.raises(Refusal, match=word):
        read_workbook(content, "x.xls")


def test_a_workbook_with_a_password_is_told_so():
    at = written.xls().index(b"\x09\x08\x10\x00") + 20
    content = written.xls()
    locked = content[:at] + b"\x2f\x00\x04\x00\0\0\0\0" + content[at + 8 :]
    with pytest.raises(Refusal, match="加密"):
        read_workbook(locked, "x.xls")


def test_archives_of_tables_are_to_be_unpacked():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("月报.xlsx", xlsx())
    with pytest.raises(Refusal, match="解压"):
        read_workbook(stream.getvalue(), "月报.zip")


def test_units_in_number_formats_are_told_by_every_workbook():
    def in_xls(_book, sheet):
        sheet.write(3, 2, 1.86, xlwt.easyxf(num_format_str='0.00"亿元"'))

    def in_ods(_document, sheet):
        line, cell = table.TableRow(), written.ods_cell(186_000_000.0)
        cell.addElement(text.P(text="18,600.00万元"))
        line.addElement(cell)
        sheet.addElement(line)

    assert only(written.xls(prepare=in_xls)).formats == {"亿元|1": {(3, 2)}}
    assert only(written.ods(prepare=in_ods)).formats == {"万元|10000": {(len(TABLE), 0)}}


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ('0.0,"千元"', "千元|1000"),
        ('0!.00,,"亿"', "亿|100000000"),
        ("#,##0.00", None),
        ('yyyy"年"m"月"', None),
        ("0.00E+00", None),
        ("0%", None),
        ("#,##0_);[Red](#,##0)", None),
        ("0.00_ ;-0.00 ", None),
    ],
)
def test_a_number_format_is_read_for_unit_and_scale(code, told):
    found = read_format(code)
    assert (str(found) if found else None) == told
