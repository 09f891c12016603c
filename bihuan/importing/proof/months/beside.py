"""What stands beside the amounts of a month's table: in its other columns, or known. Pure."""

from __future__ import annotations

from bihuan.importing.headings.layout import Layout
from bihuan.importing.proof.amounts import Amount, known_amount
from bihuan.importing.proof.grid import Grid
from bihuan.importing.proof.ledgers.plans import plans_of_year

from .equations import Beside
from .months_by_sums import KnownMonths, known_months


def beside_of(
    grid: Grid, layout: Layout, unit: int | None, year: int | None, number: int
) -> Beside:
    """Return what is told beside each line's amounts of a month, in yuan."""
    lines = grid.data
    known = known_months(grid, year, lines) if year else [KnownMonths({})] * len(lines)
    before: list[Amount | None] = []
    for line in lines:
        project = grid.project(line)
        yuan = grid.known.before(project, year) if project and year else None
        before.append(known_amount(yuan or None))
    rate = next((c for c in layout.columns if c.field == "rate"), None)
    until = next((c for c in layout.columns if c.field == "until_last_year"), None)
    return Beside(
        plan=plans_of_year(grid, layout, unit, year),
        rate=grid.rates(rate) if rate else [None] * len(lines),
        before_year=grid.amounts(until, unit or 1) if until else before,
        earlier=[each.sum_before(number) for each in known],
        reported=[known_amount(each.told.get(number)) for each in known],
        complete=[number > 1 and each.earlier(number) is not None for each in known],
        number=number,
    )
