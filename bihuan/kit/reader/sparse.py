"""Sheets in which a cell stands far from the table: a reader would make room for all between."""

from __future__ import annotations

import re

from . import limits
from .values import ReadingFault, Unreadable

_ROW_NUMBER = re.compile(rb'<row\b[^>]*?\br="(\d{1,9})"')
_LETTERS = re.compile(rb' r="([A-Z]{1,4})\d')
_ROW = re.compile(rb'<row\b[^>]*?\br="(\d{1,9})"[^>]*?(?:/>|>.*?</row>)', re.DOTALL)
_CELL = re.compile(rb'<c\b[^>]*?\br="([A-Z]{1,4})\d+"[^>]*?(?:/>|>.*?</c>)', re.DOTALL)
_FILLED = re.compile(rb"<(?:v|is|f)\b")


def cut_down(text: bytes, title: str) -> bytes | None:
    """Return a sheet's XML without rows and columns that stand apart; None if it is no larger than
    can be read as it is. What it declares as its size is not believed: its cells are looked at.

    Raises Unreadable if it is too large even so.
    """
    if _area(text) <= limits.MOST_AREA:
        return None
    cut = _without_far_rows(text)
    if _area(cut) > limits.MOST_AREA:
        cut = _CELL.sub(lambda m: m[0] if column(m[1]) <= limits.MOST_COLUMNS else b"", cut)
    if _area(cut) > limits.MOST_AREA:
        raise Unreadable(ReadingFault.TOO_MANY_CELLS, title)
    return cut


def column(letters: bytes) -> int:
    """Return the number of a column, from 1."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _area(text: bytes) -> int:
    rows = max(map(int, _ROW_NUMBER.findall(text)), default=0)
    columns = max(map(column, set(_LETTERS.findall(text))), default=0)
    return rows * columns


def _without_far_rows(text: bytes) -> bytes:
    """Drop rows without a value, and what comes after a long emptiness."""
    last = 0

    def row_or_nothing(row: re.Match[bytes]) -> bytes:
        nonlocal last
        number = int(row[1])
        if not _FILLED.search(row[0]) or number - last > limits.MOST_EMPTY + 1:
            return b""
        last = max(last, number)
        return row[0]

    return _ROW.sub(row_or_nothing, text)
