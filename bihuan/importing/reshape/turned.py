"""Tables that stand on their side: projects across, what is told of them downwards. Pure."""

from __future__ import annotations

from dataclasses import replace

from bihuan.importing.headings.kinds import COLUMNS, SheetKind
from bihuan.importing.headings.labels import is_bare, is_bare_quarter
from bihuan.importing.headings.naming import field_of
from bihuan.importing.proof.months.periods import period_of
from bihuan.kit.numbers import is_empty, plain
from bihuan.kit.sheets import Cell, Sheet, cell_at
from bihuan.kit.words import gettext

from .places import Place, ReshapedSheet, above, heading_of_names, moved, words_in

FEWEST_PROJECTS, FEWEST_FIELDS = 2, 2
FARTHEST_HEADINGS = 3  # columns among which the headings stand
KINDS = (SheetKind.LEDGER, SheetKind.MONTHLY)


def turned(sheet: Sheet) -> ReshapedSheet | None:
    """Return the sheet with a row a project; None for a sheet of another kind."""
    place = heading_of_names(sheet)
    if place is None or place[1] >= FARTHEST_HEADINGS:
        return None
    row, column = place
    names = _projects(sheet, row, column)
    if any(_is_known(sheet, row, range(n, n + 1)) for n in range(column + 1, len(sheet.rows[row]))):
        return None
    if len(names) < FEWEST_PROJECTS:
        return None
    labels = range(names[0])
    first, last = _block(sheet, row, labels)
    known = sum(_is_known(sheet, n, labels) for n in range(row + 1, last + 1))
    if known < FEWEST_FIELDS or known * 2 < last - row or _is_shared(sheet, (first, last), labels):
        return None
    result, places = _turned(sheet, (first, last), labels, names)
    text = gettext(
        "The projects stand side by side, one a column: read as a row each, from row %s on, in the"
        " order of the columns."
    )
    first_project = places[first, names[0]][0] + 1
    origins = {new: old for old, new in places.items()}
    return ReshapedSheet(result, text % first_project, origins)


def _projects(sheet: Sheet, row: int, column: int) -> list[int]:
    """Return the columns with the name of a project."""
    cells = sheet.rows[row]
    named = [n for n in range(column + 1, len(cells)) if not is_empty(cells[n])]
    return named if all(isinstance(cells[n], str) for n in named) else []


def _block(sheet: Sheet, row: int, labels: range) -> tuple[int, int]:
    """Return the first and the last row of the table: those with a heading."""
    first = last = row
    while first > 0 and _is_known(sheet, first - 1, labels) and len(_filled(sheet, first - 1)) > 1:
        first -= 1
    while last + 1 < len(sheet.rows) and _path(sheet, last + 1, labels):
        last += 1
    return first, last


def _path(sheet: Sheet, row: int, labels: range) -> tuple[str, ...]:
    """Return the levels of the heading of a row, without numbers."""
    levels = ("".join(plain(cell).split()) for n in labels if (cell := above(sheet, row, n)))
    return tuple(dict.fromkeys(each for each in levels if each and not each.isdecimal()))


def _filled(sheet: Sheet, row: int) -> list[Cell]:
    return [cell for cell in sheet.rows[row] if not is_empty(cell)]


def _is_known(sheet: Sheet, row: int, labels: range) -> bool:
    """True for a row with the heading of something that is told of projects."""
    path = _path(sheet, row, labels)
    known = path and any(field_of(path, COLUMNS[kind.value]) for kind in KINDS)
    is_time = bool(path) and (is_bare(path) or is_bare_quarter(path))
    return bool(known) or is_time or (bool(path) and period_of(path, None) is not None)


def _is_shared(sheet: Sheet, block: tuple[int, int], labels: range) -> bool:
    """True if a cell is merged over several projects, or over headings and projects."""
    first, last = block
    return any(
        top <= last and bottom >= first and right >= labels.stop and right > left
        for top, left, bottom, right in sheet.merged
    )


def _turned(
    sheet: Sheet, block: tuple[int, int], labels: range, names: list[int]
) -> tuple[Sheet, dict[Place, Place]]:
    """Return the sheet with the rows of the block as columns, and where its cells went: the
    headings' columns are rows of headings, then comes a row for each project.
    """
    first, last = block
    fields = range(first, last + 1)
    levels = [n for n in labels if not _only_numbers(sheet, fields, n)]
    rows: list[list[Cell]] = [list(row) for row in sheet.rows[:first]]
    places: dict[Place, Place] = {}
    for n in [*levels, *names]:
        for there, row in enumerate(fields):
            places[row, n] = len(rows), there
        if n in levels:
            rows.append([above(sheet, row, n) or _path(sheet, row, labels)[-1] for row in fields])
        else:
            rows.append([cell_at(sheet.rows[row], n) for row in fields])
    rows += [list(row) for row in sheet.rows[last + 1 :]]
    merged = [area for area in sheet.merged if area[2] < first]
    hidden = {row for row in sheet.hidden if row < first}
    hidden |= {places[first, n][0] for n in names if n in sheet.hidden_columns}
    result = moved(sheet, rows, places, merged)
    return replace(result, hidden=frozenset(hidden), hidden_columns=frozenset()), places


def _only_numbers(sheet: Sheet, fields: range, column: int) -> bool:
    """True for a column that only numbers the headings beside it, or is blank."""
    words = (words_in(sheet.rows[row], column) for row in fields)
    return all(each.isdecimal() or not each for each in words)
