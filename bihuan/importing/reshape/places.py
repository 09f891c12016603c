"""A sheet whose cells move: what is told of single cells moves with them. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from bihuan.importing.headings.kinds import NAME_HEADINGS
from bihuan.importing.headings.labels import read_label
from bihuan.kit.numbers import is_empty, plain
from bihuan.kit.sheets import Cell, Sheet, cell_at

Place = tuple[int, int]
TOP = 30  # rows among which the heading of names is looked for


def heading_of_names(sheet: Sheet) -> Place | None:
    """Return where the first heading of projects' names stands, by row and column."""
    for row, cells in enumerate(sheet.rows[:TOP]):
        for column, cell in enumerate(cells):
            if isinstance(cell, str) and read_label(plain(cell)).words in NAME_HEADINGS:
                return row, column
    return None


def is_heading_of_names(cell: Cell) -> bool:
    return isinstance(cell, str) and read_label(plain(cell)).words in NAME_HEADINGS


def words_in(cells: Sequence[Cell], column: int) -> str:
    """Return the words of a cell without spaces, empty if it says nothing."""
    cell = cell_at(cells, column)
    return "" if is_empty(cell) else "".join(plain(cell).split())


def above(sheet: Sheet, row: int, column: int) -> Cell:
    """Return a cell, or what stands in the corner of the area merged over it."""
    cell = sheet.cell(row, column)
    if not is_empty(cell):
        return cell
    for top, left, bottom, right in sheet.merged:
        if top <= row <= bottom and left <= column <= right:
            return sheet.cell(top, left)
    return None


@dataclass(frozen=True)
class ReshapedSheet:
    """A sheet laid out anew. `statement` says so; `origins` are the places where its
    cells stood, by those where they stand.
    """

    sheet: Sheet
    statement: str = ""
    origins: Mapping[Place, Place] = field(default_factory=dict)

    def origin(self, row: int, column: int | None) -> tuple[int, int | None]:
        """Return where a cell stood, or a row; its column is None where only the row is known."""
        if column is not None and (row, column) in self.origins:
            return self.origins[row, column]
        rows = {old[0] for new, old in self.origins.items() if new[0] == row}
        return (row, column) if not rows or row in rows else (min(rows), None)


def moved(
    sheet: Sheet,
    rows: list[list[Cell]],
    places: Mapping[Place, Place],
    merged: list[tuple[int, int, int, int]],
) -> Sheet:
    """Return the sheet with other rows. `places` are those cells that stand elsewhere now; others
    stand where they stood.
    """

    def there(found: frozenset[Place]) -> frozenset[Place]:
        return frozenset(places.get(place, place) for place in found) if found else found

    return replace(
        sheet,
        rows=rows,
        merged=merged,
        uncomputed=there(sheet.uncomputed),
        failed=there(sheet.failed),
        percents=there(sheet.percents),
        formats={word: there(found) for word, found in sheet.formats.items()},
        comments={places.get(place, place): text for place, text in sheet.comments.items()},
        struck=there(sheet.struck),
        struck_parts={places.get(at, at): text for at, text in sheet.struck_parts.items()},
    )
