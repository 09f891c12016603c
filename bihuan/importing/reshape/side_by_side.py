"""Two tables of the same headings side by side, to save paper: one below the other. Pure."""

from __future__ import annotations

from itertools import pairwise

from bihuan.kit.numbers import is_empty
from bihuan.kit.sheets import Cell, Sheet, cell_at
from bihuan.kit.words import gettext

from .places import Place, ReshapedSheet, heading_of_names, is_heading_of_names, moved, words_in

FEWEST_HEADINGS = 2


def stacked(sheet: Sheet) -> ReshapedSheet | None:
    """Return the sheet with the rows of the right table under those of the left one; None unless
    the headings of one row are the same twice or more, and nothing stands over a right one alone.
    """
    place = heading_of_names(sheet)
    if place is None:
        return None
    row = place[0]
    starts, width = _starts(sheet, row)
    if len(starts) < 2 or _has_words_of_its_own(sheet, row, starts[1:], width):
        return None
    rows: list[list[Cell]] = [list(cells) for cells in sheet.rows[:row]]
    left = [cell_at(sheet.rows[row], starts[0] + n) for n in range(width)]
    rows.append(left)
    places: dict[Place, Place] = {}
    for start in starts:
        for number in range(row + 1, len(sheet.rows)):
            cells = [cell_at(sheet.rows[number], start + n) for n in range(width)]
            if start == starts[0] or not all(map(is_empty, cells)):
                places |= {(number, start + n): (len(rows), n) for n in range(width)}
                rows.append(cells)
    merged = [area for area in sheet.merged if area[2] < row]
    origins = {there: here for here, there in places.items()}
    text = gettext(
        "Tables of the same headings stand side by side: read as one, from left to right."
    )
    return ReshapedSheet(moved(sheet, rows, places, merged), text, origins)


def _starts(sheet: Sheet, row: int) -> tuple[list[int], int]:
    """Return the columns in which tables of the same headings begin, and how wide each is."""
    cells = sheet.rows[row]
    names = [n for n, cell in enumerate(cells) if is_heading_of_names(cell)]
    steps = {after - before for before, after in pairwise(names)}
    words = [words_in(cells, n) for n in range(len(cells))]
    first = next((n for n, word in enumerate(words) if word), 0)
    if len(steps) != 1:
        return [], 0
    (step,) = steps
    width = len(_until_blank(words[first : first + step]))
    starts = [first + step * nth for nth in range(len(names))]
    own = words[first : first + width]
    alike = all(words[start : start + width] == own for start in starts)
    told = {n for start in starts for n in range(start, start + width)}
    rest = [word for n, word in enumerate(words) if word and n not in told]
    is_below = any(
        top <= row < bottom or (top == row and right > left)
        for top, left, bottom, right in sheet.merged
    )
    is_plain = alike and not rest and not is_below and width >= FEWEST_HEADINGS
    return (starts, width) if is_plain else ([], 0)


def _until_blank(words: list[str]) -> list[str]:
    return words[: words.index("")] if "" in words else words


def _has_words_of_its_own(sheet: Sheet, row: int, starts: list[int], width: int) -> bool:
    """True if a title or a unit stands over a right table, and none over the left: it may be of
    another month or count in another unit; and if amounts are merged below the headings.
    """
    first = starts[0]
    above = any(
        not is_empty(cell)
        for cells in sheet.rows[:row]
        for cell in cells[first : first + width * len(starts) + len(starts)]
    )
    merged = any(
        top > row and (bottom > top or right > left) for top, left, bottom, right in sheet.merged
    )
    return above or merged
