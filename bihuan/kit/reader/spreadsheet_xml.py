"""The XML that Excel 2003 saves, and many systems write and name .xls."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from contextlib import suppress
from datetime import datetime

from lxml import etree

from . import limits
from .archive import Element, tree_of
from .excel import CONTROL
from .grids import GridBuilder
from .marks import PERCENT, is_percent
from .number_formats import read_format
from .strikes import with_strokes
from .values import Cell, Place, ReadingFault, Sheet, Unreadable

_SS = "{urn:schemas-microsoft-com:office:spreadsheet}"
_X = "{urn:schemas-microsoft-com:office:excel}"
_INDEX = f"{_SS}Index"
_MERGEACROSS = f"{_SS}MergeAcross"
_MERGEDOWN = f"{_SS}MergeDown"
_SPAN = f"{_SS}Span"
_ROW = f"{_SS}Row"
_HIDDEN = f"{_SS}Hidden"
_CELL = f"{_SS}Cell"
_STYLEID = f"{_SS}StyleID"
_DATA = f"{_SS}Data"
_TYPE = f"{_SS}Type"
_COMMENT = f"{_SS}Comment"
_COLUMN = f"{_SS}Column"
_S = "{http://www.w3.org/TR/REC-html40}S"
_NAMED_PERCENTS = {"Percent", "0%", "0.00%"}


def read_spreadsheet_xml(text: str, name: str) -> list[Sheet]:
    """Return the visible sheets. Raises Unreadable for a file that is damaged or too large."""
    start = text.find("?>") + 2 if text.lstrip().startswith("<?xml") else 0
    try:
        root = tree_of(text[start:].strip().encode("utf-8", errors="replace"))
    except etree.XMLSyntaxError as error:
        raise Unreadable(ReadingFault.DAMAGED, name) from error
    styles, crossed = _styles(root), _struck_styles(root)
    sheets: list[Sheet] = []
    room = limits.MOST_CELLS
    for page in root.iterchildren(f"{_SS}Worksheet"):
        visible = page.findtext(f"{_X}WorksheetOptions/{_X}Visible")
        table = page.find(f"{_SS}Table")
        if visible in ("SheetHidden", "SheetVeryHidden") or table is None:
            continue
        if len(sheets) >= limits.MOST_SHEETS:
            raise Unreadable(ReadingFault.TOO_MANY_CELLS, name)
        grid = GridBuilder(page.get(f"{_SS}Name") or name, room)
        _fill(grid, table, styles, crossed)
        room = grid.room
        sheets.append(grid.sheet())
    if not sheets:
        raise Unreadable(ReadingFault.NO_TABLE, name)
    return sheets


def _styles(root: Element) -> dict[str, str]:
    """Return the number formats of the styles that show a percentage or a unit."""
    found = {}
    for style in root.iterfind(f"{_SS}Styles/{_SS}Style"):
        shape = style.find(f"{_SS}NumberFormat")
        text = "" if shape is None else shape.get(f"{_SS}Format") or ""
        if text in _NAMED_PERCENTS or is_percent(text):
            found[style.get(f"{_SS}ID") or ""] = PERCENT
        elif shown := read_format(text):
            found[style.get(f"{_SS}ID") or ""] = str(shown)
    return found


def _struck_styles(root: Element) -> set[str]:
    fonts = root.iterfind(f"{_SS}Styles/{_SS}Style/{_SS}Font[@{_SS}StrikeThrough='1']")
    return {font.getparent().get(f"{_SS}ID") or "" for font in fonts}


def _fill(
    grid: GridBuilder, table: Element, styles: Mapping[str, str], crossed: Collection[str]
) -> None:
    _hide_columns(grid, table)
    for row in table.iterchildren(_ROW):
        index = _number(row, _INDEX, len(grid.rows) + 1)
        while len(grid.rows) + 1 < index and not grid.is_long_empty:
            grid.add_row()
        grid.add_row()
        if grid.is_long_empty:
            break
        if row.get(_HIDDEN) == "1":
            grid.hidden.add(grid.row)
        for cell in row.iterchildren(_CELL):
            grid.column = max(_number(cell, _INDEX, grid.column + 1) - 1, grid.column)
            style = cell.get(_STYLEID) or row.get(_STYLEID) or ""
            place = _add(grid, cell, styles.get(style, ""))
            grid.struck |= {place} if style in crossed else set()


def _add(grid: GridBuilder, cell: Element, shown: str) -> Place:
    across, down = _number(cell, _MERGEACROSS, 0) + 1, _number(cell, _MERGEDOWN, 0) + 1
    parts = {each.tag: each for each in cell}
    inside, note = parts.get(_DATA), parts.get(_COMMENT)
    place = grid.add_cell(None if inside is None else _value(inside), across, down)
    if inside is not None and inside.get(_TYPE) == "Error":
        grid.failed.add(place)
    if shown == PERCENT:
        grid.percents.add(place)
    elif shown:
        grid.formats.setdefault(shown, set()).add(place)
    if note is not None and len(grid.comments) < limits.MOST_COMMENTS:
        grid.comments[place] = "".join(note.itertext()).strip()[: limits.MOST_CHARACTERS]
    return place


def _value(inside: Element) -> Cell:
    for struck in inside.iter(_S) if len(inside) else ():
        struck.text = with_strokes(struck.text or "")
    text = "".join(inside.itertext()) if len(inside) else inside.text or ""
    kind = inside.get(_TYPE)
    with suppress(ValueError):
        if kind == "Number":
            return float(text)
        if kind == "DateTime":
            return datetime.fromisoformat(text).replace(tzinfo=None)
        if kind == "Boolean":
            return text == "1"
    return None if kind == "Error" else CONTROL.sub("", text)[: limits.MOST_CHARACTERS] or None


def _hide_columns(grid: GridBuilder, table: Element) -> None:
    column = 0
    for each in table.iterchildren(_COLUMN):
        column = _number(each, _INDEX, column + 1) - 1
        number = _number(each, _SPAN, 0) + 1
        if each.get(_HIDDEN) == "1":
            grid.hidden_columns.update(range(column, min(column + number, limits.MOST_COLUMNS)))
        column += number


def _number(element: Element, what: str, default: int) -> int:
    text = element.get(what)
    if text is None:
        return default
    return int(text) if text.isdecimal() and len(text) < 8 else default
