"""Units that a column of its own says row by row: 万元 in one, 亿元 in the next. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from bihuan.importing.headings.layout import Layout
from bihuan.importing.headings.naming import SheetColumn
from bihuan.importing.proof.amount_words import UNIT_WORDS, in_wan
from bihuan.importing.proof.amounts import tally
from bihuan.importing.proof.grid import Grid
from bihuan.importing.proof.heads import Held
from bihuan.importing.proof.questions import AnswerChoice, Desk
from bihuan.importing.proof.rows.lines import Line
from bihuan.kit.money import UNITS, number_and_unit
from bihuan.kit.numbers import is_empty, plain
from bihuan.kit.sheets import Cell, Sheet, cell_at
from bihuan.kit.words import gettext

ROW_UNIT = "rowunit"
EACH, STATED = "each", "stated"
Units = Mapping[int, int]
"""The unit that each line says, by its row."""


def settle_units_by_row(
    desk: Desk, layout: Layout, grid: Grid, stated: int | None, beside: Callable[..., Held]
) -> tuple[Layout, Sheet]:
    """Return the layout and the sheet with each amount in the unit of its row. Where headings or
    table (`stated`) say another, and the ledger proves neither, it is asked.
    """
    found = _units(layout, grid)
    money = [c for c in grid.columns if found and c.index != found[0].index]
    if found is None or not money:
        return layout, grid.sheet
    others = {c.unit or stated for c in money}
    if others == set(found[1].values()) and len(others) == 1:
        return layout, grid.sheet
    if others == {None}:
        desk.prove(
            gettext("“%(title)s” says the unit of each row: %(units)s.") % _named_units(*found)
        )
    elif _answer(desk, grid, found, stated, beside) != EACH:
        return layout, grid.sheet
    units = found[1]
    most = Counter(units.values()).most_common(1)[0][0]
    is_told = all(line.number in units for line in grid.data)
    places = {c.index for c in money if is_told and not c.unit}
    return layout.counted_in(places, most), with_units(grid, money, units)


def _units(layout: Layout, grid: Grid) -> tuple[SheetColumn, Units] | None:
    """Return the column, if any, that holds a unit of money or nothing for each project."""
    amounts = {column.index for column in grid.columns}
    lines = grid.data
    for column in (*layout.unknown, *layout.columns):
        if column.index in amounts:
            continue
        if holds_units(lines, column.index):
            cells = {line.number: plain(cell_at(line.cells, column.index)) for line in grid.lines}
            return column, {row: UNITS[word] for row, word in cells.items() if word in UNITS}
    return None


def holds_units(lines: Sequence[Line], index: int) -> bool:
    """True if some cell of a column says a unit of money, and none anything else."""
    is_told = False
    for line in lines:
        word = plain(cell_at(line.cells, index))
        if word and word not in UNITS:
            return False
        is_told = is_told or bool(word)
    return is_told


def _named_units(column: SheetColumn, units: Units) -> dict[str, str]:
    words = dict.fromkeys(UNIT_WORDS[unit] for unit in units.values())
    return {"title": column.title, "units": "、".join(words)}


def _answer(
    desk: Desk,
    grid: Grid,
    found: tuple[SheetColumn, Units],
    stated: int | None,
    beside: Callable[..., Held],
) -> str:
    """Return in which unit rows count: each in its own, or all as headings or table say."""
    column, units = found
    by_row = [Decimal(units.get(line.number, stated or 1)) for line in grid.data]
    as_stated = [Decimal(stated or 1)] * len(by_row)
    proved = [
        way
        for way, worth in ((EACH, by_row), (STATED, as_stated))
        if any(_proves(c, worth, beside) for c in grid.columns)
    ]
    if len(proved) == 1:
        text = gettext("“%(title)s” counts in %(unit)s: so its amounts are as in the ledger.")
        named = (
            _named_units(column, units)["units"] if proved[0] == EACH else UNIT_WORDS[stated or 1]
        )
        desk.prove(text % {"title": grid.columns[0].title, "unit": named})
        return proved[0]
    first = next((c for c in grid.columns if not c.unit), grid.columns[0])
    own = [
        each.times(1 / Decimal(first.unit or 1)) if each else None for each in grid.amounts(first)
    ]
    sums = {
        EACH: sum((a.value * w for a, w in zip(own, by_row, strict=True) if a), Decimal(0)),
        STATED: sum((a.value for a in grid.amounts(first, stated or 1) if a), Decimal(0)),
    }
    labels = {
        EACH: gettext("Each row in the unit that it says"),
        STATED: gettext("Every row in %s, as is stated")
        % UNIT_WORDS.get(first.unit or stated or 1, ""),
    }
    text = gettext(
        "“%(title)s” says %(units)s, heading or table say otherwise: in what do the rows count?"
    )
    choices = [
        AnswerChoice(way, labels[way], f"{first.title}：{in_wan(sums[way])}") for way in labels
    ]
    return desk.ask(ROW_UNIT, text % _named_units(column, units), choices, column=column.title)


def _proves(column: SheetColumn, worth: Sequence[Decimal], beside: Callable[..., Held]) -> bool:
    scale = 1 / Decimal(column.unit or 1)
    return any(
        tally(
            [a.times(w * scale) if a else None for a, w in zip(amounts, worth, strict=True)], known
        ).proves
        for amounts, known in beside(column)
    )


def with_units(grid: Grid, money: Sequence[SheetColumn], units: Units) -> Sheet:
    """Return the sheet with the unit of its row behind each number that says none itself."""
    texts: dict[tuple[int, int], Cell] = {}
    for row, unit in units.items():
        for column in money:
            cell = grid.sheet.cell(row, column.index)
            number, own = number_and_unit(cell, None) if not is_empty(cell) else (None, None)
            if number is not None and own is None:
                texts[row, column.index] = f"{number:f}{UNIT_WORDS[unit]}"
    return grid.sheet.with_cells(texts)
