"""The tables of a .docx, each under the paragraphs that stand right above it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath

from lxml import etree

from . import limits
from .archive import Element, inside, package_opened, part_of, tree_of
from .excel import CONTROL
from .grids import TITLE_LINES, GridBuilder, numbered, titles_above
from .strikes import with_strokes
from .values import Cell, ReadingFault, Sheet, Unreadable

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_AROUND = {f"{_W}{each}" for each in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "body")}
_BREAKS = {f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}tab": " ", f"{_W}noBreakHyphen": "-"}
_WORDS, _PARAGRAPH, _VALUE = f"{_W}t", f"{_W}p", f"{_W}val"
_STRIKES = (f"{_W}strike", f"{_W}dstrike")
_GRID_SPAN, _DOWN = f"{_W}gridSpan", f"{_W}vMerge"
_SECOND_TIME = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


def read_docx(content: bytes, name: str) -> list[Sheet]:
    """Return the tables; one within a cell of another follows it. Raises Unreadable for a document
    without any, damaged, or too large.
    """
    with package_opened(content, name) as package:
        text = part_of(package, "word/document.xml", name)
        root = tree_of(text.replace(_STRICT, _W[1:-1].encode()))
    etree.strip_elements(root, _SECOND_TIME, with_tail=False)  # what older programmes would show
    body = root.find(f"{_W}body")
    sheets: list[Sheet] = []
    room, lines = limits.MOST_CELLS, [""]
    for block in () if body is None else _blocks(body, f"{_W}p", f"{_W}tbl"):
        if block.tag == f"{_W}p":
            lines = [*lines[-2 * TITLE_LINES :], *_text(block).split("\n")]
            continue
        for table in (block, *block.iterdescendants(f"{_W}tbl")):
            grid = _grid(table, name, room)
            room = grid.room
            if not grid.is_empty():
                sheets.append(grid.sheet(titles_above(lines)))
                lines = [""]
            if len(sheets) > limits.MOST_SHEETS:
                raise Unreadable(ReadingFault.TOO_MANY_CELLS, name)
    if not sheets:
        raise Unreadable(ReadingFault.NO_TABLE, name)
    return numbered(sheets, PurePath(name).stem)


def _blocks(parent: Element, *tags: str) -> Iterator[Element]:
    """Yield the children with these tags, also those that a control or a correction holds."""
    return inside(parent, tags, _AROUND)


def _grid(table: Element, name: str, room: int) -> GridBuilder:
    grid = GridBuilder(name, room)
    open_areas: dict[int, tuple[int, int]] = {}  # column → first row and width of what goes on down
    for row in _blocks(table, f"{_W}tr"):
        grid.add_row()
        if grid.is_long_empty:
            break
        grid.column = _number(row.find(f"{_W}trPr/{_W}gridBefore"), 0)
        for cell in _blocks(row, f"{_W}tc"):
            across, merge = _shape(cell)
            column = grid.column
            if merge == "continue" and column in open_areas:
                grid.column += across
                grid.spend(across)
                continue
            _close(grid, open_areas, column, grid.row)
            grid.put(_cell(cell))
            grid.spend(across)
            if merge:
                open_areas[column] = grid.row, across
            else:
                grid.span((grid.row, column), across, 1)
            grid.column += across
    for column in list(open_areas):
        _close(grid, open_areas, column, grid.row + 1)
    return grid


def _close(
    grid: GridBuilder, open_areas: dict[int, tuple[int, int]], column: int, below: int
) -> None:
    """Note the area that ends above the row `below`."""
    if column in open_areas:
        first, across = open_areas.pop(column)
        grid.span((first, column), across, below - first)


def _shape(cell: Element) -> tuple[int, str]:
    """Return over how many columns a cell reaches, and whether an area down starts or goes on."""
    across, merge = 1, ""
    for shape in cell.iterchildren(f"{_W}tcPr"):
        for each in shape:
            if each.tag == _GRID_SPAN:
                across = _number(each, 1)
            elif each.tag == _DOWN:
                merge = each.get(_VALUE) or "continue"
    return across, merge


def _number(element: Element | None, default: int) -> int:
    text = "" if element is None else element.get(_VALUE) or ""
    return min(int(text), limits.WIDEST) if text.isdecimal() and len(text) < 8 else default


def _cell(cell: Element) -> Cell:
    paragraphs = [_text(each).strip() for each in _blocks(cell, _PARAGRAPH)]
    text = "\n".join(paragraph for paragraph in paragraphs if paragraph)
    return CONTROL.sub("", text)[: limits.MOST_CHARACTERS] or None


def _text(paragraph: Element) -> str:
    """Return the words of a paragraph as its corrections leave them."""
    return "".join(
        _run(each) if each.tag == _WORDS else _BREAKS[str(each.tag)]
        for each in paragraph.iterdescendants(_WORDS, *_BREAKS)
    )


def _run(words: Element) -> str:
    """Return words with strokes through them if they are struck out."""
    text, run = words.text or "", words.getparent()
    shape = None if run is None else run.find(f"{_W}rPr")
    marks = () if shape is None else shape.iterchildren(*_STRIKES)
    is_struck = any(mark.get(_VALUE) not in ("0", "false", "off") for mark in marks)
    return with_strokes(text) if is_struck else text
