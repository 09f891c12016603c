"""The tables of a PDF with a text layer. Where lines are drawn they part the cells; where none are,
words that stand one below another make a column, and the sheet is doubtful.
"""

from __future__ import annotations

import gc
import io
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import PurePath
from statistics import median
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfplumber.utils.exceptions import PdfminerException

from . import limits
from .boxes import Box, grid_of, lines_of, looks_like_table
from .excel import CONTROL
from .grids import GridBuilder, numbered, titles_above
from .values import Cell, ReadingFault, Sheet, Unreadable

_PAGE_NUMBER = re.compile(
    r"[-—–·\s]*(?:第\s*|共\s*)?\d+\s*(?:页|/\s*\d+)?[，,\s]*(?:共\s*\d+\s*页)?[-—–·\s]*"
)
_DIGITS = re.compile(r"\d+")
SHIFT = 4.0  # points by which a column may stand elsewhere on the next page
FEWEST_CHARACTERS = 10  # of a page with a text layer
_LATIN = re.compile(r"[A-Za-z]$")


@dataclass
class _Piece:
    """A table in the making, which the next page may continue."""

    grid: GridBuilder
    edges: list[float]
    above: list[str]
    doubtful: bool = False


@dataclass
class _Document:
    name: str
    pieces: list[_Piece] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)  # of text since the last table
    is_open: bool = False  # the last table stood last on its page
    has_scans: bool = False
    loose: list[Box] = field(default_factory=list)  # words in columns of the last pages
    loose_height: float = 0.0  # of those pages, in points


def read_pdf(content: bytes, name: str) -> list[Sheet]:
    """Return the tables, each under the lines of text above it; one that goes on over several pages
    is one. With a scan among its pages all are read as pictures, if the extra `ocr` is there.

    Raises Unreadable for a document with a password, damaged, too long, or without a table.
    """
    document = _Document(name)
    with _collected(), _opened(content, name) as pdf:
        if len(pdf.pages) > limits.MOST_PAGES:
            raise Unreadable(ReadingFault.TOO_MANY_PAGES, name)
        for page in pdf.pages:
            _read_page(document, page)
            page.close()
    _close_unruled(document)
    if document.has_scans:
        from .pictures import read_scan

        return read_scan(content, name)
    sheets = [
        piece.grid.sheet(titles_above(piece.above), doubtful=piece.doubtful)
        for piece in document.pieces
        if not piece.grid.is_empty()
    ]
    if not sheets:
        raise Unreadable(ReadingFault.NO_TABLE, name)
    if len(sheets) > limits.MOST_SHEETS:
        raise Unreadable(ReadingFault.TOO_MANY_CELLS, name)
    return numbered(sheets, PurePath(name).stem)


@contextmanager
def _collected() -> Iterator[None]:
    """Let rings of objects be found: this library makes them, and this process goes on."""
    gc.enable()
    try:
        yield
    finally:
        gc.disable()
        gc.collect()


@contextmanager
def _opened(content: bytes, name: str) -> Iterator[Any]:
    try:
        pdf = _pdf(content)
        with pdf:
            yield pdf
    except PdfminerException as error:
        of = error.args[0] if error.args else None
        fault = isinstance(of, PDFPasswordIncorrect) and ReadingFault.ENCRYPTED
        raise Unreadable(fault or ReadingFault.DAMAGED, name) from error
    except (Unreadable, MemoryError):
        raise
    except Exception as error:  # the library meets a stranger's file with any
        raise Unreadable(ReadingFault.DAMAGED, name) from error


def _pdf(content: bytes) -> Any:
    """Open it; where its table of contents is broken, after another library mended that."""
    try:
        return pdfplumber.open(io.BytesIO(content))
    except PdfminerException as error:
        if error.args and isinstance(error.args[0], PDFPasswordIncorrect):
            raise
        from pypdfium2 import PdfDocument, PdfiumError

        mended = io.BytesIO()
        try:
            PdfDocument(content).save(mended)
        except PdfiumError:
            raise error from None
        return pdfplumber.open(mended)


def _read_page(document: _Document, page: Any) -> None:
    if document.has_scans or _is_scan(page):
        document.has_scans = True  # nothing of it can be told from the text of other pages
        return
    tables = [table for table in page.find_tables() if _width(table) > 1]
    if not tables:
        _read_unruled(document, page)
        return
    _close_unruled(document)
    lines = _lines_outside(page, [table.bbox for table in tables])
    size = median(each["size"] for each in page.chars) if page.chars else 10
    top = 0.0
    for number, table in enumerate(sorted(tables, key=lambda each: (each.bbox[1], each.bbox[0]))):
        here = [text for at, text in lines if top <= at < table.bbox[1]]
        top = table.bbox[3]
        _add_table(document, table, here, size, is_first=number == 0)
    document.lines = [text for at, text in lines if at >= top]
    document.is_open = True


def _is_scan(page: Any) -> bool:
    """True of a page without text that a picture covers by half at least."""
    if len(page.chars) >= FEWEST_CHARACTERS:
        return False
    areas = ((each["x1"] - each["x0"]) * (each["bottom"] - each["top"]) for each in page.images)
    return bool(sum(areas) * 2 > page.width * page.height)


def _is_page_number(line: str) -> bool:
    return len(line) < 40 and _PAGE_NUMBER.fullmatch(line) is not None


def _width(table: Any) -> int:
    return max(len(row.cells) for row in table.rows)


def _lines_outside(page: Any, areas: Sequence[tuple[float, ...]]) -> list[tuple[float, str]]:
    """Return the lines of text that stand in no table, with their distance from the top."""

    def is_outside(thing: dict[str, Any]) -> bool:
        if thing["object_type"] != "char":
            return False
        x, y = (thing["x0"] + thing["x1"]) / 2, (thing["top"] + thing["bottom"]) / 2
        return not any(a[0] <= x <= a[2] and a[1] <= y <= a[3] for a in areas)

    found = page.filter(is_outside).extract_text_lines(return_chars=False)
    return [
        (each["top"], CONTROL.sub("", each["text"]).strip())
        for each in found
        if not _is_page_number(each["text"].strip())
    ]


def _add_table(
    document: _Document, table: Any, here: list[str], size: float, *, is_first: bool
) -> None:
    edges = sorted({cell[0] for cell in table.cells})
    last = document.pieces[-1] if document.pieces else None
    goes_on = (
        last is not None
        and is_first
        and document.is_open
        and _agree(last.edges, edges)
        and {_DIGITS.sub("", line) for line in here} <= {_DIGITS.sub("", e) for e in last.above}
    )
    if last is None or not goes_on:
        room = limits.MOST_CELLS if last is None else last.grid.room
        last = _Piece(GridBuilder(document.name, room), edges, [*document.lines, *here])
        document.pieces.append(last)
    document.lines = []
    _fill(last.grid, table, edges, size)


def _agree(one: Sequence[float], other: Sequence[float]) -> bool:
    """True if columns start at the same places, wherever the first of them does."""
    if len(one) != len(other):
        return False
    return all(abs((a - one[0]) - (b - other[0])) <= SHIFT for a, b in zip(one, other, strict=True))


def _fill(grid: GridBuilder, table: Any, edges: Sequence[float], size: float) -> None:
    tops = [row.bbox[1] for row in table.rows]
    for row, texts in zip(table.rows, table.extract(), strict=True):
        grid.add_row()
        for column, (area, text) in enumerate(zip(row.cells, texts, strict=True)):
            if area is None:
                continue
            grid.column = column
            across = sum(area[0] <= edge < area[2] - 1 for edge in edges)
            down = sum(area[1] <= top < area[3] - 1 for top in tops)
            grid.put(_unwrapped(text or "", area[2] - area[0], size))
            grid.span((grid.row, column), max(across, 1), max(down, 1))


def _unwrapped(text: str, width: float, size: float) -> Cell:
    """Return a cell's text with lines joined that went on only for want of room; `width` of the
    cell and `size` of its characters are in points.
    """
    text = CONTROL.sub("", text)
    if "\n" not in text:
        return text.strip()[: limits.MOST_CHARACTERS] or None
    joined = ""
    for line in text.split("\n"):
        taken = sum(size if ord(c) > 0x2E7F else size / 2 for c in joined.rpartition("\n")[2])
        if not joined or taken + 2 * size < width:
            joined += ("\n" if joined else "") + line
        else:
            joined += (" " if _LATIN.search(joined) else "") + line
    return joined.strip()[: limits.MOST_CHARACTERS] or None


def _read_unruled(document: _Document, page: Any) -> None:
    """Gather the words of a page without drawn lines, if they stand in columns: the next page may
    go on with them.
    """
    words = page.extract_words()
    lines = lines_of(
        [Box(w["x0"], w["top"], w["x1"], w["bottom"], CONTROL.sub("", w["text"])) for w in words]
    )
    texts = [" ".join(box.text for box in line) for line in lines]
    real = [i for i, text in enumerate(texts) if not _is_page_number(text)]
    boxes = [box for i in real for box in lines[i]]
    if looks_like_table(boxes):
        below = document.loose_height
        document.loose += [
            Box(b.left, b.top + below, b.right, b.bottom + below, b.text) for b in boxes
        ]
        document.loose_height += float(page.height)
    else:
        _close_unruled(document)
        document.lines += [texts[i] for i in real]
    document.is_open = False


def _close_unruled(document: _Document) -> None:
    """Make a sheet of the words gathered from one page after another."""
    if not document.loose:
        return
    grid = grid_of(document.loose, document.name)
    document.pieces.append(_Piece(grid, [], document.lines, doubtful=True))
    document.loose, document.loose_height, document.lines = [], 0.0, []
