"""Tables in HTML, and in the XML that Excel 2003 and many systems write: both are named .xls."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from email import message_from_bytes
from pathlib import PurePath

from lxml import etree

from . import limits
from .archive import Element, has_entities
from .encodings import decoded
from .excel import CONTROL
from .grids import TITLE_LINES, GridBuilder, numbered, titles_above
from .number_formats import shown_beside
from .strikes import STROKE, with_strokes
from .values import Cell, ReadingFault, Sheet, Unreadable

_BLOCKS = {"p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "br", "li", "hr", "center", "section"}
_BLOCKS |= {"table", "caption", "tr", "td", "th"}
_SKIPPED = {"script", "style", "head", "template"}
_SPACE = re.compile(r"[ \t\r\n\f\xa0]+")
_HIDDEN = re.compile(r"(?:display\s*:\s*none|mso-hide\s*:\s*all)", re.IGNORECASE)
_STRUCK = {"s", "strike", "del"}
_STRIKES = re.compile(r"line-through|<(?:s|strike|del)\b", re.IGNORECASE)
_STRUCK_CLASS = re.compile(r"\.([\w-]+)\s*\{[^}]*line-through")
_AMOUNT = re.compile(r"[-+¥￥$()\d,. %]+")
_WHOLE = re.compile(r"\s*(\d{1,5})")


def read_markup(text: str, name: str) -> list[Sheet]:
    """Return the tables of a text in HTML or Excel's XML. Raises Unreadable if it holds none."""
    head = text[:4096].lower()
    content = text.encode("utf-8", errors="replace")
    if b"<!ENTITY" in content.upper() and has_entities(content):
        raise Unreadable(ReadingFault.CODE, name)
    if "urn:schemas-microsoft-com:office:spreadsheet" in head and "<html" not in head:
        from .spreadsheet_xml import read_spreadsheet_xml

        return read_spreadsheet_xml(text, name)
    if "urn:oasis:names:tc:opendocument" in head and "<office:document" in head:
        from .opendocument import read_flat_ods

        return read_flat_ods(content, name)
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise Unreadable(ReadingFault.DAMAGED, name) from error
    if root is not None and _STRIKES.search(text):
        _mark_struck(root, set(_STRUCK_CLASS.findall(text)))
    sheets = [] if root is None else list(_Tables(name).read(root))
    if not sheets:
        raise Unreadable(ReadingFault.NO_TABLE, name)
    return numbered(sheets, PurePath(name).stem)


def read_web_archive(content: bytes, name: str) -> list[Sheet]:
    """Return the tables of a page that was saved as one file with its pictures (.mht), as Excel
    saves one too. Raises Unreadable if it holds none.
    """
    sheets: list[Sheet] = []
    for part in message_from_bytes(content).walk():
        if part.get_content_type() == "text/html":
            page = part.get_payload(decode=True)
            with suppress(Unreadable):
                sheets += read_markup(decoded(page, name), name) if isinstance(page, bytes) else []
    if not sheets:
        raise Unreadable(ReadingFault.NO_TABLE, name)
    return numbered(sheets[: limits.MOST_SHEETS], PurePath(name).stem)


def _mark_struck(root: Element, classes: set[str]) -> None:
    """Put strokes through the words that a page shows as struck out."""
    for element in root.iter(etree.Element):
        told = element.get("style") or ""
        own = set((element.get("class") or "").split())
        if element.tag in _STRUCK or _STRIKES.search(told) or own & classes:
            for each in element.iter(etree.Element):
                if each.text and STROKE not in each.text:
                    each.text = with_strokes(each.text.strip())
                if each.tail and each is not element and STROKE not in each.tail:
                    each.tail = with_strokes(each.tail.strip())


class _Tables:
    """Walks through a page, and gathers the lines of text before each table."""

    def __init__(self, name: str) -> None:
        self.name, self.room, self.number = name, limits.MOST_CELLS, 0
        self.lines = [""]

    def read(self, root: Element) -> Iterator[Sheet]:
        walker = etree.iterwalk(root, events=("start", "end"))
        for event, element in walker:
            if event == "end":
                self._add(element, element.tail)
            elif element.tag in _SKIPPED:
                walker.skip_subtree()
            elif element.tag == "table" and not _is_frame(element):
                walker.skip_subtree()
                yield from self._sheets(element)
            else:
                self._add(element, element.text)

    def _sheets(self, table: Element) -> Iterator[Sheet]:
        """Yield a table, and those within its cells."""
        for each in (table, *table.iterdescendants("table")):
            grid = _grid(each, self.name, self.room)
            self.room = grid.room
            if grid.is_empty():
                continue
            self.number += 1
            if self.number > limits.MOST_SHEETS:
                raise Unreadable(ReadingFault.TOO_MANY_CELLS, self.name)
            captions = [_words(child) or "" for child in each.iterchildren("caption")]
            yield grid.sheet(titles_above([*self.lines, *captions]))
            self.lines = [""]

    def _add(self, element: Element, words: str | None) -> None:
        if element.tag in _BLOCKS and self.lines[-1]:
            self.lines.append("")
            del self.lines[: -2 * TITLE_LINES]
        if words and len(self.lines[-1]) < limits.MOST_CHARACTERS:
            self.lines[-1] += _SPACE.sub(" ", words)


def _is_frame(table: Element) -> bool:
    """True of a table that only arranges a page: it holds others, and no three cells of a row hold
    words of their own.
    """
    if next(table.iterdescendants("table"), None) is None:
        return False
    return all(sum(1 for cell in _cells(row) if _words(cell)) < 3 for row in _rows(table))


def _grid(table: Element, name: str, room: int) -> GridBuilder:
    grid = GridBuilder(name, room)
    for row in _rows(table):
        grid.add_row()
        if grid.is_long_empty:
            break
        if _HIDDEN.search(row.get("style") or ""):
            grid.hidden.add(grid.row)
        for cell in _cells(row):
            value, words = _value(cell)
            place = grid.add_cell(value, _count(cell, "colspan"), _count(cell, "rowspan"))
            if isinstance(value, float) and "%" in words:
                grid.percents.add(place)
            elif isinstance(value, float):
                grid.note_format(place, shown_beside(value, words))
    return grid


def _rows(table: Element) -> Iterator[Element]:
    if next(table.iterdescendants("table"), None) is None:
        yield from table.iterdescendants("tr")
        return
    for row in table.iterdescendants("tr"):
        if next(row.iterancestors("table"), None) is table:
            yield row


def _cells(row: Element) -> Iterator[Element]:
    yield from row.iterchildren("td", "th")


def _count(cell: Element, what: str) -> int:
    told = cell.get(what)
    found = _WHOLE.match(told) if told else None
    return int(found[1]) if found else 1


def _value(cell: Element) -> tuple[Cell, str]:
    """Return a cell's number if it tells one beside what it shows, else its words; and what it
    shows.
    """
    words = _words(cell)
    exact = cell.get("x:num") or (cell.get("data-v") if cell.get("data-t") == "n" else None)
    if exact and words and _AMOUNT.fullmatch(words):  # a day has a number too
        with suppress(ValueError):
            return float(exact), words
    return words, words or ""


def _words(cell: Element) -> str | None:
    """Return the text of a cell, without that of tables within; line breaks stay."""
    if len(cell) == 0:
        return _tidy(cell.text) if cell.text else None
    parts = [cell.text or ""]
    walker = etree.iterwalk(cell, events=("start", "end"))
    for event, element in walker:
        if element is cell:
            continue
        if event == "start" and (element.tag == "table" or element.tag in _SKIPPED):
            walker.skip_subtree()
            continue
        if element.tag in _BLOCKS:
            parts.append("\0")
        parts.append((element.text if event == "start" else element.tail) or "")
    return _tidy("".join(parts))


def _tidy(text: str) -> str | None:
    lines = (_SPACE.sub(" ", line).strip() for line in text.split("\0"))
    tidy = "\n".join(line for line in lines if line)[: limits.MOST_CHARACTERS]
    return CONTROL.sub("", tidy) or None
