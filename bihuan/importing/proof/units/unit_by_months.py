"""The unit of a month's table that states none, by its sums with the months known. Pure."""

from __future__ import annotations

from bihuan.importing.headings.kinds import SheetKind
from bihuan.importing.headings.layout import Layout
from bihuan.importing.proof.amounts import tally
from bihuan.importing.proof.grid import Grid
from bihuan.importing.proof.months.months_by_sums import known_months
from bihuan.importing.proof.questions import Desk
from bihuan.kit.money import UNITS
from bihuan.kit.words import gettext


def unit_by_months(desk: Desk, layout: Layout, grid: Grid, year: int | None) -> int | None:
    """Return the one unit in which month + months known = cumulative; None if none, or several."""
    month, so_far = (layout.column(name) for name in ("completed", "cumulative"))
    number = layout.month.number if layout.month else layout.number
    if layout.kind != SheetKind.MONTHLY or not (month and so_far and number and year):
        return None
    if month.unit or so_far.unit or not grid.has_known:
        return None
    before = [each.earlier(number) for each in known_months(grid, year)]
    columns = grid.amounts(month), grid.amounts(so_far)
    found = {}
    for word, unit in UNITS.items():
        alone, reached = ([a and a.times(unit) for a in column] for column in columns)
        sums = [a + b if a and b and b.value else None for a, b in zip(alone, before, strict=True)]
        held = tally(sums, reached)
        if held.proves:
            found[word] = unit, held
    if len(found) != 1:
        return None
    ((word, (unit, held)),) = found.items()
    text = gettext(
        "Counted in %(unit)s, the month and the months known make the cumulative in %(held)s of"
        " %(tried)s lines."
    )
    desk.prove(text % {"unit": word, "held": held.held, "tried": held.tried})
    return unit
