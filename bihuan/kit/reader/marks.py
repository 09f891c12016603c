"""What a sheet says of its cells besides their values: the parts of an .xlsx, told by patterns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape
from itertools import islice, repeat

from . import limits
from .number_formats import read_format
from .strikes import STRUCK, struck_fonts
from .values import Place

BUILT_IN_PERCENTS = (9, 10)  # 0% and 0.00%
PERCENT = "%"
"""What is told of a cell that is shown as a percentage."""
_FORMULA = re.compile(
    rb'<c r="([A-Z]{1,3})(\d{1,7})"(?![^>]*t="str")[^>]*>\s*<f[^>]*?(?:/>|>[^<]*</f>)'
    rb"\s*(?:<v\s*/>|<v></v>)?\s*</c>"
)
_FAILED = re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})"[^>]*t="e"')
_HIDDEN = re.compile(rb'<row r="(\d{1,7})"[^>]* hidden="(?:1|true)"')
_COLUMN = re.compile(rb"<col\s([^>]*)>")
_ATTRIBUTE = re.compile(rb'([\w:]+)="([^"]*)"')
_FORMAT = re.compile(rb"<numFmt\s([^>]*)>")
_STYLE = re.compile(rb"<xf\b([^>]*)>")
_COMMENT = re.compile(rb'<comment [^>]*?\bref="([A-Z]{1,3})(\d{1,7})"')
_COMMENT_TEXT = re.compile(rb"<t\b[^>]*>([^<]*)</t>")
_TYPE_FIRST = re.compile(rb'<c r="\w+" t="\w*" s="')
_ADDRESS = re.compile(rb"^([A-Z]{1,3})(\d{1,7})$", re.MULTILINE)
SAMPLE = 200_000  # bytes of a sheet, which tell how its programme writes
_NO_SIGN = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')


@dataclass(frozen=True)
class Marks:
    """Cells that a sheet marks, by row and column from 0, and rows and columns that it hides."""

    uncomputed: frozenset[Place] = frozenset()
    failed: frozenset[Place] = frozenset()
    hidden: frozenset[int] = frozenset()
    percents: frozenset[Place] = frozenset()
    formats: Mapping[str, frozenset[Place]] = field(default_factory=dict)
    hidden_columns: frozenset[int] = frozenset()
    comments: Mapping[Place, str] = field(default_factory=dict)
    struck: frozenset[Place] = frozenset()


def marks_of(
    text: bytes, styles: Mapping[str, list[bytes]] | None = None, comments: bytes = b""
) -> Marks:
    """Return the marks of a sheet's XML. `styles` are the numbers of the styles that show
    percentages or units, or strike out, `comments` the XML of its comments.
    """
    shown = {told: frozenset(_styled(text, each)) for told, each in (styles or {}).items()}
    uncomputed = _FORMULA.finditer(text) if b"<f" in text else ()
    failed = _FAILED.finditer(text) if b't="e"' in text else ()
    hidden = _HIDDEN.finditer(text) if b"hidden=" in text else ()
    struck = shown.pop(STRUCK, frozenset())
    return Marks(
        frozenset(_place(m[1], m[2]) for m in uncomputed),
        frozenset(_place(m[1], m[2]) for m in failed),
        frozenset(int(m[1]) - 1 for m in hidden),
        shown.pop(PERCENT, frozenset()),
        {told: places for told, places in shown.items() if places},
        frozenset(_hidden_columns(text)),
        dict(_comments(comments)),
        struck,
    )


def cell_styles(styles: bytes) -> dict[str, list[bytes]]:
    """Return the numbers of the cell styles in styles.xml, by what they show."""
    formats = map(attributes, _FORMAT.findall(styles))
    codes = {_format_number(each): unescape(each.get("formatCode", "")) for each in formats}
    of_cells = styles.partition(b"<cellXfs")[2].partition(b"</cellXfs>")[0]
    told_of = [attributes(style) for style in _STYLE.findall(of_cells)]
    shown = shown_by_styles(codes, map(_format_number, told_of))
    found = {
        told: [str(number).encode() for number, each in shown.items() if each == told]
        for told in set(shown.values())
    }
    if fonts := struck_fonts(styles):
        struck = (n for n, told in enumerate(told_of) if told.get("fontId") in fonts)
        found[STRUCK] = [str(number).encode() for number in struck]
    return found


def _format_number(told: Mapping[str, str]) -> int:
    number = told.get("numFmtId", "")
    return int(number) if number.isdecimal() and len(number) < 8 else 0


def shown_by_styles(codes: Mapping[int, str], styles: Iterable[int]) -> dict[int, str]:
    """Return what the styles show that show a percentage (`PERCENT`) or a unit, by their numbers.
    `styles` are the numbers of their formats, `codes` the formats that a workbook brings along.
    """
    found = {}
    for number, told in enumerate(styles):
        code = codes.get(told, "")
        if told in BUILT_IN_PERCENTS or is_percent(code):
            found[number] = PERCENT
        elif shown := read_format(code):
            found[number] = str(shown)
    return found


def is_percent(number_format: str) -> bool:
    """True of a number format that shows 0.85 as 85%; a sign in quotes is only text."""
    return "%" in number_format and "%" in _NO_SIGN.sub("", number_format)


def attributes(inside: bytes) -> dict[str, str]:
    """Return the attributes of an element by what stands within its brackets."""
    return {
        name.decode(): value.decode(errors="replace") for name, value in _ATTRIBUTE.findall(inside)
    }


def _styled(text: bytes, styles: Iterable[bytes]) -> Iterator[Place]:
    """Yield the cells of these styles. A pattern over a whole sheet would take a tenth of the time
    that its reading takes; to split it where a style is named takes a third of that.
    """
    columns: dict[bytes, list[bytes]] = {}
    for style in styles:
        mark = b' s="%b"' % style
        if _TYPE_FIRST.search(text, 0, SAMPLE):
            before = re.findall(rb'<c r="([A-Z]{1,3}\d{1,7})"(?: t="\w*")?' + mark, text)
        else:
            before = [part[part.rfind(b'"') + 1 :] for part in text.split(b'"' + mark)[:-1]]
        for letters, digits in _ADDRESS.findall(b"\n".join(before)):
            columns.setdefault(letters, []).append(digits)
    for letters, rows in columns.items():
        yield from zip((int(row) - 1 for row in rows), repeat(_place(letters, b"1")[1]))


def _hidden_columns(text: bytes) -> Iterator[int]:
    head = text[: max(text.find(b"<sheetData"), 0)]
    for found in _COLUMN.findall(head):
        told = attributes(found)
        first, last = told.get("min", ""), told.get("max", "")
        if told.get("hidden") in ("1", "true") and first.isdecimal() and last.isdecimal():
            yield from range(max(int(first) - 1, 0), min(int(last), limits.MOST_COLUMNS))


def _comments(text: bytes) -> Iterator[tuple[Place, str]]:
    for before in islice(text.split(b"</comment>")[:-1], limits.MOST_COMMENTS):
        inside = before[max(before.rfind(b"<comment "), 0) :]
        if found := _COMMENT.match(inside):
            words = b"".join(_COMMENT_TEXT.findall(inside)).decode(errors="replace")
            yield _place(found[1], found[2]), unescape(words)[: limits.MOST_CHARACTERS]


def _place(letters: bytes, digits: bytes) -> Place:
    column = 0
    for letter in letters:
        column = column * 26 + letter - 64
    return int(digits) - 1, column - 1
