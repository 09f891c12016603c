"""What the sheets of an .xlsb mark, read off its records ([MS-XLSB]); python-calamine reads their
values only.
"""

from __future__ import annotations

import re
import struct
import zipfile
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from . import limits
from .archive import has_entities, package_opened, repacked
from .marks import PERCENT, Marks, attributes, shown_by_styles
from .values import Place, ReadingFault, Unreadable

_ROW, _COLUMN, _MERGED, _SHEET, _FORMAT, _STYLE = 0, 60, 176, 156, 44, 47
_STYLES_BEGIN, _STYLES_END = 617, 618
_FONT, _STRIKES_OUT = 43, 0x08
_NUMBER, _ERROR = 5, 3  # cells with a number, and with an error, whatever their record
_KINDS = {2: _NUMBER, 5: _NUMBER, 9: _NUMBER, 3: _ERROR, 11: _ERROR}
_CELLS, _SHORT = range(1, 12), range(12, 19)
_RELATION = re.compile(rb"<Relationship\s([^>]*)>")
_AREA = struct.Struct("<IIII")
Area = tuple[int, int, int, int]


@dataclass
class BinarySheet:
    """Marks and merged areas (top, left, bottom, right) of one sheet."""

    marks: Marks = field(default_factory=Marks)
    merged: list[Area] = field(default_factory=list)


def binary_sheets(content: bytes, name: str) -> tuple[bytes, dict[str, BinarySheet]]:
    """Return the package as python-calamine can read it, and the sheets' marks by their titles.

    Raises Unreadable for a package that does harm.
    """
    with package_opened(content, name) as package:
        for part in package.infolist():
            if has_entities(package.read(part)):
                raise Unreadable(ReadingFault.CODE, name)
        try:
            styles = _styles(package)
            parts = {
                title: (part, _with_columns(package.read(part)))
                for title, part in _titles(package).items()
                if part in package.NameToInfo
            }
            sheets = {title: _sheet(text, *styles) for title, (_part, text) in parts.items()}
            return repacked(package, dict(parts.values())), sheets
        except (struct.error, IndexError) as error:
            raise Unreadable(ReadingFault.DAMAGED, name) from error


def _with_columns(part: bytes) -> bytes:
    """Return a sheet whose short cells, which stand in the column after the one before, say their
    column: python-calamine passes over those that do not.
    """
    if not any(kind in _SHORT for kind, _record in _records(part)):
        return part
    column, whole = 0, bytearray()
    for kind, record in _records(part):
        if kind == _ROW:
            column = 0
        elif kind in _CELLS:
            column = int.from_bytes(record[:4], "little") + 1
        elif kind in _SHORT:
            kind, record, column = kind - 11, column.to_bytes(4, "little") + record, column + 1
        whole += _head(kind, len(record)) + record
    return bytes(whole)


def _head(kind: int, length: int) -> bytes:
    head = bytes((kind,) if kind < 0x80 else (kind & 0x7F | 0x80, kind >> 7))
    while length >= 0x80:
        head, length = head + bytes((length & 0x7F | 0x80,)), length >> 7
    return head + bytes((length,))


def _records(part: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at < len(part):
        kind, at = part[at], at + 1
        if kind & 0x80:
            kind, at = (kind & 0x7F) | part[at] << 7, at + 1
        length = shift = 0
        while True:
            byte, at = part[at], at + 1
            length |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80 or shift > 21:
                break
        yield kind, part[at : at + length]
        at += length


def _titles(package: zipfile.ZipFile) -> dict[str, str]:
    """Return the part that holds each sheet, by the sheet's title."""
    relations = map(attributes, _RELATION.findall(package.read("xl/_rels/workbook.bin.rels")))
    targets = {each.get("Id", ""): each.get("Target", "") for each in relations}
    titles = {}
    for kind, record in _records(package.read("xl/workbook.bin")):
        if kind == _SHEET:
            key, after = _text(record, 8)
            target = targets.get(key, "")
            path = target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
            titles[_text(record, after)[0]] = path
    return titles


def _text(record: bytes, at: int) -> tuple[str, int]:
    (length,) = struct.unpack_from("<I", record, at)
    end = at + 4 + 2 * min(length, len(record))
    return record[at + 4 : end].decode("utf-16-le", errors="replace"), end


def _styles(package: zipfile.ZipFile) -> tuple[dict[int, str], set[int]]:
    """Return what styles show, and which of them strike out, by their numbers."""
    if "xl/styles.bin" not in package.NameToInfo:
        return {}, set()
    codes: dict[int, str] = {}
    styles, of_cells = [], False
    fonts: list[bool] = []
    fonts_of: list[int] = []
    for kind, record in _records(package.read("xl/styles.bin")):
        if kind == _FORMAT:
            codes[int.from_bytes(record[:2], "little")] = _text(record, 2)[0]
        elif kind == _FONT:
            fonts.append(bool(record[2] & _STRIKES_OUT))
        elif kind in (_STYLES_BEGIN, _STYLES_END):
            of_cells = kind == _STYLES_BEGIN
        elif kind == _STYLE and of_cells:
            styles.append(int.from_bytes(record[2:4], "little"))
            fonts_of.append(int.from_bytes(record[4:6], "little"))
    struck = {style for style, at in enumerate(fonts_of) if at < len(fonts) and fonts[at]}
    return shown_by_styles(codes, styles), struck


def _sheet(part: bytes, styles: Mapping[int, str], crossed: Collection[int]) -> BinarySheet:
    row, merged = 0, []
    hidden: set[int] = set()
    columns: set[int] = set()
    failed: set[Place] = set()
    shown: dict[str, set[Place]] = {}
    for kind, record in _records(part):
        if kind == _ROW:
            row = _number(record, 0)
            hidden.update((row,) if len(record) > 11 and record[11] & 0x10 else ())
        elif found := _KINDS.get(kind):
            place = row, _number(record, 0)
            if found == _ERROR:
                failed.add(place)
            elif told := styles.get(int.from_bytes(record[4:7], "little")):
                shown.setdefault(told, set()).add(place)
        elif kind == _MERGED:
            top, bottom, left, right = _AREA.unpack_from(record)
            merged.append((top, left, bottom, right))
        elif kind == _COLUMN:
            columns.update(_hidden_columns(record))
    marks = Marks(
        failed=frozenset(failed),
        hidden=frozenset(hidden),
        percents=frozenset(shown.pop(PERCENT, ())),
        formats={told: frozenset(places) for told, places in shown.items()},
        hidden_columns=frozenset(columns),
        struck=frozenset(_struck(part, crossed) if crossed else ()),
    )
    return BinarySheet(marks, merged)


def _struck(part: bytes, styles: Collection[int]) -> Iterator[Place]:
    """Yield the cells of these styles."""
    row = 0
    for kind, record in _records(part):
        if kind == _ROW:
            row = _number(record, 0)
        elif kind in _CELLS and int.from_bytes(record[4:7], "little") in styles:
            yield row, _number(record, 0)


def _hidden_columns(record: bytes) -> range:
    """Return the columns that a record describes, if it hides them."""
    last = min(_number(record, 4) + 1, limits.MOST_COLUMNS)
    return range(_number(record, 0), last) if record[16] & 1 else range(0)


def _number(record: bytes, at: int) -> int:
    return int.from_bytes(record[at : at + 4], "little")
