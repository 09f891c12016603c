"""Files of every format that would take all memory or time: one sentence each, in bounded time."""

import io
import os
import struct
import time
import zipfile

import pytest
import xlsxwriter
from odf import table

from bihuan.kit.errors import Refusal
from bihuan.kit.sheets import read_pasted, read_workbook

from . import written_files as written
from .test_sheets import xlsx

pytestmark = pytest.mark.in_turns

LONGEST = 60  # seconds: a bound of time that a slow machine keeps too
SHEET = "xl/worksheets/sheet1.xml"


def outcome(content, name, read=read_workbook):
    """Return the sentence by which a file is refused, or how many rows it has; in bounded time."""
    start = time.monotonic()
    try:
        told = str(max(len(sheet.rows) for sheet in read(content, name).sheets))
    except Refusal as refusal:
        told = str(refusal)
    assert time.monotonic() - start < LONGEST
    return told


def replaced(content: bytes, part: str, text: bytes) -> bytes:
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as before,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for name in before.namelist():
            after.writestr(name, text if name == part else before.read(name))
    return stream.getvalue()


def content_xml(inside: str) -> bytes:
    urn = "urn:oasis:names:tc:opendocument:xmlns"
    spaces = " ".join(f'xmlns:{n}="{urn}:{n}:1.0"' for n in ("office", "table", "text"))
    return (
        f"<office:document-content {spaces}><office:body><office:spreadsheet>"
        f'<table:table table:name="x">{inside}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    ).encode()


def test_a_million_empty_styled_rows_are_no_table():
    rows = "".join(f'<row r="{n}" s="1"><c r="A{n}" s="1"/></row>' for n in range(2, 1_000_001))
    first = '<row r="1"><c r="A1"><v>7</v></c></row>'
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    text = f'<worksheet xmlns="{main}"><sheetData>{first}{rows}</sheetData></worksheet>'
    assert outcome(replaced(xlsx(), SHEET, text.encode()), "x.xlsx") == "1"


@pytest.mark.parametrize("kind", ["xls", "xlsb"])
def test_of_two_cells_far_apart_the_first_is_read(kind):
    if kind == "xls":
        content = written.xls(prepare=lambda _book, sheet: sheet.write(65_535, 255, "x"))
    else:
        near = struct.pack("<I", 2)
        far = struct.pack("<I", 1_048_575)
        content = written.xlsb()
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            sheet = package.read("xl/worksheets/sheet1.bin")
        at = sheet.rindex(b"\0\x11" + near if b"\0\x11" + near in sheet else b"\0\x15" + near)
        sheet = sheet[: at + 2] + far + sheet[at + 6 :]
        content = replaced(content, "xl/worksheets/sheet1.bin", sheet)
    assert outcome(content, f"x.{kind}") == ("3" if kind == "xls" else "2")


@pytest.mark.parametrize(
    "inside",
    [
        '<table:table-row table:number-rows-repeated="1048576"><table:table-cell '
        'office:value-type="float" office:value="1" table:number-columns-repeated="16384"/>'
        "</table:table-row>",
        '<table:table-row table:number-rows-repeated="1048576"><table:table-cell '
        'office:value-type="float" office:value="1"/></table:table-row>',
        "<table:table-row>" * 3_000 + "</table:table-row>" * 3_000,
    ],
)
def test_what_an_ods_says_is_repeated_is_not_made(inside):
    content = replaced(written.ods(), "content.xml", content_xml(inside))
    assert "x" in outcome(content, "x.ods")


def test_a_million_empty_rows_of_an_ods_are_no_table():
    def prepare(_document, sheet):
        sheet.addElement(table.TableRow(numberrowsrepeated=1_000_000))
        last = table.TableRow()
        last.addElement(written.ods_cell("x"))
        sheet.addElement(last)

    assert outcome(written.ods(prepare=prepare), "x.ods") == "3"


@pytest.mark.parametrize(
    "text",
    [
        "<table>" + "<tr><td rowspan=65534 colspan=1000>x" * 100_000,
        "<table><tr>" + "<td colspan=99999>x" * 500_000,
        "<table><tr><td>" * 50_000,
        "<div>" * 1_000_000 + "<table><tr><td>x</table>",
        "<table><tr><td>x<td>y</table>" * 1_000,
        "<p>" + "长" * 3_000_000 + "<table><tr><td>x</table>",
        "<table><tr><td " + "a='b' " * 500_000 + ">x</table>",
    ],
)
def test_html_that_means_harm_is_read_or_refused(text):
    assert outcome(text.encode(), "x.xls")


def test_tables_within_tables_of_word_without_end_are_refused():
    cell = b"<w:tbl><w:tr><w:tc>"
    with zipfile.ZipFile(io.BytesIO(written.docx())) as package:
        text = package.read("word/document.xml")
    for depth in (20, 20_000):
        nested = (
            cell * depth + b"<w:p><w:r><w:t>x</w:t></w:r></w:p>" + b"</w:tc></w:tr></w:tbl>" * depth
        )
        changed = text.replace(b"<w:tbl>", nested + b"<w:tbl>", 1)
        told = outcome(replaced(written.docx(), "word/document.xml", changed), "x.docx")
        assert told == "3" if depth == 20 else "损坏" in told


def test_comments_without_end_are_looked_at_once():
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    page = book.add_worksheet()
    page.write(0, 0, "x")
    page.write_comment(0, 0, "x")
    book.close()
    text = b'<comment ref="A1">' * 400_000
    content = replaced(
        stream.getvalue(), "xl/comments1.xml", os.urandom(60_000).hex().encode() + text
    )
    assert outcome(content, "x.xlsx") == "1"


def test_a_document_that_unpacks_to_far_too_much_is_refused():
    bomb = replaced(written.docx(), "word/document.xml", b"<w:a>" + b" " * 90_000_000)
    assert "解压" in outcome(bomb, "x.docx")


def test_a_pdf_of_too_many_pages_is_refused():
    body = written.typst_table([["甲", "乙"]], "2") + "#pagebreak()\n"
    assert "页数" in outcome(written.pdf(body * 500), "x.pdf")


@pytest.mark.parametrize(
    "line", ["甲、" * 400_000, "甲  " * 300_000, "|" * 1_000_000, " \t" * 500_000, "甲\n" * 900_000]
)
def test_text_that_means_harm_is_read_or_refused(line):
    assert outcome(line.encode(), "x.txt")
    assert outcome(line.encode(), "x", read=lambda content, name: read_pasted(line, name))
