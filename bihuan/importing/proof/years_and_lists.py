"""Of which year a table is, and of which list of key projects: stated, proved, or asked. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from bihuan.importing.headings.kinds import SheetKind
from bihuan.importing.headings.labels import is_bare
from bihuan.importing.headings.layout import Layout
from bihuan.importing.headings.naming import SheetColumn
from bihuan.importing.rows.table import Table
from bihuan.kit.dates import in_digits
from bihuan.kit.words import gettext

from .grid import Grid, TableFacts
from .heads import settle_tier, settle_year, tier_in, years_in
from .known_list import settle_known_list
from .ledgers.ticks import Ticks, counted, settle_ticks, ticks_in
from .months.named_months import contradicting_years, without_year_before
from .months.periods import PASSED, Span, period_of
from .months.untold_month import year_of_lists
from .rows.lines import LineRole

MOST_BETWEEN = 8  # years
_REACH = re.compile(r"(20\d{2})年?[-~—–至到]+(20\d{2})年")
PLANS = frozenset({"planned", "planned_to", "planned_in"})
SPEAKS_OF_YEAR = PLANS | frozenset({"completed", "cumulative"})


def settle_list(table: Table, grid: Grid, facts: TableFacts, told: int | None) -> Ticks:
    """Find the table's year and, for a ledger, its list; return the lists that ticks tell. `told`
    is the year that a column says of all rows.
    """
    layout, before = table.layout, (table.tier, table.year)
    above, count = table.above, len(grid.data)
    stated = [told, *_stated_years(table, facts)]
    if layout.kind in (SheetKind.LEDGER, SheetKind.MONTHLY):
        needed = layout.kind == SheetKind.LEDGER and not before[1]
        years = _proved_year(table, grid, [*stated, None if before[1] else facts.year])
        table.year = settle_year(table.desk, years, count, facts.today if needed else None)
        table.year = table.year or before[1]
    else:
        table.year = facts.year or next(filter(None, stated), None) or before[1]
    if layout.kind != SheetKind.LEDGER:
        return Ticks()
    names = above if before[0] else [table.sheet.name, *above, table.file]
    titled = settle_tier(table.desk, names, count=count, needed=False)
    ticks = settle_ticks(table.desk, ticks_in(layout, grid), titled, grid)
    is_told = bool(before[0] or titled) or _rows_tell(layout, grid, ticks)
    if not titled and not is_told:
        titled = settle_known_list(table.desk, grid, names, table.year)
    standing = [grid.known.tiers(p, table.year or 0) for p in map(grid.project, grid.data) if p]
    left = ticks.untold(grid)
    table.tier = titled or settle_tier(
        table.desk, names, count=left, needed=not is_told, standing=standing
    )
    table.tier = table.tier or before[0]
    if ticks.columns:
        table.desk.prove(gettext("Ticks: %s.") % counted(ticks, table.tier, grid))
    return ticks


def _proved_year(table: Table, grid: Grid, stated: Sequence[int | None]) -> Sequence[int | None]:
    """Return the years stated; of a month's table under no year that compares two, the one that its
    projects' lists prove.
    """
    years = {year for year in stated if year}
    titles = years_in([*table.above, table.sheet.name])
    if len(years) < 2 or titles or grid.layout.kind != SheetKind.MONTHLY:
        return stated
    proved = year_of_lists(table.desk, grid, years)
    return [proved] if proved else stated


def _stated_years(table: Table, facts: TableFacts) -> list[int | None]:
    """Return the years that title, headings and names state; several, where they contradict."""
    layout, of_table_before = table.layout, table.year
    texts = table.above if of_table_before else [*table.above, table.sheet.name]
    if layout.kind == SheetKind.MONTHLY:
        texts = without_year_before(texts)
    titles = [*years_in(texts)[:3], *_years_between(texts)]
    headings = _years_of_headings(layout, titles)
    if not titles and len(set(headings)) > 1:
        told = [facts.year, *years_in([table.file])]
        headings = [y for y in told if y in headings][:1] or headings
    stated: list[int | None] = [*titles, *headings]
    if layout.kind == SheetKind.MONTHLY and layout.month:
        stated.append(layout.month.year)
    if not stated and not of_table_before:
        stated += years_in([table.file])[:1] or _years_completed(layout)
    if titles and not of_table_before:
        stated += contradicting_years(titles, table.file)
    return stated


def _years_between(texts: Sequence[str]) -> list[int]:
    """Return the years within those that titles name: 2025 of 2024—2026年."""
    found = [reach for text in texts for reach in _REACH.findall(in_digits(text))]
    years = (range(int(first) + 1, int(last)) for first, last in found)
    return [year for between in years for year in between[:MOST_BETWEEN]]


def _rows_tell(layout: Layout, grid: Grid, ticks: Ticks) -> bool:
    """True if rows tell their list: in a column, in groups, or by a tick in each."""
    if layout.column("tier"):
        return True
    if any(line.role is LineRole.GROUP and tier_in(line.text) for line in grid.lines):
        return True
    return bool(ticks.columns) and not ticks.untold(grid)


def _years_of_headings(layout: Layout, titles: Sequence[int]) -> list[int | None]:
    """Return the years that the headings of the year's own amounts name. Another year's beside one
    of the title's year, or of none, is there to compare with; so is a plan in a month's report.
    """
    columns = [c for c in layout.columns if c.field in SPEAKS_OF_YEAR and "底" not in c.title]
    done = [c for c in layout.unknown if (p := period_of(c.path, None)) and p.spans not in PASSED]
    if layout.kind == SheetKind.MONTHLY:
        later = {c.year for c in (*columns, *done)}
        done = [c for c in done if not _ends_before(c, later)]
        columns += (*done, *(c for c in layout.unknown if is_bare(c.path) and c not in done))
        named = [c for c in columns if c.field not in PLANS]
        columns = named if titles or any(c.year for c in named) else columns
    else:
        columns += [c for c in done if titles and c.year and c.year > max(titles)]
    own = {
        c.field in PLANS
        for c in columns
        if (c.year is None and c.field not in ("planned_to", "planned_in")) or c.year in titles
    }
    return [c.year for c in columns if c.year and (c.field in PLANS) not in own]


def _ends_before(column: SheetColumn, years: Collection[int | None]) -> bool:
    """True for all until the end of a year, 截至2024年12月底, beside amounts of the next."""
    period = period_of(column.path, None)
    is_before = period is not None and period.spans == (Span.BEFORE,)
    return is_before and bool(column.year) and (column.year or 0) + 1 in years


def _years_completed(layout: Layout) -> list[int | None]:
    """Return the one year, if any, that headings of what was completed name in a ledger."""
    unsure = [*layout.unknown, *(c for c in layout.columns if c.guessed)]
    periods = [(c.year, period_of(c.path, c.year)) for c in unsure]
    told = {year for year, period in periods if period and period.spans in _OF_THE_YEAR}
    return list(told) if len(told) == 1 and None not in told else []


_OF_THE_YEAR = ((Span.TO_DATE,), (Span.MONTH,))
