"""Columns that mean the same under different headings, and differ: which counts is asked. Pure."""

from __future__ import annotations

from dataclasses import replace

from bihuan.importing.headings.kinds import COLUMNS
from bihuan.importing.headings.layout import Layout
from bihuan.importing.headings.naming import SheetColumn, field_of
from bihuan.kit.sheets import cell_at
from bihuan.kit.words import gettext

from .amounts import amount_of
from .grid import Grid
from .heads import sum_in
from .questions import AnswerChoice, Desk

ELSEWHERE = frozenset({"planned", "before", "completed", "cumulative"})
"""Fields of which another step settles which column counts."""


def settle_same_meaning(desk: Desk, layout: Layout, grid: Grid) -> Layout:
    """Return the layout with, of columns of money that mean the same and differ, the one that
    counts.
    """
    spec = COLUMNS[layout.kind.value]
    for first in layout.columns:
        if first.field in ELSEWHERE or spec.fields[first.field].type != "money" or first.part:
            continue
        others = [
            column
            for column in layout.unknown
            if field_of(column.path, spec) == first.field
            and (column.month, column.year) == (first.month, first.year)
            and _amounts(grid, column) not in (_amounts(grid, first), [None] * len(grid.data))
        ]
        if others:
            layout = _with(layout, first, _ask(desk, grid, [first, *others]))
    return layout


def _amounts(grid: Grid, column: SheetColumn) -> list[object]:
    cells = (cell_at(x.cells, column.index) for x in grid.data)
    return [amount_of(cell, column.unit or 1) for cell in cells]


def _ask(desk: Desk, grid: Grid, columns: list[SheetColumn]) -> SheetColumn:
    titles = "、".join(f"“{column.title}”" for column in columns)
    text = gettext("%s mean the same and differ: which counts?") % titles
    choices = [
        AnswerChoice(
            str(column.index),
            column.title,
            sum_in(grid.amounts(column), column.unit, grid.layout.unit),
        )
        for column in columns
    ]
    answer = desk.ask("same", text, choices, column=columns[0].title, lasting=True)
    return next((c for c in columns if str(c.index) == answer), columns[0])


def _with(layout: Layout, first: SheetColumn, chosen: SheetColumn) -> Layout:
    if chosen is first:
        return layout
    columns = [c for c in layout.columns if c is not first]
    columns.append(replace(chosen, field=first.field))
    unknown = [c for c in layout.unknown if c is not chosen]
    return replace(
        layout,
        columns=tuple(sorted(columns, key=lambda c: c.index)),
        unknown=(*unknown, replace(first, field="")),
    )
