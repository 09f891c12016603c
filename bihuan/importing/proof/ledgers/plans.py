"""A ledger's columns settled: which is this year's plan, what was completed before it. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from bihuan.importing.headings.kinds import COLUMNS, SheetKind
from bihuan.importing.headings.labels import is_of_year_before, speaks_of_plans, words_of
from bihuan.importing.headings.layout import Layout
from bihuan.importing.headings.naming import SheetColumn, field_of
from bihuan.importing.proof.amounts import Amount, known_amount, tally, total_of
from bihuan.importing.proof.grid import Grid
from bihuan.importing.proof.heads import sum_in
from bihuan.importing.proof.months.periods import Span, period_of
from bihuan.importing.proof.questions import LEAVE, AnswerChoice, Desk, nothing_read
from bihuan.kit.dates import in_digits
from bihuan.kit.money import UNITS
from bihuan.kit.words import gettext

_ADJUSTED = re.compile(r"调整[前后]|原|现计划|年初")
_AFTER = re.compile(r"调整后|现(?:年度)?计划")
_YEAR_ALONE = re.compile(r"20\d{2}年度?")
FEWEST_YEARS = 2  # of a plan of several years
_OF_YEAR = re.compile(r"年度|当年|本年|全年|年计划|年投资")


def with_plans_of_years(layout: Layout, titles: Iterable[str]) -> Layout:
    """Return a ledger's layout with 2024年, 2025年, 2026年 as plans of these years, if its title
    speaks of plans and no column is one.
    """
    found = [c for c in layout.unknown if c.year and _YEAR_ALONE.fullmatch(in_digits(c.title))]
    is_told = layout.column("planned") is None and speaks_of_plans(titles)
    if layout.kind != SheetKind.LEDGER or len(found) < FEWEST_YEARS or not is_told:
        return layout
    for column in found:
        layout = layout.read_as(column, "planned")
    return layout


def settle_plans(desk: Desk, layout: Layout, grid: Grid, year: int | None) -> Layout:
    """Return the layout with at most one column of the year's plan, and one of what was completed
    before the year.
    """
    return _before(desk, _plan(desk, layout, grid, year), grid, year)


def _plan(desk: Desk, layout: Layout, grid: Grid, year: int | None) -> Layout:
    planned = [c for c in (*layout.columns, *layout.unknown) if _is_plan(c)]
    if all(c.guessed and is_like(c) for c in planned):
        return _likely(desk, layout, grid, year)
    of_year = [c for c in planned if not (c.year and year and c.year != year)]
    best = max((_rank(c, year) for c in of_year), default=0)
    top = [c for c in of_year if _rank(c, year) == best]
    if len(top) > 1:  # what repeats the total investment is no plan beside one that does not
        top = [c for c in top if not _is_whole(grid, layout, c)] or top
    chosen = top[0] if top else None
    is_told = year is not None or not any(c.year for c in top)  # else the year decides
    rivals = [*top, *_rivals(grid, layout, of_year, top)]
    if len(rivals) > 1 and is_told and not _same(grid, rivals):
        proved = [c for c in rivals if is_known(grid, c, year)]
        if len(proved) == 1 and not _is_replaced(proved[0], rivals):
            text = gettext("“%s” is the year's plan as the ledger has it.")
            desk.prove(text % proved[0].title)
            chosen = proved[0]
        else:
            chosen = _ask(desk, rivals, grid, _which(rivals))
    elif chosen and best == 1 and _is_whole(grid, layout, chosen):
        text = gettext("“%s” is the total investment in every line: is it the year's plan?")
        chosen = _ask(desk, [chosen], grid, text % chosen.title)
    return _keep(layout, planned, chosen, "planned")


def _is_replaced(known: SheetColumn, rivals: Sequence[SheetColumn]) -> bool:
    """True if another column says the plan after an adjustment, and the known one does not."""
    return not _AFTER.search(known.title) and any(_AFTER.search(c.title) for c in rivals)


def _likely(desk: Desk, layout: Layout, grid: Grid, year: int | None) -> Layout:
    """Return the layout with the plan among columns under headings like one's, 年度投资任务: as the
    ledger proves, else as answered.
    """
    found = [c for c in (*layout.columns, *layout.unknown) if is_like(c) and any(grid.amounts(c))]
    found = [c for c in found if not (c.year and year and c.year != year)]
    if not found:
        return layout
    proved = [c for c in found if is_known(grid, c, year)]
    if len(proved) == 1:
        desk.prove(gettext("“%s” is the year's plan as the ledger has it.") % proved[0].title)
        return _keep(layout, found, proved[0], "planned")
    text = gettext("Is “%s” the year's plan?") % "”、“".join(c.title for c in found)
    return _keep(layout, found, _ask(desk, found, grid, text), "planned")


def is_like(column: SheetColumn) -> bool:
    """True for a heading that nobody knows and that is like a plan's."""
    is_open = not column.field or (column.field == "planned" and column.guessed)
    words = "".join(words_of(column.path))
    return is_open and bool(re.fullmatch(COLUMNS["ledger"].fields["planned"].like, words))


def _which(rivals: Sequence[SheetColumn]) -> str:
    if not any(_ADJUSTED.search(column.title) for column in rivals):
        return gettext("Two columns may be the plan of the year: which is it?")
    text = gettext(
        "“%s” differ: which is the plan to bring in? An adjustment with its reason and approver"
        " comes in by a table of adjustments."
    )
    return text % "”、“".join(column.title for column in rivals)


def _rivals(
    grid: Grid, layout: Layout, of_year: Sequence[SheetColumn], top: Sequence[SheetColumn]
) -> list[SheetColumn]:
    """Return the columns under another heading that may mean the year's plan too; what repeats the
    total investment, or holds nothing, does not.
    """
    others = [c for c in of_year if c not in top]
    return [c for c in others if any(grid.amounts(c)) and not _is_whole(grid, layout, c)]


def is_known(grid: Grid, column: SheetColumn, year: int | None) -> bool:
    """True if a column says of the known projects what the ledger says, in whichever unit."""
    if year is None:
        return False
    known, amounts = _known_plans(grid, year), grid.amounts(column)
    units = [1] if column.unit else UNITS.values()
    return any(tally([a.times(u) if a else None for a in amounts], known).proves for u in units)


def _is_plan(column: SheetColumn) -> bool:
    if column.part:
        return False
    if column.field == "planned":
        return True
    if is_of_year_before(column.path):
        return False
    return not column.field and field_of(column.path, COLUMNS[SheetKind.LEDGER.value]) == "planned"


def _rank(column: SheetColumn, year: int | None) -> int:
    if column.year and column.year == year:
        return 3
    return 2 if _OF_YEAR.search(column.title) or column.year else 1


def _same(grid: Grid, columns: Sequence[SheetColumn]) -> bool:
    first = grid.amounts(columns[0])
    return all(grid.amounts(column) == first for column in columns[1:])


def _is_whole(grid: Grid, layout: Layout, column: SheetColumn) -> bool:
    """True if a column repeats the total investment in every line of several."""
    total = layout.column("total")
    if total is None or column.unit != total.unit:
        return False
    found = tally(grid.amounts(column), grid.amounts(total))
    return found.tried > 1 and found.held == found.tried


def _sum(grid: Grid, column: SheetColumn) -> str:
    return sum_in(grid.amounts(column), column.unit, grid.layout.unit)


def _ask(desk: Desk, columns: Sequence[SheetColumn], grid: Grid, text: str) -> SheetColumn | None:
    choices = [
        AnswerChoice(
            str(column.index),
            gettext("“%s” is the year's plan") % column.title,
            gettext("plan of the year: %s") % _sum(grid, column),
        )
        for column in columns
    ]
    choices.append(AnswerChoice(LEAVE, gettext("Neither is"), gettext("no plan is read")))
    answer = desk.ask("plan", text, choices, column=columns[0].title, lasting=True)
    if not answer:
        return columns[0]
    return next((column for column in columns if str(column.index) == answer), None)


def _before(desk: Desk, layout: Layout, grid: Grid, year: int | None) -> Layout:
    column = layout.column("before")
    if column is None:
        return _with_before(layout, year)
    period = period_of(column.path, year)
    if period is None or period.spans == (Span.BEFORE,):
        return layout
    if not period.is_open or (column.guessed and Span.MONTH in period.spans):
        return _with_before(_keep(layout, [column], None, "before"), year)
    amounts = grid.amounts(column)
    if not total_of(amounts).value:
        return layout
    text = gettext("Is “%s” what was completed until the end of last year?") % column.title
    before = gettext("completed before the year: %s") % _sum(grid, column)
    choices = [
        AnswerChoice("before", gettext("Yes, until the end of last year"), before),
        AnswerChoice(LEAVE, gettext("No: do not read this column"), nothing_read()),
    ]
    answer = desk.ask("before", text, choices, column=column.title, lasting=True)
    return _keep(layout, [column], None if answer == LEAVE else column, "before")


def _with_before(layout: Layout, year: int | None) -> Layout:
    """Return the layout with the one column, if any, whose heading nobody knew and that speaks of
    all until the end of last year.
    """
    found = [
        column
        for column in layout.unknown
        if (period := period_of(column.path, year)) and period.spans == (Span.BEFORE,)
    ]
    return _keep(layout, found, found[0], "before") if len(found) == 1 else layout


def _keep(
    layout: Layout, candidates: Sequence[SheetColumn], chosen: SheetColumn | None, field: str
) -> Layout:
    """Return the layout with the chosen one of several columns under a field, the rest unknown."""
    rest = [c for c in candidates if chosen is None or c.index != chosen.index]
    dropped = {c.index for c in rest}
    columns = [c for c in layout.columns if c.index not in dropped]
    if chosen is not None and chosen.index not in {c.index for c in columns}:
        columns.append(replace(chosen, field=field))
    taken = {c.index for c in columns}
    unknown = [c for c in layout.unknown if c.index not in taken | dropped]
    unknown += [replace(c, field="") for c in rest]
    return replace(
        layout,
        columns=tuple(sorted(columns, key=lambda c: c.index)),
        unknown=tuple(sorted(unknown, key=lambda c: c.index)),
    )


def plans_of_year(
    grid: Grid, layout: Layout, unit: int | None, year: int | None
) -> list[Amount | None]:
    """Return each line's plan of the year in yuan, as the table has it, else the ledger."""
    of_year = [c for c in layout.columns if c.field == "planned" and c.year in (year, None)]
    column = max(of_year, key=lambda c: bool(c.year), default=None)
    if column is not None:
        return grid.amounts(column, unit or 1)
    return _known_plans(grid, year)


def _known_plans(grid: Grid, year: int | None) -> list[Amount | None]:
    """Return the plan that the ledger has of each line's project, in yuan; the largest of several
    lists.
    """
    if not year:
        return [None] * len(grid.data)
    projects = map(grid.project, grid.data)
    plans = (grid.known.planned(each, year) if each else () for each in projects)
    return [known_amount(max(each, default=None)) for each in plans]
