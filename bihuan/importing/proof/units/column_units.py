"""Units that headings say, held against the ledger and the size of each project. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from bihuan.importing.headings.kinds import SheetKind
from bihuan.importing.headings.layout import Layout
from bihuan.importing.headings.naming import SheetColumn, unnamed
from bihuan.importing.proof.amount_words import UNIT_WORDS, in_wan
from bihuan.importing.proof.amounts import Amount, tally, total_of
from bihuan.importing.proof.grid import Grid, is_total
from bihuan.importing.proof.heads import is_believable, sorted_units, units_around
from bihuan.importing.proof.known import KnownFacts
from bihuan.importing.proof.months.periods import period_of
from bihuan.importing.proof.questions import AnswerChoice, Desk
from bihuan.kit.money import TENS, UNITS
from bihuan.kit.words import gettext

MOST_TIMES = 10  # as SANE-4: beyond it, an amount is a slip of the unit
PLANS_IN_TOTAL = 10  # as SANE-4, too
LEAST_SHARE = Decimal("0.00001")  # of a project: below it in most lines, a slip too


def settle_column_units(desk: Desk, layout: Layout, grid: Grid, year: int | None) -> Layout:
    """Return the layout with the units that headings say; asked of columns whose amounts contradict
    theirs, and would not in another.
    """
    contradicted: dict[int, list[SheetColumn]] = defaultdict(list)
    for column in (*layout.columns, *layout.unknown):
        stated = unnamed(column.index, column.path).unit
        if not stated or stated != column.unit or not _is_read(layout, column):
            continue
        if not fits_size(grid, [column], stated, year) and _fits_another(grid, column, year):
            contradicted[stated].append(column)
    for stated, columns in contradicted.items():
        unit = _ask(desk, grid, columns, stated)
        layout = layout.counted_in({c.index for c in columns}, unit)
    return layout


def _is_read(layout: Layout, column: SheetColumn) -> bool:
    if column.field:
        return layout.is_money(column) or is_total(column) or column.field == "planned"
    return period_of(column.path, None) is not None


def _fits_another(grid: Grid, column: SheetColumn, year: int | None) -> bool:
    return any(
        fits_size(grid, [column], unit, year) for unit in UNITS.values() if unit != column.unit
    )


def fits_size(grid: Grid, columns: Sequence[SheetColumn], unit: int, year: int | None) -> bool:
    """True unless amounts in this unit contradict what the ledger says of them, or are far too
    large or too small for their projects in most lines.
    """
    return all(_fits(grid, column, unit, year) for column in columns)


def _fits(grid: Grid, column: SheetColumn, unit: int, year: int | None) -> bool:
    amounts = [
        each.times(Decimal(unit) / (column.unit or 1)) if each else None
        for each in grid.amounts(column)
    ]
    projects = [grid.project(line) for line in grid.data]
    if is_total(column):
        known = [_known(grid.known.total(project) if project else None) for project in projects]
        if any(known):
            return not _far(amounts, known)
        return grid.layout.kind != SheetKind.LEDGER or is_believable(amounts)
    sizes = [_known(_size(grid.known, project, year)) for project in projects]
    return not _far(amounts, sizes)


def _size(known: KnownFacts, project: int | None, year: int | None) -> int | None:
    """Return a project's total investment; where nobody knows it, so many of its plans."""
    if project is None:
        return None
    plans = known.planned(project, year) if year else frozenset()
    return known.total(project) or max(plans, default=0) * PLANS_IN_TOTAL or None


def _known(yuan: int | None) -> Amount | None:
    return Amount(Decimal(yuan)) if yuan else None


def _far(amounts: Sequence[Amount | None], sizes: Sequence[Amount | None]) -> bool:
    """True if most amounts are far beyond, or next to nothing of, what they are held against."""
    told = zip(amounts, sizes, strict=True)
    shares = [abs(one.value) / size.value for one, size in told if one and one.value and size]
    if not shares or tally(amounts, sizes).proves:
        return False
    large = sum(share > MOST_TIMES for share in shares)
    small = sum(share < LEAST_SHARE for share in shares)
    return max(large, small) * 2 > len(shares)


def _ask(desk: Desk, grid: Grid, columns: Sequence[SheetColumn], stated: int) -> int:
    first = columns[0]
    text = gettext("“%(title)s” says it counts in %(unit)s, its amounts say otherwise: what is it?")
    titles = "”、“".join(column.title for column in columns)
    told = {"title": titles, "unit": UNIT_WORDS.get(stated, stated)}
    sum_ = total_of(grid.amounts(first)).value / (first.unit or 1)
    choices = [
        AnswerChoice(word, word, f"{first.title}：{in_wan(sum_ * unit)}")
        for word, unit in sorted_units(UNITS | units_around(stated))
    ]
    return TENS.get(desk.ask("unit", text % told, choices, column=first.title), stated)
