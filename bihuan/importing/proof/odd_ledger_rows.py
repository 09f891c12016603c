"""Single amounts of a ledger that contradict their row, its parts, or what the ledger has. Pure.

Asked row by row, as a month's are: ten times the known total, a plan beyond the total, a whole that
is not the sum of its parts where in the other rows it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from bihuan.importing.kinds import SheetKind
from bihuan.importing.layout import Layout
from bihuan.importing.naming import SheetColumn
from bihuan.importing.part_columns import AMONG, whole_path
from bihuan.kit.sheets import Sheet

from .amounts import Amount, tally, total_of
from .grid import Grid, is_total
from .odd_amounts import DOWN, FACTORS
from .odd_rows import AS_KNOWN, AS_PARTS, OddAmount, ask_odd_rows
from .questions import Desk

FEWEST_ROWS = 3  # in which parts make the whole
FEWEST_PARTS, MOST_PARTS = 2, 5
Column = Sequence[Amount | None]


def settle_odd_ledger_rows(desk: Desk, layout: Layout, grid: Grid, unit: int | None) -> Sheet:
    """Return the sheet of a ledger with its odd amounts as answered."""
    is_asked = any(q.is_open and q.id.startswith("slip-") for q in desk.questions)
    if layout.kind != SheetKind.LEDGER or is_asked:
        return grid.sheet
    found: dict[tuple[int, int], OddAmount] = {}
    for odd in (*_beside_known(layout, grid, unit), *_beside_parts(layout, grid, unit)):
        found.setdefault((odd.line.number, odd.column.index), odd)
    for odd in _beyond_total(layout, grid, unit):
        found.setdefault((odd.line.number, odd.column.index), odd)
    return ask_odd_rows(desk, list(found.values()), grid, unit)


def _beside_known(layout: Layout, grid: Grid, unit: int | None) -> Iterator[OddAmount]:
    """Yield the totals that are the known ones with another decimal point, or in another unit."""
    column = layout.column("total")
    if column is None or not grid.has_known:
        return
    for line, total in zip(grid.data, grid.amounts(column, unit or 1), strict=True):
        project = grid.project(line)
        known = Decimal((grid.known.total(project) if project else None) or 0)
        if total and known and any(total.value == known * f for f in FACTORS.values()):
            yield OddAmount(line, column, total.value, {AS_KNOWN: known})


def _beyond_total(layout: Layout, grid: Grid, unit: int | None) -> Iterator[OddAmount]:
    """Yield what is planned for the year, or was completed before it, beyond the total investment,
    if it is not with its decimal point elsewhere, or in another unit.
    """
    whole = layout.column("total")
    if whole is None:
        return
    totals = grid.amounts(whole, unit or 1)
    for name in ("planned", "before"):
        column = layout.column(name)
        amounts = grid.amounts(column, unit or 1) if column else []
        for line, amount, total in zip(grid.data, amounts, totals, strict=False):
            if column and amount and total and amount.value > total.value > 0:
                ways = _within(amount, total)
                if ways and not amount.agrees(total):
                    yield OddAmount(line, column, amount.value, ways)


def _within(amount: Amount, total: Amount) -> Mapping[str, Decimal]:
    amounts = {kind: amount.value * FACTORS[kind] for kind in DOWN}
    return {kind: yuan for kind, yuan in amounts.items() if yuan <= total.value <= 100 * yuan}


def _beside_parts(layout: Layout, grid: Grid, unit: int | None) -> Iterator[OddAmount]:
    """Yield the amounts that are not the sum of the parts beside them, where most are."""
    for column in layout.columns:
        if not (column.field == "planned" or is_total(column)):
            continue
        amounts = grid.amounts(column, unit or 1)
        for sums in _sums_beside(layout, grid, column, unit or 1):
            held = tally(amounts, sums)
            if held.telling < FEWEST_ROWS or not held.held * 4 >= held.tried * 3:
                continue
            for line, amount, sum_ in zip(grid.data, amounts, sums, strict=True):
                if amount and sum_ and not amount.agrees(sum_):
                    yield OddAmount(line, column, amount.value, {AS_PARTS: sum_.value})
            break


def _sums_beside(
    layout: Layout, grid: Grid, whole: SheetColumn, unit: int
) -> Iterator[list[Amount | None]]:
    """Yield the sums of the columns that may be the parts of one: under the same heading, or after
    it from 其中 on.
    """
    under = [c for c in layout.unknown if len(c.path) > 1 and whole_path(c.path) == _above(whole)]
    after: list[SheetColumn] = []
    for column in sorted(layout.unknown, key=lambda c: c.index):
        is_first = column.index == whole.index + 1 and column.leaf.startswith(AMONG)
        if is_first or (after and column.index == after[-1].index + 1):
            after.append(column)
    ways = [under] if under else [after[:n] for n in range(FEWEST_PARTS, MOST_PARTS)]
    for parts in ways:
        if len(parts) >= FEWEST_PARTS:
            by_line = zip(*(grid.amounts(c, unit) for c in parts), strict=True)
            yield [total_of(x) if any(a is not None for a in x) else None for x in by_line]


def _above(whole: SheetColumn) -> tuple[str, ...]:
    """Return the heading under which the parts of an amount stand."""
    return whole.path[:-1] or whole.path
