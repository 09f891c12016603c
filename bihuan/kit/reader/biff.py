"""What the sheets of an .xls or .et mark, read off its records ([MS-XLS]); python-calamine reads
their values only.
"""

from __future__ import annotations

import struct
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from .marks import PERCENT, Marks, shown_by_styles
from .ole import OleFile
from .values import Place, ReadingFault, Unreadable

_BOF, _EOF, _FILEPASS, _BOUNDSHEET, _FORMAT, _XF = 0x809, 0x0A, 0x2F, 0x85, 0x41E, 0xE0
_FONT, _STRIKES_OUT, _NO_FONT = 0x31, 0x08, 4
_ROW, _COLINFO, _NUMBER, _RK, _MULRK, _FORMULA, _BOOLERR = 0x208, 0x7D, 0x203, 0x27E, 0xBD, 6, 0x205
_TEXTS = {0xFD, 0x204, 0xD6}  # shared, its own, and one of several fonts
_OF_A_SHEET = {_ROW, _COLINFO, _NUMBER, _RK, _MULRK, _FORMULA, _BOOLERR, *_TEXTS}
_BIFF8 = 0x600
_HEAD = struct.Struct("<HH")
_CELL = struct.Struct("<HHH")  # row, column, style
_RESULT = struct.Struct("<d")
_CALCULATED_ON_LOADING = 2
_ERROR, _EMPTY = 2, 3  # kinds of results that are no numbers
Record = tuple[int, bytes]


@dataclass(frozen=True)
class _Styles:
    """What styles show, and which of them strike out, by their numbers."""

    shown: Mapping[int, str]
    struck: Collection[int]

    @property
    def tell(self) -> bool:
        return bool(self.shown or self.struck)


@dataclass
class _Found:
    uncomputed: set[Place] = field(default_factory=set)
    failed: set[Place] = field(default_factory=set)
    hidden: set[int] = field(default_factory=set)
    shown: dict[str, set[Place]] = field(default_factory=dict)
    hidden_columns: set[int] = field(default_factory=set)
    formulas: int = 0
    empty: set[Place] = field(default_factory=set)
    struck: set[Place] = field(default_factory=set)

    def note(self, styles: _Styles, style: int, place: Place) -> None:
        if (told := styles.shown.get(style)) is not None:
            self.shown.setdefault(told, set()).add(place)
        if style in styles.struck:
            self.struck.add(place)

    def marks(self) -> Marks:
        """Return the marks. A sheet whose formulas all gave empty text was written by a programme
        that does not calculate: Excel's own are hardly ever all so.
        """
        if self.formulas and len(self.empty) == self.formulas:
            self.uncomputed |= self.empty
        shown = {told: frozenset(places) for told, places in self.shown.items()}
        return Marks(
            frozenset(self.uncomputed),
            frozenset(self.failed),
            frozenset(self.hidden),
            shown.pop(PERCENT, frozenset()),
            shown,
            frozenset(self.hidden_columns),
            struck=frozenset(self.struck),
        )


def sheet_marks(content: bytes, name: str) -> list[Marks]:
    """Return the marks of each sheet in the workbook's order, none for files of before 1997.

    Raises Unreadable for a workbook with a password. A damaged one ends where it is damaged.
    """
    try:
        file = OleFile(content)
        stream = file.stream("Workbook" if "Workbook" in file.streams else "Book")
        return _sheet_marks(stream, name)
    except (ValueError, LookupError, struct.error):
        return []


def _sheet_marks(stream: bytes, name: str) -> list[Marks]:
    offsets: list[int] = []
    codes: dict[int, str] = {}
    styles: list[int] = []
    fonts: list[bool] = []
    fonts_of: list[int] = []
    for kind, record in _records(stream, 0):
        if kind == _FILEPASS:
            raise Unreadable(ReadingFault.ENCRYPTED, name)
        if kind == _BOF and int.from_bytes(record[:2], "little") != _BIFF8:
            return []
        if kind == _BOUNDSHEET:
            offsets.append(int.from_bytes(record[:4], "little"))
        elif kind == _FORMAT:
            codes[int.from_bytes(record[:2], "little")] = _text(record[2:])
        elif kind == _XF:
            styles.append(int.from_bytes(record[2:4], "little"))
            fonts_of.append(int.from_bytes(record[:2], "little"))
        elif kind == _FONT:
            fonts.append(len(record) > 2 and bool(record[2] & _STRIKES_OUT))
    shown = _Styles(shown_by_styles(codes, styles), _struck_styles(fonts, fonts_of))
    return [_marks_from(stream, offset, shown) for offset in offsets]


def _struck_styles(fonts: Sequence[bool], fonts_of: Sequence[int]) -> set[int]:
    """Return the styles whose font strikes words out; there is no font of the number 4."""
    places = (font - (font > _NO_FONT) for font in fonts_of)
    return {style for style, at in enumerate(places) if at < len(fonts) and fonts[at]}


def _records(stream: bytes, at: int) -> Iterator[Record]:
    """Yield kind and body of each record up to the end of the sheet that starts there."""
    depth = 0
    while at + 4 <= len(stream):
        kind, length = _HEAD.unpack_from(stream, at)
        at += 4
        yield kind, stream[at : at + length]
        depth += (kind == _BOF) - (kind == _EOF)  # a chart within has its own start and end
        if depth <= 0:
            return
        at += length


def _marks_from(stream: bytes, offset: int, shown: _Styles) -> Marks:
    found = _Found()
    for kind, record in _records(stream, offset):
        if kind not in _OF_A_SHEET or len(record) < 6:
            continue
        if kind == _ROW:
            if len(record) >= 14 and record[12] & 0x20:
                found.hidden.add(record[0] | record[1] << 8)
        elif kind == _COLINFO:
            if len(record) >= 10 and record[8] & 1:
                first, last = _HEAD.unpack_from(record)
                found.hidden_columns.update(range(first, min(last, 255) + 1))
        else:
            _note_cell(found, kind, record, shown)
    return found.marks()


def _note_cell(found: _Found, kind: int, record: bytes, shown: _Styles) -> None:
    row, column, style = _CELL.unpack_from(record)
    if kind == _MULRK:
        for index in range((len(record) - 6) // 6 if shown.tell else 0):
            each = int.from_bytes(record[4 + 6 * index : 6 + 6 * index], "little")
            found.note(shown, each, (row, column + index))
        return
    found.note(shown, style, (row, column))
    if kind == _BOOLERR and record[7:8] == b"\1":
        found.failed.add((row, column))
    elif kind == _FORMULA and len(record) >= 16:
        _note_result(found, (row, column), record)


def _note_result(found: _Found, place: Place, record: bytes) -> None:
    found.formulas += 1
    if record[12:14] != b"\xff\xff":
        if record[14] & _CALCULATED_ON_LOADING and not _RESULT.unpack_from(record, 6)[0]:
            found.uncomputed.add(place)
    elif record[6] == _ERROR:
        found.failed.add(place)
    elif record[6] == _EMPTY:
        found.empty.add(place)


def _text(record: bytes) -> str:
    """Return a string with its length and kind before it."""
    wide = len(record) > 2 and record[2] & 1
    return record[3:].decode("utf-16-le" if wide else "latin-1", errors="replace")
