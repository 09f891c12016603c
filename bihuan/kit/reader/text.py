"""Tables in text: .csv, .txt, and what was copied out of a chat."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable
from itertools import islice
from pathlib import PurePath

from . import limits
from .encodings import decoded
from .excel import CONTROL
from .values import Cell, ReadingFault, Sheet, Unreadable

_MARKUP = re.compile(r"<[!?/a-zA-Z]")
SAMPLE = 65_536  # characters that decide how a text is split
DELIMITERS = "\t;,|"  # of equal ones the first
TEXTS = {".csv", ".tsv", ".tab", ".txt", ".md", ".log"}


def read_text(content: bytes, name: str, *, pasted: bool = False) -> list[Sheet]:
    """Return the table of a text, or those of one in HTML or XML. Raises Unreadable for what is no
    text, and for a text without any column in a file that is named as something else.
    """
    text = decoded(content, name)
    start = text[:SAMPLE].lstrip()
    if not pasted and _MARKUP.match(start):
        from .markup import read_markup

        return read_markup(text, name)
    if not pasted and start[:13].lower() == "mime-version:":
        from .markup import read_web_archive

        return read_web_archive(content, name)
    text = CONTROL.sub("", text)
    suffix = PurePath(name).suffix.lower()
    sheet = PurePath(name).stem
    delimiter = None if pasted or suffix in (".txt", ".md") else _delimiter(text)
    if delimiter or suffix == ".csv":
        return [Sheet(sheet, _separated(text, delimiter or ",", name))]
    from .prose import table_of

    rows = table_of(text, name)
    if rows is None and not pasted and suffix not in TEXTS:
        raise Unreadable(ReadingFault.NO_WORKBOOK, name)
    return [
        Sheet(sheet, _separated(text, _delimiter(text) or "\t", name) if rows is None else rows)
    ]


def _delimiter(text: str) -> str | None:
    """Return what parts most lines into equally many cells, at least two; None if nothing does."""
    if text.startswith("sep=") and text[4:5] in DELIMITERS:
        return text[4]
    sample = text[:SAMPLE]
    if len(text) > SAMPLE:
        sample = sample[: sample.rfind("\n") + 1] or sample
    found: dict[str, int] = {}
    for delimiter in DELIMITERS:
        try:
            lines = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
            widths = Counter(len(line) for line in lines if any(line))
        except csv.Error:
            continue
        if several := [count for width, count in widths.items() if width > 1]:
            found[delimiter] = max(several)
    return max(found, key=found.__getitem__, default=None)


def _separated(text: str, delimiter: str, name: str) -> list[list[Cell]]:
    if text.startswith("sep="):  # Excel's own line, which says how to split
        text = text[text.find("\n") :] if "\n" in text else ""
    try:
        return _lines(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), name)
    except csv.Error as error:
        raise Unreadable(ReadingFault.DAMAGED, name) from error


def _lines(reader: Iterable[list[str]], name: str) -> list[list[Cell]]:
    rows: list[list[Cell]] = []
    empty, room = 0, limits.MOST_CELLS
    for line in reader:
        empty = 0 if any(line) else empty + 1
        if empty > limits.MOST_EMPTY:
            break
        if len(rows) >= limits.MOST_ROWS:
            raise Unreadable(ReadingFault.TOO_MANY_LINES, name)
        rows.append([cell or None for cell in islice(line, limits.MOST_COLUMNS)])
        room -= len(rows[-1])
        if room < 0:
            raise Unreadable(ReadingFault.TOO_MANY_CELLS, name)
    return rows[: len(rows) - min(empty, limits.MOST_EMPTY)] if empty else rows
