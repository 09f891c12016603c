"""Months or quarters beside the plan of the year, under headings that name no measure. Pure.

Where they add up to the plan, they are its curve; else it is asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from bihuan.importing.headings.labels import (
    is_bare,
    is_bare_quarter,
    speaks_of_completion,
    speaks_of_plans,
    words_of,
)
from bihuan.importing.headings.layout import Layout
from bihuan.importing.headings.naming import SheetColumn
from bihuan.importing.proof.amounts import Amount, falls, tally, total_of
from bihuan.importing.proof.grid import Grid
from bihuan.importing.proof.heads import sum_in
from bihuan.importing.proof.questions import LEAVE, AnswerChoice, Desk, nothing_read
from bihuan.kit.words import gettext

from .bare_plans import is_part_of_year, named_plan, reaching

PLAN = "plan"
FEWEST = 2
ROUNDED = Decimal("0.001")
"""By how much of a plan its parts may miss it, besides half of the unit for each."""


def adds_up_to_plan(layout: Layout, grid: Grid, columns: Sequence[SheetColumn]) -> bool:
    """True if months or quarters add up to the year's plan in nearly every line."""
    plan = next((c for c in layout.columns if c.field == "planned"), None)
    if plan is None or len(columns) < FEWEST:
        return False
    whole = Decimal(len(columns)) / 2 * (plan.unit or 1)
    planned = [
        p and Amount(p.value, max(p.half, whole, p.value * ROUNDED)) for p in grid.amounts(plan)
    ]
    return tally(_reached(grid, columns), planned).proves


def settle_curve(desk: Desk, layout: Layout, grid: Grid, titles: Iterable[str]) -> Layout:
    """Return a ledger's layout with its months or quarters as the plan's curve, if they are."""
    layout = _cumulative_curve(desk, layout, grid)
    bare = [c for c in layout.unknown if is_bare(c.path) or is_bare_quarter(c.path)]
    columns = [c for c in bare if any(grid.amounts(c))]
    if layout.column("planned") is None or len(columns) < FEWEST:
        return layout
    titles = list(titles)
    if adds_up_to_plan(layout, grid, columns):
        names = "、".join(column.title for column in columns)
        desk.prove(gettext("“%s” add up to the plan of the year: they are its curve.") % names)
        return _as_plans(layout, columns)
    if any(map(speaks_of_completion, titles)):
        return layout
    is_asked = speaks_of_plans(titles) or any(is_bare_quarter(c.path) for c in columns)
    if is_asked and _ask(desk, layout, grid, columns) == PLAN:
        return _as_plans(layout, columns)
    return layout


def _cumulative_curve(desk: Desk, layout: Layout, grid: Grid) -> Layout:
    """Return the layout with 一季度, 上半年, 前三季度 as the plan's curve, if they grow to
    全年, and this is the plan.
    """
    plan = layout.column("planned")
    named = [named_plan(c) for c in layout.unknown if is_part_of_year(c) and any(grid.amounts(c))]
    whole = next((c for c in named if c.field == "planned"), None)
    parts = reaching([c for c in named if c is not whole])
    if plan is None or whole is None or not parts or len(parts) < len(named) - 1:
        return layout
    if not tally(grid.amounts(whole), grid.amounts(plan)).proves:
        return layout
    if falls([grid.amounts(c) for c in [*parts, whole]]):
        return layout
    names = "、".join(column.title for column in parts)
    desk.prove(gettext("“%s” grow to the plan of the year: they are its curve.") % names)
    return _as_plans(layout, parts)


def _reached(grid: Grid, columns: Sequence[SheetColumn]) -> list[Amount | None]:
    """Return what single months or quarters add up to, or the last cumulative holds."""
    single = [c for c in columns if not _is_so_far(c)] or [max(columns, key=lambda c: c.month or 0)]
    by_line = zip(*(grid.amounts(column) for column in single), strict=True)
    return [total_of(line) if any(line) else None for line in by_line]


def _is_so_far(column: SheetColumn) -> bool:
    return not is_bare_quarter(column.path) and words_of(column.path)[-1].startswith("1-N月")


def _ask(desk: Desk, layout: Layout, grid: Grid, columns: Sequence[SheetColumn]) -> str:
    plan = next(c for c in layout.columns if c.field == "planned")
    told = {
        "sum": sum_in(_reached(grid, columns), columns[0].unit, layout.unit),
        "plan": sum_in(grid.amounts(plan), plan.unit, layout.unit),
    }
    text = gettext("“%s” stand beside the plan and do not add up to it: are they its curve?")
    choices = [
        AnswerChoice(
            PLAN,
            gettext("Yes: the plan, by months or quarters"),
            gettext("%(sum)s by these columns, the plan of the year is %(plan)s") % told,
        ),
        AnswerChoice(
            LEAVE,
            gettext("No: what was completed, or something else; write it into the headings"),
            nothing_read(),
        ),
    ]
    names = "、".join(column.title for column in columns)
    return desk.ask("curve", text % names, choices, column=columns[0].title, lasting=True)


def _as_plans(layout: Layout, columns: Sequence[SheetColumn]) -> Layout:
    indexes = {column.index for column in columns}
    found = [replace(c, field="planned_to" if _reaches(c) else "planned_in") for c in columns]
    return replace(
        layout,
        columns=tuple(sorted([*layout.columns, *found], key=lambda c: c.index)),
        unknown=tuple(c for c in layout.unknown if c.index not in indexes),
    )


def _reaches(column: SheetColumn) -> bool:
    """True for what is told from January: 1-6月, and the first quarter."""
    return "1-N月" in words_of(column.path)[-1]
