"""Amounts told in parts without their whole: 总投资 with two columns 其中 and no sum. Pure."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from decimal import Decimal

from bihuan.importing.layout import Layout
from bihuan.importing.naming import SheetColumn
from bihuan.kit.money import UNITS
from bihuan.kit.sheets import Sheet
from bihuan.kit.words import gettext

from .amounts import Amount, shown, tally, total_of
from .grid import Grid, is_total
from .heads import sum_in
from .lines import LineRole
from .questions import LEAVE, AnswerChoice, Desk

SUM = "sum"


def settle_parts(desk: Desk, layout: Layout, grid: Grid) -> tuple[Layout, Sheet]:
    """Return the layout with one column for each amount, and the sheet with the sums of its parts
    in it, where the parts are the whole.
    """
    parts: dict[str, list[SheetColumn]] = defaultdict(list)
    for column in layout.columns:
        if column.part:
            parts[column.field].append(column)
    sheet = grid.sheet
    for field, columns in parts.items():
        answer = _answer(desk, columns, grid)
        layout = _with(layout, field, columns, answer)
        if answer == SUM:
            sheet = _summed(sheet, columns, grid)
    return layout, sheet


def _answer(desk: Desk, columns: list[SheetColumn], grid: Grid) -> str:
    title = columns[0].title.rpartition("/")[0]
    sums = _sums(columns, grid)
    if is_total(replace(columns[0], title=title)) and _proved(sums, grid):
        desk.prove(gettext("The parts of “%s” add up to what the ledger says.") % title)
        return SUM
    text = gettext("“%s” is told in parts, without a sum: are these parts the whole?") % title
    unit = grid.layout.unit
    whole = sum_in(sums, columns[0].unit, unit)
    choices = [
        AnswerChoice(SUM, gettext("Yes, their sum is the whole"), f"{title}：{whole}"),
        *(
            AnswerChoice(
                str(column.index),
                gettext("Only “%s” counts") % column.leaf,
                f"{title}：{sum_in(grid.amounts(column), column.unit, unit)}",
            )
            for column in columns
        ),
        AnswerChoice(LEAVE, gettext("Leave it blank"), f"{title}：—"),
    ]
    return desk.ask("parts", text, choices, column=title, lasting=True)


def _sums(columns: list[SheetColumn], grid: Grid) -> list[Amount | None]:
    by_line = zip(*(grid.amounts(column) for column in columns), strict=True)
    return [total_of(line) if any(each is not None for each in line) else None for line in by_line]


def _proved(sums: list[Amount | None], grid: Grid) -> bool:
    """True if the known projects' total investments are the sums, in whichever unit."""
    known = [_total(grid, grid.project(line)) for line in grid.data]
    return any(
        tally([each.times(unit) if each else None for each in sums], known).proves
        for unit in UNITS.values()
    )


def _total(grid: Grid, project: int | None) -> Amount | None:
    yuan = grid.known.total(project) if project else None
    return None if yuan is None else Amount(Decimal(yuan))


def _with(layout: Layout, field: str, columns: list[SheetColumn], answer: str) -> Layout:
    """Return the layout with the column in which the amount stands, if in any."""
    chosen = columns[0].index if answer in (SUM, "") else int(answer) if answer != LEAVE else None
    kept = [
        replace(
            column,
            part=False,
            title=column.title.rpartition("/")[0] if answer == SUM else column.title,
        )
        if column.index == chosen
        else column
        for column in layout.columns
        if column not in columns or column.index == chosen
    ]
    left = tuple(c for c in columns if c.index != chosen and answer != SUM)
    return replace(layout, columns=tuple(kept), unknown=(*layout.unknown, *left))


def _summed(sheet: Sheet, columns: list[SheetColumn], grid: Grid) -> Sheet:
    """Return the sheet with the sums in the first column of the parts."""
    rows = list(sheet.rows)
    first = columns[0]
    places = [grid.place(column) for column in columns]
    for line in grid.lines:
        if line.role is LineRole.NUMBERS:
            continue
        found = [line.amounts[place] for place in places if place is not None]
        if any(each is not None for each in found):
            row = list(rows[line.number])
            row.extend([None] * (first.index + 1 - len(row)))
            row[first.index] = shown(total_of(found).value / (first.unit or 1))
            rows[line.number] = row
    return replace(sheet, rows=rows)
