"""Names that carry their number in the cell: 1、滨河大道改造工程. Pure."""

from __future__ import annotations

import re
from dataclasses import replace

from bihuan.importing.headings.layout import Layout
from bihuan.importing.proof.known import KnownFacts
from bihuan.kit.sheets import Cell, Sheet, cell_at

_NUMBER = re.compile(
    r"\s*(?:[（(]\s*(\d{1,3})\s*[)）]|(\d{1,3})\s*(?:[、）)]|[.．](?!\d))|([①-⑳]))\s*(?=\S)"
)
FEWEST = 2


def without_numbers(layout: Layout, sheet: Sheet, known: KnownFacts) -> Sheet:
    """Return the sheet with names of projects without the number in front of them: those that are
    known without it, or all, if they count from 1.
    """
    column = layout.column("name")
    number = layout.column("number")
    if column is None or number is not None:
        return sheet
    found: dict[int, tuple[str, str]] = {}
    for place in range(layout.first_row, len(sheet.rows)):
        cell = cell_at(sheet.rows[place], column.index)
        if isinstance(cell, str) and (told := _NUMBER.match(cell)):
            found[place] = (next(g for g in told.groups() if g), cell[told.end() :])
    counts = [number for number, _name in found.values()] == [str(n + 1) for n in range(len(found))]
    taken = {
        place: name
        for place, (_number, name) in found.items()
        if (counts and len(found) >= FEWEST) or known.find(name, "")
    }
    if not taken:
        return sheet
    rows = [_named(row, column.index, taken.get(n)) for n, row in enumerate(sheet.rows)]
    return replace(sheet, rows=rows)


def _named(row: list[Cell], index: int, name: str | None) -> list[Cell]:
    return row if name is None else [name if n == index else cell for n, cell in enumerate(row)]
