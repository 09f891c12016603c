"""Tables in many formats, written for tests by libraries that know nothing of ours, or by hand."""

import io
import struct
import zipfile
from functools import cache
from pathlib import Path
from typing import Any

import typst
import xlwt
from docx import Document
from odf import office, style, table, text
from odf.opendocument import OpenDocumentSpreadsheet

FONTS = Path(__file__).resolve().parents[1] / "paper_fonts"
TABLE: list[list[Any]] = [
    ["序号", "项目名称", "完成投资"],
    [1.0, "城东产业园项目", 1500.0],
    [2.0, "滨河大道", 800.5],
]


def xls(rows=TABLE, prepare=lambda book, sheet: None, *, overwrite: bool = False) -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("月报", cell_overwrite_ok=overwrite)
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            if value is not None:
                sheet.write(number, column, value)
    prepare(book, sheet)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _record(kind: int, body: bytes = b"") -> bytes:
    head = bytes((kind,) if kind < 0x80 else (kind & 0x7F | 0x80, kind >> 7))
    return head + bytes((len(body),)) + body


def _wide(word: str) -> bytes:
    return struct.pack("<I", len(word)) + word.encode("utf-16-le")


def _style(number_format: int, font: int = 0) -> bytes:
    return _record(47, struct.pack("<HHH10x", 0xFFFF, number_format, font))


def _styles_of_xlsb() -> bytes:
    fonts = b"".join(_record(43, struct.pack("<HH", 220, flags)) for flags in (0, 0x08))
    styles = _record(278) + fonts + _record(617, struct.pack("<I", 3))
    styles += _style(0) + _style(10) + _style(0, 1)
    styles += _record(618) + _record(279)
    return styles


def xlsb(rows=TABLE, *, short: bool = False, percents=(), errors=(), hidden=(), struck=()) -> bytes:
    """Return a workbook by the description of the format. Cells are `short`, as some programmes
    write them, if they do not name their column; the second style shows 0.00%,
    the third strikes out.
    """
    size = struct.pack("<IIII", 0, len(rows) - 1, 0, len(rows[0]) - 1)
    sheet = _record(129) + _record(148, size) + _record(145)
    for number, row in enumerate(rows):
        flags = 0x10 if number in hidden else 0
        sheet += _record(0, struct.pack("<IIHBBBI", number, 0, 300, 0, flags, 0, 0))
        for column, value in enumerate(row):
            place = b"" if short and column else struct.pack("<I", column)
            style = 2 if (number, column) in struck else int((number, column) in percents)
            head = place + struct.pack("<I", style)
            is_short = 11 if short and column else 0
            if (number, column) in errors:
                sheet += _record(3 + is_short, head + b"\x07")
            elif isinstance(value, str):
                sheet += _record(6 + is_short, head + _wide(value))
            else:
                sheet += _record(5 + is_short, head + struct.pack("<d", value))
    sheet += _record(146) + _record(176, struct.pack("<IIII", 0, 0, 2, 3)) + _record(130)
    book = _record(131) + _record(143)
    book += _record(156, struct.pack("<II", 0, 1) + _wide("rId1") + _wide("月报"))
    book += _record(144) + _record(157, bytes(26)) + _record(132)
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relations = "".join(
        f'<Relationship Id="{key}" Type="{kind}/{what}" Target="{target}"/>'
        for key, what, target in (
            ("rId1", "worksheet", "worksheets/sheet1.bin"),
            ("rId2", "styles", "styles.bin"),
        )
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.bin", book)
        package.writestr("xl/worksheets/sheet1.bin", sheet)
        package.writestr("xl/styles.bin", _styles_of_xlsb())
        package.writestr(
            "xl/_rels/workbook.bin.rels", f"<Relationships>{relations}</Relationships>"
        )
    return stream.getvalue()


def ods(rows=TABLE, prepare=lambda document, sheet: None) -> bytes:
    document = OpenDocumentSpreadsheet()
    sheet = table.Table(name="月报")
    for row in rows:
        line = table.TableRow()
        for value in row:
            line.addElement(ods_cell(value))
        sheet.addElement(line)
    document.spreadsheet.addElement(sheet)
    prepare(document, sheet)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def ods_cell(value, **more) -> table.TableCell:
    if isinstance(value, float):
        return table.TableCell(**{"valuetype": "float", "value": value, **more})
    cell = table.TableCell(**more)
    if value is not None:
        cell.addElement(text.P(text=value))
    return cell


def ods_hidden_style(document) -> style.Style:
    hidden = style.Style(name="hidden", family="table")
    hidden.addElement(style.TableProperties(display="false"))
    document.automaticstyles.addElement(hidden)
    return hidden


def ods_comment(words: str) -> office.Annotation:
    comment = office.Annotation()
    comment.addElement(text.P(text=words))
    return comment


def docx(rows=TABLE, above=(), prepare=lambda document, grid: None) -> bytes:
    document = Document()
    for line in above:
        document.add_paragraph(line)
    grid = document.add_table(len(rows), len(rows[0]))
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            grid.cell(number, column).text = str(value)
    prepare(document, grid)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


@cache
def pdf(body: str) -> bytes:
    """Return a document of typst's markup."""
    source = f'#set page(paper: "a4")\n#set text(size: 10pt, font: "Noto Serif SC")\n{body}'
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS]
    )
    compiler = typst.Compiler(source.encode(), font_paths=fonts, ignore_system_fonts=True)
    made = compiler.compile(format="pdf")
    assert isinstance(made, bytes)
    return made


def typst_table(rows, columns: str, options: str = "") -> str:
    cells = ",".join(f"[{value}]" for row in rows for value in row)
    return f"#table({options} columns: {columns}, {cells})\n"
