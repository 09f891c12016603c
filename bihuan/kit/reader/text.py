"""The lines of a .csv."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from pathlib import PurePath

from . import limits
from .excel import CONTROL
from .values import Cell, ReadingFault, Sheet, Unreadable


def read_text(content: bytes, name: str) -> Sheet:
    text = _decoded(content, name)
    if "\0" in text:
        raise Unreadable(ReadingFault.NO_TEXT, name)
    text = CONTROL.sub("", text)
    sample = text[:4096]
    delimiter = max(",;\t", key=sample.count)
    try:
        rows = _lines(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), name)
    except csv.Error as error:
        raise Unreadable(ReadingFault.DAMAGED, name) from error
    return Sheet(PurePath(name).stem, rows)


def _lines(reader: Iterable[list[str]], name: str) -> list[list[Cell]]:
    rows: list[list[Cell]] = []
    empty, room = 0, limits.MOST_CELLS
    for line in reader:
        empty = 0 if any(line) else empty + 1
        if empty > limits.MOST_EMPTY:
            break
        if len(rows) >= limits.MOST_ROWS:
            raise Unreadable(ReadingFault.TOO_MANY_LINES, name)
        rows.append([cell or None for cell in line[: limits.MOST_COLUMNS]])
        room -= len(rows[-1])
        if room < 0:
            raise Unreadable(ReadingFault.TOO_MANY_CELLS, name)
    return rows[: len(rows) - min(empty, limits.MOST_EMPTY)] if empty else rows


def _decoded(content: bytes, name: str) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    from charset_normalizer import from_bytes  # slow to import, and rarely needed

    best = from_bytes(content).best()
    if best is None:
        raise Unreadable(ReadingFault.CHARACTERS, name)
    return str(best)
