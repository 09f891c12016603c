"""Quarters side by side of what was completed: each alone, or each from January. Pure.

Sums decide where a column holds their sum, or where they fall; else it is asked once for all.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from bihuan.importing.headings.labels import read_label
from bihuan.importing.headings.layout import Layout, width_of
from bihuan.importing.headings.naming import SheetColumn
from bihuan.importing.proof.amount_words import in_wan
from bihuan.importing.proof.amounts import Amount, falls, shown, tally, total_of
from bihuan.importing.proof.grid import Grid
from bihuan.importing.proof.questions import LEAVE, AnswerChoice, Desk, nothing_read
from bihuan.kit.dates import in_digits
from bihuan.kit.sheets import Cell, Sheet
from bihuan.kit.words import gettext

from .months_by_sums import KnownMonths, known_months
from .periods import Span, period_of

FEWEST = 2  # quarters side by side; one alone is asked about as a column
FIRST = 3  # the month in which the first quarter ends
ALONE, TO_DATE = "alone", "to_date"
QUARTER = re.compile(r"第?[一二三四1-4]季度")
_TITLES = {3: "一季度", 6: "一至二季度", 9: "一至三季度", 12: "一至四季度"}
Amounts = Mapping[int, Sequence[Amount | None]]
"""The amounts of quarters, by the last month of each, in order."""


def settle_quarters(
    desk: Desk, layout: Layout, grid: Grid, unit: int, year: int | None
) -> tuple[Layout | None, Sheet]:
    """Return the layout of a month's report with its quarters as the year so far to the end of
    each, and the sheet with these sums; no layout while it is asked, or if nothing else is told.
    """
    done = [c for c in (*layout.columns, *layout.unknown) if period_of(c.path, year)]
    quarters = _quarters(done, grid)
    if len(quarters) < FEWEST:
        return layout, grid.sheet
    alone = {number: grid.amounts(column, unit) for number, column in quarters.items()}
    if _repeat_months(desk, layout, grid, quarters, alone, unit):
        return _without(layout, list(quarters.values())), grid.sheet
    sums = _sums(alone)
    beside = _so_far([c for c in done if c not in quarters.values()], max(quarters), year)
    answer = _proved({n: grid.amounts(c, unit) for n, c in beside.items()}, alone, sums)
    answer = answer or _by_known_months(desk, grid, list(quarters.values()), alone, year)
    answer = answer or _ask(desk, list(quarters.values()), alone, sums)
    layout = _without(layout, list(quarters.values()))
    if not answer or (answer == LEAVE and len(done) == len(quarters)):
        return None, grid.sheet
    if answer == LEAVE:
        return layout, grid.sheet
    read = {n: column for n, column in quarters.items() if n not in beside}
    if answer == TO_DATE:
        columns = [_to_date(column, n, column.index) for n, column in read.items()]
        return replace(layout, columns=(*layout.columns, *columns)), grid.sheet
    return _summed(layout, grid, read, sums, unit)


def _quarters(columns: Sequence[SheetColumn], grid: Grid) -> dict[int, SheetColumn]:
    found: dict[int, SheetColumn] = {}
    for column in columns:
        level = next((x for x in reversed(column.path) if QUARTER.search(in_digits(x))), "")
        number = read_label(level).month if level else None
        if number and any(grid.amounts(column)):
            found.setdefault(number, column)
    return dict(sorted(found.items()))


def _repeat_months(
    desk: Desk,
    layout: Layout,
    grid: Grid,
    quarters: Mapping[int, SheetColumn],
    alone: Amounts,
    unit: int,
) -> bool:
    """True if each quarter is the sum of its months, that stand beside it; show it."""
    months = {c.month: c for c in layout.columns if c.field == "completed" and c.month}
    for number, stated in alone.items():
        own = [months.get(n) for n in (number - 2, number - 1, number)]
        found = [grid.amounts(column, unit) for column in own if column is not None]
        if len(found) < len(own):
            return False
        sums = [total_of(row) if any(row) else None for row in zip(*found, strict=True)]
        if not tally(sums, stated).proves:
            return False
    names = "”、“".join(column.title for column in quarters.values())
    desk.prove(gettext("“%s” are the sums of the months beside them: the months are read.") % names)
    return True


def _so_far(columns: Sequence[SheetColumn], last: int, year: int | None) -> dict[int, SheetColumn]:
    """Return the columns of the year so far, by the month that they reach."""
    periods = [(c, p) for c in columns if (p := period_of(c.path, year))]
    return {p.number or last: c for c, p in periods if p.spans == (Span.TO_DATE,)}


def _sums(alone: Amounts) -> dict[int, list[Amount | None]]:
    """Return what each quarter and those before it add up to; nothing where it is blank."""
    found: dict[int, list[Amount | None]] = {}
    reached: list[Amount | None] = [None] * len(next(iter(alone.values())))
    for number, column in alone.items():
        both = list(zip(reached, column, strict=True))
        reached = [total_of(pair) if any(pair) else None for pair in both]
        pairs = zip(reached, column, strict=True)
        found[number] = [sum_ if own is not None else None for sum_, own in pairs]
    return found


def _proved(beside: Amounts, alone: Amounts, sums: Amounts) -> str:
    for number, whole in beside.items():
        for way, amounts in ((ALONE, sums), (TO_DATE, alone)):
            if number in amounts and tally(amounts[number], whole).proves:
                return way
    return ALONE if falls(list(alone.values())) else ""


def _by_known_months(
    desk: Desk, grid: Grid, columns: Sequence[SheetColumn], alone: Amounts, year: int | None
) -> str:
    """Return the one way to read quarters in which none is less than the months known of it in most
    lines; show it.
    """
    if year is None or not grid.has_known:
        return ""
    known = known_months(grid, year)
    left = [
        way
        for way in (ALONE, TO_DATE)
        if not any(_is_less(alone[n], known, n, way) for n in alone if n > FIRST)
    ]
    if len(left) != 1 or FIRST not in alone or not _repeats_known(alone[FIRST], known):
        return ""
    names = "”、“".join(column.title for column in columns)
    desk.prove(gettext("“%s”: only so do they agree with the months known.") % names)
    return left[0]


def _is_less(
    stated: Sequence[Amount | None], known: Sequence[KnownMonths], number: int, way: str
) -> bool:
    """True if most lines tell less of a quarter than is known of its months."""
    first = number - 2 if way == ALONE else 1
    less = tried = 0
    for of_quarter, each in zip(stated, known, strict=True):
        months = [yuan for n, yuan in each.told.items() if first <= n <= number]
        if of_quarter is not None and months:
            tried += 1
            less += of_quarter.value < sum(months)
    return 2 * less > tried


def _repeats_known(stated: Sequence[Amount | None], known: Sequence[KnownMonths]) -> bool:
    """True if the first quarter is what is known of its months."""
    sums = [each.earlier(FIRST + 1) if each.told else None for each in known]
    return tally(stated, sums).proves


def _ask(desk: Desk, columns: Sequence[SheetColumn], alone: Amounts, sums: Amounts) -> str:
    last = max(alone)
    whole = gettext("completed: %s in all")
    choices = [
        AnswerChoice(
            ALONE,
            gettext("What was completed in each quarter alone"),
            whole % in_wan(sum(total_of(each).value for each in alone.values())),
        ),
        AnswerChoice(
            TO_DATE,
            gettext("What was completed from January to the end of each quarter"),
            whole % in_wan(total_of(alone[last]).value),
        ),
        AnswerChoice(LEAVE, gettext("Do not bring these columns in"), nothing_read()),
    ]
    text = gettext("“%s”: is each quarter told alone, or with those before it?")
    names = "”、“".join(column.title for column in columns)
    return desk.ask("quarters", text % names, choices, column=columns[0].title, lasting=True)


def _without(layout: Layout, left: Sequence[SheetColumn]) -> Layout:
    indexes = {column.index for column in left}
    return replace(
        layout,
        columns=tuple(c for c in layout.columns if c.index not in indexes),
        unknown=tuple(c for c in layout.unknown if c.index not in indexes),
    )


def _to_date(column: SheetColumn, number: int, index: int) -> SheetColumn:
    """Return the column of the year so far to the end of a quarter."""
    title = f"1-{number}月完成投资（{_TITLES[number]}）"
    return replace(column, field="cumulative", title=title, month=number, index=index)


def _summed(
    layout: Layout, grid: Grid, quarters: Mapping[int, SheetColumn], sums: Amounts, unit: int
) -> tuple[Layout, Sheet]:
    rows: list[list[Cell]] = list(grid.sheet.rows)
    width = max(width_of(layout), *map(len, rows))
    columns = list(layout.columns)
    for place, (number, column) in enumerate(quarters.items()):
        columns.append(_to_date(column, number, width + place))
        for line, sum_ in zip(grid.data, sums[number], strict=True):
            if sum_ is not None:
                row = [*rows[line.number], *[None] * (width + place)][: width + place]
                rows[line.number] = [*row, shown(sum_.value / (column.unit or unit))]
    return replace(layout, columns=tuple(columns)), replace(grid.sheet, rows=rows)
