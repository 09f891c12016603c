"""Tables that somebody typed or copied: parted by tabs, bars, several spaces, or Chinese commas.

A line that does not fit stays whole in one cell: nothing moves into another column unseen.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

from . import limits
from .values import Cell, ReadingFault, Unreadable

_BARS = re.compile(r"(?<!\\)[|│┃｜]")
_RULE = re.compile(r"[\s|│┃+:\-=─━┌┐└┘├┤┬┴┼╔╗╚╝═║]+")
_GAP = re.compile(r"[^\S\n\t]{2,}|\u3000+")
_TABS = re.compile(r"\t")
_QUOTED = re.compile(r'^"(.*)"$')
"""A cell with a comma or a quotation mark in it, as a spreadsheet writes it between tabs."""
PATTERNS = (
    _TABS,
    _BARS,
    _GAP,
    re.compile("[;；]"),
    re.compile(r"，|,(?!\d{3}(?!\d))"),
    re.compile("、"),
    re.compile(r"\s+"),
)
_WORD = re.compile(r"\S+(?: \S+)*")
SAMPLE = 300  # lines


def table_of(text: str, name: str) -> list[list[Cell]] | None:
    """Return the rows of a text, or None if nothing parts half of its lines alike.

    Raises Unreadable if there are too many.
    """
    lines = text.splitlines()
    if len(lines) > limits.MOST_ROWS:
        raise Unreadable(ReadingFault.TOO_MANY_LINES, name)
    sample = [line for line in lines[: 2 * SAMPLE] if line.strip()][:SAMPLE]
    for pattern in PATTERNS:
        counts = Counter(len(_parts(line, pattern)) for line in sample)
        width, alike = max(counts.items(), key=lambda each: (each[0] > 1, each[1]), default=(1, 0))
        if width > 1 and alike >= 2 and alike * 2 >= sum(n for w, n in counts.items() if w > 0):
            return list(_rows(lines, pattern, width))
    return None


def _rows(lines: list[str], pattern: re.Pattern[str], width: int) -> Iterator[list[Cell]]:
    columns: list[tuple[int, int]] = []
    for line in lines:
        parts = _parts(line, pattern)
        if not parts and line.strip():  # a rule between heading and rows
            continue
        if len(parts) == width:
            columns = columns or (_places(line) if pattern is _GAP else [])
        elif len(parts) > 1:
            parts = _aligned(line, columns) or [line.strip()]
        yield [part or None for part in parts[: limits.MOST_COLUMNS]]


def _parts(line: str, pattern: re.Pattern[str]) -> list[str]:
    if pattern is _BARS:
        if _RULE.fullmatch(line):
            return []
        line = line.strip().strip("|│┃｜") if pattern.search(line) else line
    elif pattern is not _TABS:
        line = line.strip()
    parts = [part.strip().strip("*`").replace("\\|", "|") for part in pattern.split(line)]
    if pattern is _TABS:
        parts = [_QUOTED.sub(lambda found: found[1].replace('""', '"'), part) for part in parts]
    return parts if any(parts) else []


def _aligned(line: str, columns: list[tuple[int, int]]) -> list[str] | None:
    """Return the words of a line under the columns of the first, by where they stand; None if one
    stands under none or several.
    """
    cells = [""] * len(columns)
    for (start, end), word in zip(_places(line), _words(line), strict=True):
        under = [at for at, (left, right) in enumerate(columns) if start < right and left < end]
        if len(under) != 1 or cells[under[0]]:
            return None
        cells[under[0]] = word
    return cells if any(cells) else None


def _words(line: str) -> list[str]:
    return _WORD.findall(line.replace("\u3000", "  "))


def _places(line: str) -> list[tuple[int, int]]:
    """Return where each word starts and ends, a Chinese character counting twice."""
    line = line.replace("\u3000", "  ")
    ends = [0]
    for character in line[:2_000]:
        ends.append(ends[-1] + 1 + (unicodedata.east_asian_width(character) in "WF"))
    last = len(ends) - 1
    return [(ends[min(m.start(), last)], ends[min(m.end(), last)]) for m in _WORD.finditer(line)]
