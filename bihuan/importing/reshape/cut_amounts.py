"""Amounts that a text's commas cut in two: 1,350 without quotes is 1 and 350. Pure.

A row then has more fields than the headings. Joined where there is one way to do so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bihuan.kit.sheets import Cell, Sheet
from bihuan.kit.words import gettext

from .places import Place, ReshapedSheet, heading_of_names, moved, words_in

_HEAD = re.compile(r"\s*[-+]?\d{1,3}\s*")
_REST = re.compile(r"\s*\d{3}(\.\d+)?\s*")
MOST_SHOWN = 3
FEWEST = 2  # rows, of which one is the other's measure


def joined(sheet: Sheet) -> ReshapedSheet | None:
    """Return the sheet with such amounts whole; None if there are none."""
    place = heading_of_names(sheet)
    if place is None:
        return None
    header, names = place
    width = fields_of(sheet, header, names)
    rows, places, shown = list(sheet.rows), dict[Place, Place](), list[str]()
    for number in range(header + 1, len(rows)):
        cuts = cuts_in(rows[number], names, width)
        if cuts and len(cuts) == len(rows[number]) - width:
            rows[number], found = _whole(rows[number], cuts)
            places |= {(number, old): (number, new) for old, new in found.items()}
            shown.append(str(rows[number][found[cuts[0]]]))
    if not shown:
        return None
    text = gettext(
        "%(count)s rows have more fields than the headings: amounts were put together"
        " (%(amounts)s)."
    )
    named = "、".join(shown[:MOST_SHOWN]) + "…" * (len(shown) > MOST_SHOWN)
    origins = {new: old for old, new in sorted(places.items(), reverse=True)}
    told = text % {"count": len(shown), "amounts": named}
    return ReshapedSheet(moved(sheet, rows, places, sheet.merged), told, origins)


def fields_of(sheet: Sheet, header: int, names: int) -> int:
    """Return how many fields a row has that is not cut: as many as the headings, whose second line
    may reach further than the first; or as all rows, where some have more than cuts can explain.
    """
    below = range(header + 1, len(sheet.rows))
    first = next((n for n in below if words_in(sheet.rows[n], names)), len(sheet.rows))
    width = max(len(row) for row in sheet.rows[header:first])
    merged = (each for each in sheet.merged if header <= each[0] < first)
    width = max([width, *(right + 1 for _top, _left, _bottom, right in merged)])
    if all(len(row) <= width for row in sheet.rows[first:]):
        return width
    rows = [row for row in sheet.rows[first:] if words_in(row, names)]
    if len({len(row) for row in rows}) != 1 or len(rows) < FEWEST:
        return width
    own = len(rows[0])
    is_whole = any(len(cuts_in(row, names, width)) < own - width for row in rows)
    return own if is_whole else width


def cuts_in(row: Sequence[Cell], names: int, width: int) -> list[int]:
    """Return the cells of a row with more fields than headings that may go on in the next one."""
    found: list[int] = []
    for place in range(names + 1, len(row) - 1) if len(row) > width else ():
        cell, after = row[place], row[place + 1]
        if not isinstance(cell, str) or not isinstance(after, str):
            continue
        goes_on = bool(found) and found[-1] == place - 1 and "." not in cell
        if (goes_on or _HEAD.fullmatch(cell)) and _REST.fullmatch(after):
            found.append(place)
    return found


def _whole(row: Sequence[Cell], cuts: Sequence[int]) -> tuple[list[Cell], dict[int, int]]:
    """Return a row with its amounts whole, and where each of its cells then stands."""
    found: list[Cell] = []
    places: dict[int, int] = {}
    for place, cell in enumerate(row):
        if place - 1 in cuts:
            found[-1] = f"{str(found[-1]).strip()},{str(cell).strip()}"
        else:
            found.append(cell)
        places[place] = len(found) - 1
    return found, places
