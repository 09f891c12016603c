"""The cells of an .ods. python-calamine would leave out merged areas, percentages and what is
hidden, and make room for all that a file says is repeated.
"""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress
from datetime import date, datetime

from lxml import etree

from . import limits
from .archive import Element, inside, package_opened, part_of, tree_of
from .excel import CONTROL
from .grids import GridBuilder
from .number_formats import shown_beside
from .strikes import with_strokes
from .values import Cell, ReadingFault, Sheet, Unreadable

_URN = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
_TABLE, _OFFICE, _TEXT, _STYLE = (_URN % each for each in ("table", "office", "text", "style"))
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_GROUPS = {f"{_TABLE}{each}" for each in ("table-row-group", "table-header-rows", "table-rows")}
_COLUMN_GROUPS = {
    f"{_TABLE}{each}" for each in ("table-column-group", "table-header-columns", "table-columns")
}
_ERROR = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}value-type"
_COLUMNS_REPEATED = f"{_TABLE}number-columns-repeated"
_ROWS_REPEATED = f"{_TABLE}number-rows-repeated"
_COLUMNS_SPANNED = f"{_TABLE}number-columns-spanned"
_ROWS_SPANNED = f"{_TABLE}number-rows-spanned"
_ANNOTATION = f"{_OFFICE}annotation"
_STRIKES = (f"{_STYLE}text-line-through-style", f"{_STYLE}text-line-through-type")
_STYLE_NAME, _TEXT_STYLE = f"{_TABLE}style-name", f"{_TEXT}style-name"
_BOOLEAN_VALUE = f"{_OFFICE}boolean-value"
_DATE_VALUE = f"{_OFFICE}date-value"
_FORMULA = f"{_TABLE}formula"
_LINE_BREAK = f"{_TEXT}line-break"
_P = f"{_TEXT}p"
_S = f"{_TEXT}s"
_VALUE = f"{_OFFICE}value"
_VALUE_TYPE = f"{_OFFICE}value-type"
_VISIBILITY = f"{_TABLE}visibility"


def read_ods(content: bytes, name: str) -> list[Sheet]:
    """Return the visible sheets. Raises Unreadable for a file with a password, of another kind,
    damaged, or too large.
    """
    with package_opened(content, name) as package:
        manifest = "META-INF/manifest.xml"
        if manifest in package.NameToInfo and b"encryption-data" in package.read(manifest):
            raise Unreadable(ReadingFault.ENCRYPTED, name)
        root = tree_of(part_of(package, "content.xml", name))
    return _sheets(root, name)


def read_flat_ods(text: bytes, name: str) -> list[Sheet]:
    """Return the visible sheets of an .fods, which is the same in one text. Raises Unreadable."""
    try:
        return _sheets(tree_of(text.strip()), name)
    except etree.XMLSyntaxError as error:
        raise Unreadable(ReadingFault.DAMAGED, name) from error


def _sheets(root: Element, name: str) -> list[Sheet]:
    body = root.find(f"{_OFFICE}body/{_OFFICE}spreadsheet")
    if body is None:
        raise Unreadable(ReadingFault.NO_TABLE, name)
    unseen, crossed = _hidden_styles(root), _struck_styles(root)
    sheets: list[Sheet] = []
    room = limits.MOST_CELLS
    for table in body.iterchildren(f"{_TABLE}table"):
        if table.get(f"{_TABLE}style-name") in unseen:
            continue
        if len(sheets) >= limits.MOST_SHEETS:
            raise Unreadable(ReadingFault.TOO_MANY_CELLS, name)
        grid = GridBuilder(CONTROL.sub("", table.get(f"{_TABLE}name") or name), room)
        _fill(grid, table, crossed)
        room = grid.room
        sheets.append(grid.sheet())
    return sheets


def _hidden_styles(root: Element) -> set[str | None]:
    found: set[str | None] = set()
    for style in root.iterfind(f"{_OFFICE}automatic-styles/{_STYLE}style"):
        shape = style.find(f"{_STYLE}table-properties")
        if shape is not None and shape.get(f"{_TABLE}display") == "false":
            found.add(style.get(f"{_STYLE}name"))
    return found


def _struck_styles(root: Element) -> set[str | None]:
    """Return the styles of cells and words that are struck out."""
    found: set[str | None] = set()
    for style in root.iterfind(f"{_OFFICE}automatic-styles/{_STYLE}style"):
        shape = style.find(f"{_STYLE}text-properties")
        told = () if shape is None else (shape.get(each, "none") for each in _STRIKES)
        if any(each != "none" for each in told):
            found.add(style.get(f"{_STYLE}name"))
    return found


def _fill(grid: GridBuilder, table: Element, crossed: Collection[str | None]) -> None:
    column = 0
    for each in inside(table, {f"{_TABLE}table-column"}, _COLUMN_GROUPS):
        number = _number(each, _COLUMNS_REPEATED)
        if _is_hidden(each):
            grid.hidden_columns.update(range(column, min(column + number, limits.MOST_COLUMNS)))
        column += number
    for row in inside(table, {f"{_TABLE}table-row"}, _GROUPS):
        for _ in range(_number(row, _ROWS_REPEATED)):
            grid.add_row()
            if grid.is_long_empty:
                return
            if _is_hidden(row):
                grid.hidden.add(grid.row)
            _fill_row(grid, row, crossed)


def _fill_row(grid: GridBuilder, row: Element, crossed: Collection[str | None]) -> None:
    for cell in row.iterchildren(*_CELLS):
        repeated = _number(cell, _COLUMNS_REPEATED)
        value = None if cell.tag == _CELLS[1] else _value(cell, crossed)
        grid.spend(1)
        if value is None:
            _note(grid, cell)
            grid.column += repeated
            continue
        percent = cell.get(_VALUE_TYPE) == "percentage"
        shown = shown_beside(value, _words(cell)) if isinstance(value, float) else None
        for _ in range(min(repeated, limits.WIDEST + 1)):
            place = grid.row, grid.column
            grid.put(value)
            _note(grid, cell)
            if cell.get(_STYLE_NAME) in crossed:
                grid.struck.add(place)
            if percent:
                grid.percents.add(place)
            elif shown:
                grid.note_format(place, shown)
            grid.column += 1


def _note(grid: GridBuilder, cell: Element) -> None:
    """Note what a cell reaches over, what is remarked on it, and a formula that gave nothing."""
    place = grid.row, grid.column
    if cell.get(_ERROR) == "error":
        grid.failed.add(place)
    elif cell.get(_FORMULA) and not cell.get(_VALUE_TYPE):
        grid.uncomputed.add(place)
    across, down = _number(cell, _COLUMNS_SPANNED), _number(cell, _ROWS_SPANNED)
    grid.span(place, across, down)
    note = cell.find(_ANNOTATION) if len(cell) else None
    if note is not None and len(grid.comments) < limits.MOST_COMMENTS:
        paragraphs = ("".join(each.itertext()) for each in note.iterchildren(_P))
        grid.comments[place] = "\n".join(paragraphs)[: limits.MOST_CHARACTERS]


def _value(cell: Element, crossed: Collection[str | None] = ()) -> Cell:
    kind = cell.get(_VALUE_TYPE)
    if cell.get(_ERROR) == "error":
        return None
    with suppress(ValueError):
        if kind in ("float", "percentage", "currency"):
            return float(cell.get(_VALUE) or "")
        if kind == "date":
            told = cell.get(_DATE_VALUE) or ""
            day = "T" not in told and date.fromisoformat(told)
            return day or datetime.fromisoformat(told).replace(tzinfo=None)
        if kind == "boolean":
            return bool(cell.get(_BOOLEAN_VALUE) == "true")
    return CONTROL.sub("", _words(cell, crossed))[: limits.MOST_CHARACTERS] or None


def _words(cell: Element, crossed: Collection[str | None] = ()) -> str:
    return "\n".join(_paragraph(each, crossed) for each in cell.iterchildren(_P))


def _paragraph(paragraph: Element, crossed: Collection[str | None]) -> str:
    if not len(paragraph):
        return paragraph.text or ""
    parts = []
    for event, element in etree.iterwalk(paragraph, events=("start", "end")):
        if event == "start":
            if element.tag == _S:
                parts.append(" " * min(_number(element, f"{_TEXT}c"), 100))
            elif element.tag == _LINE_BREAK:
                parts.append("\n")
            words = element.text or ""
            is_struck = crossed and element.get(_TEXT_STYLE) in crossed
            parts.append(with_strokes(words) if is_struck else words)
        elif element is not paragraph:
            parts.append(element.tail or "")
    return "".join(parts)


def _is_hidden(element: Element) -> bool:
    return element.get(_VISIBILITY) in ("collapse", "filter")


def _number(element: Element, what: str) -> int:
    text = element.get(what)
    if text is None:
        return 1
    return max(int(text), 1) if text.isdecimal() and len(text) < 8 else 1
