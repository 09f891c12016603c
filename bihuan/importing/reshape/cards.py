"""Cards of one project: headings with what they tell beside them: 项目名称 | 某项目. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bihuan.importing.headings.kinds import COLUMNS, SheetKind
from bihuan.importing.headings.naming import field_of
from bihuan.importing.proof.months.periods import period_of
from bihuan.kit.numbers import is_empty, parse_number, plain
from bihuan.kit.sheets import Cell, Sheet, cell_at
from bihuan.kit.words import gettext

from .places import Place, ReshapedSheet, heading_of_names, moved

FEWEST_FIELDS = 3
LONGEST_HEADING = 20  # characters
KINDS = (SheetKind.LEDGER, SheetKind.MONTHLY)


def as_row(sheet: Sheet) -> ReshapedSheet | None:
    """Return the sheet with the headings of a card in a row, and what they tell under them; None
    for a sheet that is no card of one project.
    """
    place = heading_of_names(sheet)
    if place is None or _stands_in_headings(sheet.rows[place[0]], place[1]):
        return None
    first, last = place[0], _last(sheet, place[0])
    pairs = [pair for row in range(first, last + 1) for pair in _pairs(sheet, row)]
    known = [each for each in pairs if _is_known(sheet, each)]
    names = [each for each in pairs if _field(sheet, each) == "name"]
    if not all(_is_known(sheet, each) for each in _pairs(sheet, first)):
        return None  # 项目名称, and several names beside it
    if any(_holds_more(sheet, row) for row in range(first, last + 1)):
        return None
    if len(known) < FEWEST_FIELDS or 2 * len(known) < len(pairs) or len(names) != 1:
        return None
    columns = range(len(pairs))
    places = {pairs[n]: (first, n) for n in columns}
    places |= {(row, column + 1): (first + 1, n) for n, (row, column) in enumerate(pairs)}
    rows: list[list[Cell]] = [list(cells) for cells in sheet.rows[:first]]
    rows.append([sheet.cell(*pair) for pair in pairs])
    rows.append([sheet.cell(row, column + 1) for row, column in pairs])
    merged = [area for area in sheet.merged if area[2] < first]
    text = gettext("A card of one project: %s headings with what they tell beside them.")
    origins = {new: old for old, new in places.items()}
    return ReshapedSheet(moved(sheet, rows, places, merged), text % len(pairs), origins)


def _stands_in_headings(cells: Sequence[Cell], column: int) -> bool:
    """True if beside the heading of names stands another heading, or nothing."""
    beside = cell_at(cells, column + 1)
    return not isinstance(beside, str) or is_empty(beside) or _says_field((plain(beside),))


def _last(sheet: Sheet, first: int) -> int:
    """Return the last row of a card: those after it begin with no heading."""
    last = first
    while last + 1 < len(sheet.rows) and any(_pairs(sheet, last + 1)):
        last += 1
    return last


def _pairs(sheet: Sheet, row: int) -> Iterator[Place]:
    """Yield where the headings stand in a row: each is followed by what it tells, which fills
    the cells merged with it.
    """
    cells, column = sheet.rows[row], 0
    while column < len(cells):
        cell = cells[column]
        if isinstance(cell, str) and _is_heading(cell):
            yield row, column
            column += 1
        column += 1


def _holds_more(sheet: Sheet, row: int) -> bool:
    """True if a row holds something that is no heading, nor beside one."""
    pairs = list(_pairs(sheet, row))
    taken = {column + n for _row, column in pairs for n in (0, 1)}
    return any(n not in taken and not is_empty(cell) for n, cell in enumerate(sheet.rows[row]))


def _is_heading(cell: str) -> bool:
    words = plain(cell)
    return 0 < len(words) <= LONGEST_HEADING and parse_number(words) is None


def _says_field(path: tuple[str, ...]) -> bool:
    named = any(field_of(path, COLUMNS[kind.value]) for kind in KINDS)
    return named or period_of(path, None) is not None


def _is_known(sheet: Sheet, place: Place) -> bool:
    return _says_field(("".join(plain(sheet.cell(*place)).split()),))


def _field(sheet: Sheet, place: Place) -> str | None:
    path = ("".join(plain(sheet.cell(*place)).split()),)
    return field_of(path, COLUMNS[SheetKind.MONTHLY.value])
