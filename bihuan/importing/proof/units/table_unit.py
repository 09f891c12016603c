"""The unit of a table's money: stated, proved by the ledger, or asked. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from bihuan.importing.headings.kinds import SheetKind
from bihuan.importing.headings.labels import is_bare
from bihuan.importing.headings.layout import Layout
from bihuan.importing.headings.naming import SheetColumn
from bihuan.importing.proof.amount_words import UNIT_WORDS
from bihuan.importing.proof.amounts import Amount, known_amount, tally
from bihuan.importing.proof.grid import Grid, is_total
from bihuan.importing.proof.heads import Held, settle_unit
from bihuan.importing.proof.known import KnownFacts
from bihuan.importing.proof.months.periods import period_of
from bihuan.importing.proof.questions import Desk
from bihuan.kit.money import UNITS
from bihuan.kit.words import gettext

from .column_units import fits_size


def needs_unit(layout: Layout, grid: Grid) -> bool:
    """True if some column of money does not say in what it counts."""
    money = [c for c in layout.columns if layout.is_money(c)]
    if layout.kind == SheetKind.MONTHLY:
        done = [c for c in layout.unknown if period_of(c.path, None) or is_bare(c.path)]
        money += [c for c in done if any(grid.amounts(c)) or not any(map(layout.is_money, money))]
    return bool(money) and not all(column.unit for column in money)


def settle_table_unit(
    desk: Desk, layout: Layout, grid: Grid, stated: int | None, year: int | None
) -> int | None:
    """Return in what the columns count whose headings do not say it; None while it is asked."""
    if not needs_unit(layout, grid):
        return stated
    bare = [c for c in grid.columns if not c.unit]
    held = _beside_ledger(grid, bare, year)
    money = [c for c in bare if c.field and layout.is_money(c)]
    total = next((c for c in money if c.field == "total"), None)
    first = total or next(
        (c for c in money if c.field in ("planned", "completed", "cumulative")), None
    )
    first = first or (money[0] if money else None)
    shown = (first.title, partial(grid.amounts_in, first)) if first else None
    believed = layout.kind == SheetKind.LEDGER and total is not None
    fits = not stated or fits_size(grid, money, stated, year)
    return settle_unit(desk, stated, held, shown, weigh_size=believed, fits_size=fits)


def settle_proved_units(
    desk: Desk, layout: Layout, grid: Grid, stated: int | None, year: int | None
) -> Layout:
    """Return the layout with columns in another unit than the table's that the ledger proves of
    them, where other columns may be in the table's, and not in this.
    """
    bare = [c for c in grid.columns if not c.unit]
    for column in bare if stated and grid.has_known else ():
        proved = _proved(column_beside_ledger(grid, column, year=year), stated or 1)
        others = [c for c in bare if c is not column and layout.is_money(c)]
        if proved is None or not any(_fits_alone(grid, c, stated, proved, year) for c in others):
            continue
        text = gettext("“%(title)s” counts in %(unit)s: so it is as in the ledger.")
        desk.prove(text % {"title": column.title, "unit": UNIT_WORDS[proved]})
        layout = layout.counted_in({column.index}, proved)
    return layout


def _proved(held: Held, stated: int) -> int | None:
    """Return the one unit, other than the stated, in which a column is as in the ledger."""
    found = {
        unit
        for amounts, known in held
        for unit in UNITS.values()
        if tally([a and a.times(unit) for a in amounts], known).proves
    }
    return found.pop() if len(found) == 1 and stated not in found else None


def _fits_alone(
    grid: Grid, column: SheetColumn, stated: int | None, other: int, year: int | None
) -> bool:
    """True if a column is such as its projects may have in the stated unit, and not in another."""
    is_told = stated is not None and any(grid.amounts(column))
    return (
        is_told
        and fits_size(grid, [column], stated or 1, year)
        and not fits_size(grid, [column], other, year)
    )


def column_beside_ledger(grid: Grid, column: SheetColumn, *, year: int | None) -> Held:
    """Return a column that repeats the ledger beside what the ledger says; none if it does not."""
    return _beside_ledger(grid, [column], year)


def _beside_ledger(grid: Grid, columns: Sequence[SheetColumn], year: int | None) -> Held:
    """Return the columns that repeat the ledger, each beside what the ledger says."""
    projects = [grid.project(line) for line in grid.data]
    found: list[tuple[list[Amount | None], list[Amount | None]]] = []
    for column in columns if any(projects) else ():
        if not is_total(column) and (column.field != "planned" or year is None):
            continue
        amounts = grid.amounts(column)
        known = [
            _known(grid.known, None if is_total(column) else year, project, stated)
            for project, stated in zip(projects, amounts, strict=True)
        ]
        found.append((amounts, known))
    return found


def _known(
    known: KnownFacts, year: int | None, project: int | None, stated: Amount | None
) -> Amount | None:
    """Return a project's plan of a year, or its total investment where no year is given."""
    if project is None or stated is None:
        return None
    yuan = known.total(project) if year is None else max(known.planned(project, year), default=None)
    return known_amount(yuan)
