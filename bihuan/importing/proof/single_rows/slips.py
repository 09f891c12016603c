"""Single rows whose amounts are in another unit than their table's: thousands of times the others,
or a thousandth of them. Asked once a column. Pure.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from bihuan.importing.headings.kinds import SheetKind
from bihuan.importing.headings.layout import Layout
from bihuan.importing.headings.naming import SheetColumn
from bihuan.importing.proof.amount_words import UNIT_WORDS, in_wan
from bihuan.importing.proof.amounts import shown
from bihuan.importing.proof.grid import Grid, is_total
from bihuan.importing.proof.questions import LEAVE, AnswerChoice, Desk, left_blank
from bihuan.kit.money import WAN, YI
from bihuan.kit.numbers import parse_number, plain
from bihuan.kit.sheets import Cell, Sheet, cell_at
from bihuan.kit.words import gettext

TIMES = 1_000  # the middle row; beyond it, no list of one office mixes its projects so
TOO_LARGE = 1_000 * YI  # yuan: no project of a district
TOO_SMALL = 20 * WAN  # yuan: no key project
AS_IS, OTHER_UNIT = "amount", "unit"
MOST_SHOWN = 3
LARGE, SMALL = Decimal(1) / WAN, Decimal(WAN)
"""By what an amount is multiplied that was written in a unit 10,000 times smaller, or larger."""


def settle_slips(desk: Desk, layout: Layout, grid: Grid, unit: int | None) -> Sheet:
    """Return the sheet of a ledger with amounts of single rows in the table's unit, as answered."""
    if layout.kind != SheetKind.LEDGER:
        return grid.sheet
    read: dict[tuple[int, int], Cell] = {}
    for column in layout.columns:
        if not (is_total(column) or column.field in ("planned", "before")):
            continue
        for factor, slips in _slips(grid, column, unit or 1).items():
            answer = _ask(desk, column, factor, slips, column.unit or unit or WAN)
            for row in slips if answer in (OTHER_UNIT, LEAVE) else ():
                number = _number(grid.sheet.rows[row], column) if answer == OTHER_UNIT else None
                read[row, column.index] = None if number is None else shown(number * factor)
    return grid.sheet.with_cells(read)


def _number(cells: Sequence[Cell], column: SheetColumn) -> Decimal | None:
    """Return a cell's number; None where it says a unit of its own, and is no slip."""
    return parse_number(plain(cell_at(cells, column.index)))


def _slips(
    grid: Grid, column: SheetColumn, unit: int
) -> dict[Decimal, dict[int, tuple[str, Decimal]]]:
    """Return the rows that are far too large, and those far too small, by their factors: each with
    its name and its amount in yuan.
    """
    told = [
        (line, each.value)
        for line, each in zip(grid.data, grid.amounts(column, unit), strict=True)
        if each is not None and each.value > 0 and _number(line.cells, column) is not None
    ]
    values = sorted(value for _line, value in told)
    middle = values[len(values) // 2] if values else Decimal(0)
    found: dict[Decimal, dict[int, tuple[str, Decimal]]] = {}
    for line, value in told:
        if value >= TOO_LARGE and value >= middle * TIMES:
            found.setdefault(LARGE, {})[line.number] = (line.name, value)
        elif value < TOO_SMALL and value * TIMES <= middle:
            found.setdefault(SMALL, {})[line.number] = (line.name, value)
    return found


def _ask(
    desk: Desk,
    column: SheetColumn,
    factor: Decimal,
    slips: dict[int, tuple[str, Decimal]],
    unit: int,
) -> str:
    first = list(slips.items())[:MOST_SHOWN]

    def gives(times: Decimal) -> str:
        return "、".join(f"{name} {in_wan(yuan * times)}" for _row, (name, yuan) in first)

    text = gettext(
        "“%(title)s” of %(count)s rows (%(rows)s) is far from all others: is it in another unit?"
    )
    told = {
        "title": column.title,
        "count": len(slips),
        "rows": "、".join(str(row + 1) for row, _slip in first) + "…" * (len(slips) > MOST_SHOWN),
    }
    other = gettext("These rows count in %s") % UNIT_WORDS.get(int(unit * factor), "")
    choices = [
        AnswerChoice(OTHER_UNIT, other, gives(factor)),
        AnswerChoice(AS_IS, gettext("As it stands"), gives(Decimal(1))),
        left_blank(len(slips)),
    ]
    kind = "large" if factor == LARGE else "small"
    return desk.ask("slip", text % told, choices, column=f"{column.title}|{kind}")
