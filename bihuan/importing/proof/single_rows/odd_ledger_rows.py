"""Single amounts of a ledger that contradict their row, its parts, or what the ledger has. Pure.

Asked row by row, as a month's are: ten times the known total, a plan beyond the total, a whole that
is not the sum of its parts where in the other rows it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from bihuan.importing.headings.kinds import SheetKind
from bihuan.importing.headings.layout import Layout
from bihuan.importing.headings.naming import SheetColumn
from bihuan.importing.proof.amounts import Amount
from bihuan.importing.proof.grid import Grid, is_total
from bihuan.importing.proof.part_sums import beside_parts
from bihuan.importing.proof.questions import Desk
from bihuan.importing.proof.rows.lines import Line
from bihuan.kit.sheets import Sheet

from .alike import AlikeShares
from .beside_relations import beside_relations
from .odd_amounts import DOWN, FACTORS, OPPOSITE, OddAmount, first_of_each
from .odd_rows import AS_KNOWN, ask_odd_rows


def settle_odd_ledger_rows(
    desk: Desk, layout: Layout, grid: Grid, unit: int | None, year: int | None
) -> Sheet:
    """Return the sheet of a ledger with its odd amounts as answered."""
    if layout.kind != SheetKind.LEDGER or desk.waits_for("slip"):
        return grid.sheet
    wholes = [c for c in layout.columns if c.field == "planned" or is_total(c)]
    found = first_of_each(
        (
            *_beside_known(layout, grid, unit, year),
            *beside_parts(layout, grid, wholes, unit),
            *_beyond_total(layout, grid, unit),
            *_unlike_total(layout, grid, unit),
        )
    )
    asked = {odd.line.number for odd in found}
    found += beside_relations(layout, grid, unit or 1, asked=asked)
    return ask_odd_rows(desk, found, grid, unit)


def _beside_known(
    layout: Layout, grid: Grid, unit: int | None, year: int | None
) -> Iterator[OddAmount]:
    """Yield the totals and plans that are the known ones but for their decimal point, or unit."""
    for name in ("total", "planned"):
        column = layout.column(name)
        amounts = grid.amounts(column, unit or 1) if column and grid.has_known else []
        for line, stated in zip(grid.data, amounts, strict=False):
            project = grid.project(line)
            if column is None or project is None or stated is None:
                continue
            for known in _known(grid, project, None if name == "total" else year):
                if any(stated.value == known * factor for factor in FACTORS.values()):
                    yield OddAmount(line, column, stated.value, {AS_KNOWN: known})


def _known(grid: Grid, project: int, year: int | None) -> list[Decimal]:
    """Return what the ledger has of a project: its plans of a year, else its total investment."""
    total = grid.known.total(project)
    known = grid.known.planned(project, year) if year else {total} - {None}
    return [Decimal(yuan) for yuan in known if yuan]


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
                    other = _opposite(line, whole, total.value, ways)
                    yield OddAmount(line, column, stated.value, ways, other=other)


def _unlike_total(layout: Layout, grid: Grid, unit: int | None) -> Iterator[OddAmount]:
    """Yield the plans of rows in which they are another share of the total than in all others."""
    part, whole = layout.column("planned"), layout.column("total")
    if part is None or whole is None:
        return
    columns = (grid.amounts(column, unit or 1) for column in (part, whole))
    lines = zip(grid.data, *columns, strict=True)
    rows = [(line, a.value, b.value) for line, a, b in lines if a and b and b.value > 0 < a.value]
    alike = AlikeShares.of(planned / total for _line, planned, total in rows)
    for line, planned, total in rows:
        ways = alike.ways(planned / total, planned)
        if ways:
            yield OddAmount(line, part, planned, ways, other=_opposite(line, whole, total, ways))


def _opposite(
    line: Line, column: SheetColumn, value: Decimal, ways: Mapping[str, Decimal]
) -> OddAmount:
    """Return the amount beside one that may be wrong, with what would make it fit instead."""
    kinds = [OPPOSITE[kind] for kind in ways]
    return OddAmount(line, column, value, {kind: value * FACTORS[kind] for kind in kinds})


def _within(stated: Amount, total: Amount) -> Mapping[str, Decimal]:
    amounts = {kind: stated.value * FACTORS[kind] for kind in DOWN}
    return {kind: yuan for kind, yuan in amounts.items() if yuan <= total.value <= 100 * yuan}
