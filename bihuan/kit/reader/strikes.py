"""Words that are struck out, as an office crosses out on paper what no longer counts.

While a file is read they carry a stroke behind each character; `without_strokes` takes the strokes
away and says where they were.
"""

from __future__ import annotations

import re
from dataclasses import replace
from html import escape, unescape

from .values import Cell, Place, Sheet

STROKE = "\u0336"
STRUCK = "struck"
"""What is told of a cell whose style strikes it out."""
_MARK = re.compile(rb'<(?:d?strike|s)\b(?![^>]*?val="(?:0|false|off)")')
_RUN = re.compile(rb"<r>(.*?)</r>", re.DOTALL)
_WORDS = re.compile(rb"(<t\b[^>]*>)([^<]*)(</t>)")
_FONT = re.compile(rb"<font(?:\s[^>]*)?(?:/>|>(.*?)</font>)", re.DOTALL)
_PARTS = re.compile(rf"((?:.{STROKE})+)|([^{STROKE}](?!{STROKE}))", re.DOTALL)


def with_strokes(words: str) -> str:
    """Return words with a stroke through each character."""
    return "".join(character + STROKE for character in words)


def marked_runs(text: bytes) -> bytes:
    """Return the XML of an .xlsx with strokes through the words of runs that are struck out."""
    if b"strike" not in text:
        return text
    return _RUN.sub(_marked_run, text)


def _marked_run(run: re.Match[bytes]) -> bytes:
    if not _MARK.search(run[1].partition(b"</rPr>")[0]):
        return run[0]
    return _WORDS.sub(
        lambda found: (
            found[1] + escape(with_strokes(unescape(found[2].decode()))).encode() + found[3]
        ),
        run[0],
    )


def struck_fonts(styles: bytes) -> set[str]:
    """Return the numbers of the fonts in styles.xml that strike words out."""
    fonts = styles.partition(b"<fonts")[2].partition(b"</fonts>")[0]
    found = enumerate(_FONT.findall(fonts)) if b"strike" in fonts else ()
    return {str(number) for number, inside in found if _MARK.search(inside)}


def without_strokes(sheet: Sheet) -> Sheet:
    """Return the sheet without what is struck out within cells, and without the strokes of cells
    that are struck out as a whole; told where both stood.
    """
    struck: set[Place] = {place for place in sheet.struck if not _is_blank(sheet, place)}
    parts: dict[Place, str] = {}
    for number, row in enumerate(sheet.rows):
        for index, cell in enumerate(row):
            if type(cell) is str and STROKE in cell:
                row[index], crossed = _parted(cell)
                if crossed:
                    parts[number, index] = crossed
                else:
                    struck.add((number, index))
    if not struck and not sheet.struck and not parts:
        return sheet
    return replace(sheet, struck=frozenset(struck), struck_parts=parts)


def _is_blank(sheet: Sheet, place: Place) -> bool:
    row, column = place
    return row >= len(sheet.rows) or column >= len(sheet.rows[row]) or sheet.cell(*place) is None


def _parted(cell: str) -> tuple[Cell, str]:
    """Return what is left of a cell, and what is struck out of it; all of it and nothing where
    nothing else is left.
    """
    parts = [(found[1], found[2]) for found in _PARTS.finditer(cell)]
    crossed = "".join(words or "" for words, _left in parts).replace(STROKE, "").strip()
    left = "".join(each or "" for _words, each in parts).strip()
    return (left, crossed) if left else (cell.replace(STROKE, ""), "")
