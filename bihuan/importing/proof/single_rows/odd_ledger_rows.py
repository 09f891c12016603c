"""Single amounts of a ledger that contradict their row, its parts, or what the ledger has. Pure.

Asked row by row, as a month's are: ten times the known total, a plan beyond the total, a whole that
is not the sum of its parts where in the other rows it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from bihuan.importing.headings.kinds import SheetKind
from bihuan.importing.headings.layout import Layout
from bihuan.importing.proof.amounts import Amount
from bihuan.importing.proof.grid import Grid, is_total
from bihuan.importing.proof.part_sums import beside_parts
from bihuan.importing.proof.questions import Desk
from bihuan.kit.sheets import Sheet

from .beside_relations import beside_relations
from .odd_amounts import DOWN, FACTORS, OddAmount, first_of_each
from .odd_rows import AS_KNOWN, ask_odd_rows


def settle_odd_ledger_rows(desk: Desk, layout: Layout, grid: Grid, unit: int | None) -> Sheet:
    """Return the sheet of a ledger with its odd amounts as answered."""
    if layout.kind != SheetKind.LEDGER or desk.waits_for("slip"):
        return grid.sheet
    wholes = [c for c in layout.columns if c.field == "planned" or is_total(c)]
    found = first_of_each(
        (
            *_beside_known(layout, grid, unit),
            *beside_parts(layout, grid, wholes, unit),
            *_beyond_total(layout, grid, unit),
        )
    )
    asked = {odd.line.number for odd in found}
    found += beside_relations(layout, grid, unit or 1, asked=asked)
    return ask_odd_rows(desk, found, grid, unit)


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
        for line, stated, total in zip(grid.data, amounts, totals, strict=False):
            if column and stated and total and stated.value > total.value > 0:
                ways = _within(stated, total)
                if ways and not stated.agrees(total):
                    yield OddAmount(line, column, stated.value, ways)


def _within(stated: Amount, total: Amount) -> Mapping[str, Decimal]:
    amounts = {kind: stated.value * FACTORS[kind] for kind in DOWN}
    return {kind: yuan for kind, yuan in amounts.items() if yuan <= total.value <= 100 * yuan}
