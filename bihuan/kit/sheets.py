"""Workbooks in, safely: what a stranger's file may be, and its cells as plain values."""

from __future__ import annotations

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from html import unescape
from pathlib import PurePath

import python_calamine
from charset_normalizer import from_bytes

from .errors import Refusal
from .words import say

MEBIBYTE = 1024 * 1024
LARGEST_FILE = 50 * MEBIBYTE
LARGEST_PART = 400 * MEBIBYTE  # unpacked
LARGEST_RATIO = 200  # unpacked / packed, of parts over a mebibyte
MOST_ROWS = 300_000
MOST_COLUMNS = 300
MOST_EMPTY = 1_000  # rows in a row: what follows is thought to be none of the table
OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
Cell = str | float | int | bool | date | datetime | None
_ENTITY = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
_FORMULA = re.compile(
    rb'<c r="([A-Z]+)(\d+)"(?![^>]*t="str")[^>]*>\s*<f[^>]*?(?:/>|>[^<]*</f>)'
    rb"\s*(?:<v\s*/>|<v></v>)?\s*</c>"
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")  # no workbook can hold them
_SHEET = re.compile(rb"<sheet\s([^>]*)>")
_RELATION = re.compile(rb"<Relationship\s([^>]*)>")
_ATTRIBUTE = re.compile(rb'([\w:]+)="([^"]*)"')
_BROKEN = (
    zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError, OSError,
)  # fmt: skip
_HIDDEN = re.compile(rb'<row r="(\d{1,7})"[^>]* hidden="(?:1|true)"')
_FAILED = re.compile(rb'<c r="([A-Z]+)(\d+)"[^>]*t="e"')


@dataclass(frozen=True)
class Sheet:
    """One table: rows of cells, and merged areas as (top, left, bottom, right), from 0.

    `uncomputed` are formulas that hold no result, `failed` those that hold an error (#DIV/0!); both
    are read as blank. `hidden` are rows that nobody sees who opens the workbook.
    """

    name: str
    rows: list[list[Cell]]
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    uncomputed: frozenset[tuple[int, int]] = frozenset()
    failed: frozenset[tuple[int, int]] = frozenset()
    hidden: frozenset[int] = frozenset()

    def cell(self, row: int, column: int) -> Cell:
        line = self.rows[row]
        return line[column] if column < len(line) else None


@dataclass(frozen=True)
class Marks:
    """Cells that a sheet marks, by row and column from 0, and rows that it hides."""

    uncomputed: frozenset[tuple[int, int]] = frozenset()
    failed: frozenset[tuple[int, int]] = frozenset()
    hidden: frozenset[int] = frozenset()


def read_workbook(content: bytes, name: str) -> list[Sheet]:
    """Return the visible sheets of an .xlsx or .csv file.

    Raises Refusal, in one sentence, for a file that is too large, encrypted, of an old or other
    format, damaged, or built to do harm.
    """
    if len(content) > LARGEST_FILE:
        raise Refusal(say("“%s” is larger than 50 MB: split it.") % name)
    if content.startswith(OLE_MAGIC):
        raise Refusal(
            say("“%s” is encrypted or in the old .xls format: save it as .xlsx without a password.")
            % name
        )
    suffix = PurePath(name).suffix.lower()
    if content.startswith(b"PK"):
        return _read_xlsx(content, name)
    if suffix == ".csv":
        return [_read_csv(content, name)]
    raise Refusal(say("“%s” is not a workbook: .xlsx and .csv can be read.") % name)


def read_hidden(content: bytes, title: str) -> list[list[Cell]]:
    """Return the rows of a hidden sheet of a workbook that `read_workbook` accepted; [] if none."""
    if not content.startswith(b"PK"):
        return []
    book = python_calamine.load_workbook(io.BytesIO(content))
    if title not in book.sheet_names:
        return []
    return [[_value(c) for c in row] for row in book.get_sheet_by_name(title).to_python()]


def _read_xlsx(content: bytes, name: str) -> list[Sheet]:
    marks = _inspect(content, name)
    try:
        book = python_calamine.load_workbook(io.BytesIO(content))
        visible = [
            meta.name
            for meta in book.sheets_metadata
            if meta.visible == python_calamine.SheetVisibleEnum.Visible
            and meta.typ == python_calamine.SheetTypeEnum.WorkSheet
        ]
        return [
            _sheet(book.get_sheet_by_name(title), title, marks.get(title, Marks()))
            for title in visible
        ]
    except (python_calamine.CalamineError, ValueError, OSError) as error:
        raise Refusal(say("“%s” is damaged: it cannot be opened.") % name) from error


def _sheet(sheet: python_calamine.CalamineSheet, title: str, marks: Marks) -> Sheet:
    if sheet.end is not None and sheet.end[1] >= MOST_COLUMNS * 10:
        raise Refusal(say("Sheet “%s” is too wide to be a table.") % title)
    rows: list[list[Cell]] = []
    top, left = sheet.start or (0, 0)
    rows.extend([] for _ in range(top))
    empty = 0
    for line in sheet.iter_rows():
        filled = any(c != "" for c in line)
        empty = 0 if filled else empty + 1
        if len(rows) - empty > MOST_ROWS:
            raise Refusal(say("Sheet “%s” has more rows than can be read: split it.") % title)
        if empty > MOST_EMPTY:
            break
        padding: list[Cell] = [None] * left if len(line) < (sheet.end or (0, 0))[1] + 1 else []
        rows.append(padding + [_value(c) for c in line[:MOST_COLUMNS]])
    while rows and not any(c is not None for c in rows[-1]):
        rows.pop()
    merged = [(a[0], a[1], b[0], b[1]) for a, b in sheet.merged_cell_ranges or []]
    return Sheet(title, rows, merged, marks.uncomputed, marks.failed, marks.hidden)


def _value(cell: object) -> Cell:
    if cell == "" or cell is None:
        return None
    if isinstance(cell, str):
        return cell if cell.isprintable() else _CONTROL.sub("", cell)
    if isinstance(cell, float | int | bool | date | datetime):
        return cell
    return str(cell)


def _inspect(content: bytes, name: str) -> dict[str, Marks]:
    """Refuse a harmful package; return the marks of its sheets by their titles."""
    found: dict[str, Marks] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = package.infolist()
            _check_sizes(parts, name)
            if not any(part.filename == "xl/workbook.xml" for part in parts):
                raise Refusal(say("“%s” is not a workbook: .xlsx and .csv can be read.") % name)
            titles = _titles(package)
            for part in parts:
                text = package.read(part)  # also of parts we do not use: their sizes may lie
                if not part.filename.startswith("xl/media/") and _has_entities(text):
                    raise Refusal(say("“%s” holds code that a workbook never needs.") % name)
                if part.filename in titles:
                    found[titles[part.filename]] = _marks(text)
    except (*_BROKEN, KeyError) as error:
        raise Refusal(say("“%s” is damaged: it cannot be opened.") % name) from error
    return found


def _has_entities(text: bytes) -> bool:
    """True of XML that defines entities, also if it is written in UTF-16 or UTF-32."""
    wide = text[:4].replace(b"\0", b"") != text[:4] or text[:2] in (b"\xff\xfe", b"\xfe\xff")
    return _ENTITY.search(text.replace(b"\0", b"") if wide else text) is not None


def _titles(package: zipfile.ZipFile) -> dict[str, str]:
    """Return the title of the sheet that each part of a package holds."""
    sheets = _SHEET.findall(package.read("xl/workbook.xml"))
    targets: dict[bytes, bytes] = {}
    for relation in _RELATION.findall(package.read("xl/_rels/workbook.xml.rels")):
        told = dict(_ATTRIBUTE.findall(relation))
        targets[told.get(b"Id", b"")] = told.get(b"Target", b"")
    titles = {}
    for sheet in sheets:
        told = dict(_ATTRIBUTE.findall(sheet))
        target = targets.get(told.get(b"r:id", b""), b"").decode(errors="replace")
        path = target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
        titles[path] = unescape(told.get(b"name", b"").decode(errors="replace"))
    return titles


def _marks(text: bytes) -> Marks:
    uncomputed = _FORMULA.finditer(text) if b"<f" in text else ()
    failed = _FAILED.finditer(text) if b't="e"' in text else ()
    hidden = _HIDDEN.finditer(text) if b"hidden=" in text else ()
    return Marks(
        frozenset(_place(m[1], m[2]) for m in uncomputed),
        frozenset(_place(m[1], m[2]) for m in failed),
        frozenset(int(m[1]) - 1 for m in hidden),
    )


def _check_sizes(parts: list[zipfile.ZipInfo], name: str) -> None:
    unpacked = sum(part.file_size for part in parts)
    bomb = any(
        part.file_size > MEBIBYTE and part.file_size > LARGEST_RATIO * max(part.compress_size, 1)
        for part in parts
    )
    if unpacked > LARGEST_PART or bomb or len(parts) > 2_000:
        raise Refusal(say("“%s” unpacks to far more than a workbook holds.") % name)


def _place(letters: bytes, digits: bytes) -> tuple[int, int]:
    column = 0
    for letter in letters:
        column = column * 26 + letter - 64
    return int(digits) - 1, column - 1


def _read_csv(content: bytes, name: str) -> Sheet:
    text = _decoded(content, name)
    if "\0" in text:
        raise Refusal(say("“%s” is not a table of text.") % name)
    text = _CONTROL.sub("", text)
    sample = text[:4096]
    delimiter = max(",;\t", key=sample.count)
    try:
        rows = _lines(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), name)
    except csv.Error as error:
        raise Refusal(say("“%s” is damaged: it cannot be opened.") % name) from error
    return Sheet(PurePath(name).stem, rows)


def _lines(reader: Iterable[list[str]], name: str) -> list[list[Cell]]:
    rows: list[list[Cell]] = []
    empty = 0
    for line in reader:
        empty = 0 if any(line) else empty + 1
        if empty > MOST_EMPTY:
            break
        if len(rows) >= MOST_ROWS:
            raise Refusal(say("“%s” has more rows than can be read: split it.") % name)
        rows.append([cell or None for cell in line[:MOST_COLUMNS]])
    return rows[: len(rows) - min(empty, MOST_EMPTY)] if empty else rows


def _decoded(content: bytes, name: str) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    best = from_bytes(content).best()
    if best is None:
        raise Refusal(say("The characters of “%s” cannot be read: save it as UTF-8.") % name)
    return str(best)
