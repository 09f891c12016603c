"""Rows and cells that are struck out, as paper shows what no longer counts: asked about. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from bihuan.importing.headings.layout import Layout
from bihuan.importing.headings.naming import SheetColumn
from bihuan.importing.proof.grid import Grid
from bihuan.importing.proof.questions import AnswerChoice, Desk, as_it_stands, left_blank
from bihuan.kit.numbers import is_empty, plain
from bihuan.kit.sheets import Sheet, cell_at
from bihuan.kit.words import gettext

from .lines import Line, LineRole

STRUCK, READ = "struck", "read"
MOST_NAMED = 12
NUMBERING = frozenset({"number", "key"})


def settle_struck_cells(desk: Desk, layout: Layout, grid: Grid) -> Sheet:
    """Return the sheet without single cells that are struck out, as answered; tell what was struck
    out within others.
    """
    _tell_parts(desk, layout, grid)
    struck = list(_cells(layout, grid)) if grid.sheet.struck else []
    if not struck:
        return grid.sheet
    told = [
        f"{column.title} {plain(cell_at(line.cells, column.index))}（{line.name}）"
        for line, column in struck[:MOST_NAMED]
    ]
    cells = "、".join(told) + "…" * (len(struck) > MOST_NAMED)
    text = gettext("Cells are struck out: %s. Do they count?")
    choices = [left_blank(len(struck)), as_it_stands(cells)]
    if desk.ask("crossed", text % cells, choices) != choices[0].value:
        return grid.sheet
    return grid.sheet.with_cells({(line.number, column.index): None for line, column in struck})


def settle_struck_lines(desk: Desk, grid: Grid, gives: Callable[[Sequence[Line]], str]) -> None:
    """Ask whether rows that are struck out are left out; `gives` says what rows would give."""
    struck = struck_lines(grid)
    if not struck:
        return
    one = gettext("row %(row)s (%(name)s)")
    told = [one % {"row": line.number + 1, "name": line.name} for line in struck[:MOST_NAMED]]
    named = "、".join(told) + "…" * (len(struck) > MOST_NAMED)
    text = gettext("Struck out as a whole: %s. Are these rows read?")
    rest = [line for line in grid.data if line not in struck]
    choices = [
        AnswerChoice(STRUCK, gettext("No: leave them out"), gives(rest)),
        AnswerChoice(READ, gettext("Yes, as all other rows"), gives(grid.data)),
    ]
    if desk.ask(STRUCK, text % named, choices) == STRUCK:
        for line in struck:
            line.role = LineRole.STRUCK


def struck_lines(grid: Grid) -> list[Line]:
    """Return the lines of projects whose names are struck out, or all that they tell."""
    struck, layout = grid.sheet.struck, grid.layout
    if not struck:
        return []
    name = layout.column("name")
    numbering = {c.index for c in layout.columns if c.field in NUMBERING}

    def is_struck(line: Line) -> bool:
        if name and (line.number, name.index) in struck:
            return True
        told = [n for n, cell in enumerate(line.cells) if not is_empty(cell) and n not in numbering]
        return bool(told) and all((line.number, n) in struck for n in told)

    return [line for line in grid.data if is_struck(line)]


def _cells(layout: Layout, grid: Grid) -> Iterator[tuple[Line, SheetColumn]]:
    """Yield the struck cells of rows that are not struck out themselves."""
    rows = {line.number for line in struck_lines(grid)}
    columns = [column for column in layout.columns if column.field not in NUMBERING]
    for line in grid.data:
        for column in columns if line.number not in rows else ():
            is_blank = is_empty(cell_at(line.cells, column.index))
            if (line.number, column.index) in grid.sheet.struck and not is_blank:
                yield line, column


def _tell_parts(desk: Desk, layout: Layout, grid: Grid) -> None:
    lines = {line.number: line for line in grid.data} if grid.sheet.struck_parts else {}
    columns = {column.index: column.title for column in (*layout.columns, *layout.unknown)}
    for (row, index), crossed in grid.sheet.struck_parts.items():
        if row in lines and index in columns:
            told = {
                "row": row + 1,
                "title": columns[index],
                "crossed": crossed,
                "left": plain(cell_at(lines[row].cells, index)),
            }
            text = gettext(
                "Row %(row)s, %(title)s: “%(crossed)s” is struck out and not read; “%(left)s” is."
            )
            desk.prove(text % told)
