"""What stands beside the amounts of a month's table: in its other columns, or known. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bihuan.importing.headings.kinds import COLUMNS, SheetKind
from bihuan.importing.headings.layout import Layout
from bihuan.importing.headings.naming import SheetColumn, field_of
from bihuan.importing.proof.amounts import Amount, known_amount, tally
from bihuan.importing.proof.grid import Grid
from bihuan.importing.proof.heads import month_number
from bihuan.importing.proof.ledgers.plans import plans_of_year
from bihuan.importing.proof.questions import Desk
from bihuan.kit.dates import month_in
from bihuan.kit.months import Month
from bihuan.kit.numbers import plain
from bihuan.kit.sheets import cell_at
from bihuan.kit.words import gettext

from .equations import Beside, Column, rates_of
from .months_by_sums import KnownMonths, known_months
from .periods import is_left_over, period_of

_DUE = re.compile(r"序时.{0,2}(?:应|需|须|计划)")
_AHEAD = re.compile(r"超.{0,3}欠|与序时.{0,3}差|超序时|[快慢]于序时")


def beside_of(
    desk: Desk, grid: Grid, layout: Layout, unit: int | None, year: int | None, number: int
) -> Beside:
    """Return what is told beside each line's amounts of a month, in yuan."""
    lines = grid.data
    months = _months(grid, layout, year, number)
    known = _known_months(grid, months, year)
    before: list[Amount | None] = []
    for line in lines:
        project = grid.project(line)
        yuan = grid.known.before(project, year) if project and year else None
        before.append(known_amount(yuan or None))
    nothing: Column = [None] * len(lines)
    rate = next((c for c in layout.columns if c.field == "rate"), None)
    until = next((c for c in layout.columns if c.field == "until_last_year"), None)
    left = next((c for c in layout.unknown if is_left_over(c.path)), None)
    due = next((c for c in layout.unknown if _DUE.search(c.title)), None)
    ahead = next((c for c in layout.unknown if _AHEAD.search(c.title)), None)
    rates = grid.rates(rate) if rate else nothing
    return Beside(
        plan=_plan_of_rates(desk, grid, layout, unit, year, rates),
        rate=rates,
        before_year=grid.amounts(until, unit or 1) if until else before,
        earlier=[each.sum_before(n) for n, each in known],
        reported=[known_amount(each.told.get(n)) for n, each in known],
        complete=[n > 1 and each.earlier(n) is not None for n, each in known],
        number=number,
        left=grid.amounts(left, unit or 1) if left else nothing,
        due=grid.amounts(due, unit or 1) if due else nothing,
        ahead=grid.amounts(ahead, unit or 1) if ahead else nothing,
    )


def _months(grid: Grid, layout: Layout, year: int | None, number: int) -> list[Month | None]:
    """Return of which month each line is: of the table's, or of its own."""
    month = Month(year, number) if year and number else None
    column = layout.column("month")
    if column is None:
        return [month] * len(grid.data)
    cells = [plain(cell_at(line.cells, column.index)) for line in grid.data]
    numbers = map(month_number, cells)
    told = (Month(year, n) if year and n else month for n in numbers)
    return [month_in(cell) or each for cell, each in zip(cells, told, strict=True)]


def _known_months(
    grid: Grid, months: Sequence[Month | None], year: int | None
) -> list[tuple[int, KnownMonths]]:
    """Return the number of each line's month, 0 if untold, with what is known of its year."""
    by_year = {y: known_months(grid, y) for y in {m.year if m else year for m in months} if y}
    return [
        (m.number if m else 0, by_year[y][n] if (y := m.year if m else year) else KnownMonths({}))
        for n, m in enumerate(months)
    ]


def _plan_of_rates(
    desk: Desk, grid: Grid, layout: Layout, unit: int | None, year: int | None, rates: Column
) -> Column:
    """Return each line's plan: of several columns, the one by which the stated rates hold."""
    usual = plans_of_year(grid, layout, unit, year)
    others = list(_other_plans(layout)) if any(rates) else []
    if not others:
        return usual
    done = [c for c in (*layout.columns, *layout.unknown) if period_of(c.path, year)]
    amounts = [grid.amounts(c, unit or 1) for c in done]
    if any(tally(rates_of(each, usual), rates).proves for each in amounts):
        return usual
    for column in others:
        plan = grid.amounts(column, unit or 1)
        if any(tally(rates_of(each, plan), rates).proves for each in amounts):
            desk.prove(gettext("The stated rates are of “%s”.") % column.title)
            return plan
    return usual


def _other_plans(layout: Layout) -> Iterator[SheetColumn]:
    """Yield the columns of plans that are not read: before an adjustment, or after one."""
    plan, spec = layout.column("planned"), COLUMNS[SheetKind.LEDGER.value]
    for column in (*layout.columns, *layout.unknown):
        is_read = plan is not None and column.index == plan.index
        if not is_read and field_of(column.path, spec) == "planned":
            yield column
