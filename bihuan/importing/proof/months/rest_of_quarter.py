"""A quarter alone in a table, of which some months are known: its last month is the rest. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bihuan.importing.headings.labels import MONTHS, read_label
from bihuan.importing.headings.layout import Layout, width_of
from bihuan.importing.headings.naming import SheetColumn
from bihuan.importing.proof.amount_words import in_wan
from bihuan.importing.proof.amounts import Amount, known_amount, shown, total_of
from bihuan.importing.proof.grid import Grid
from bihuan.importing.proof.questions import LEAVE, AnswerChoice, Desk, nothing_read
from bihuan.kit.dates import in_digits
from bihuan.kit.sheets import Cell, Sheet
from bihuan.kit.words import gettext

from .months_by_sums import KnownMonths, known_months
from .periods import PASSED, as_reach, period_of

REST, TO_DATE = "rest", "to_date"
_BEFORE_LAST = {"Q季度": 2, "H半年": 5}
"""How many months of such a time are before its last."""


@dataclass(frozen=True)
class MonthsTogether:
    """The one column of what was completed: from one month of the year to another."""

    column: SheetColumn
    first: int
    last: int


def settle_rest_of_quarter(
    desk: Desk, layout: Layout, grid: Grid, unit: int, year: int | None
) -> tuple[Layout | None, Sheet]:
    """Return the layout of a table that tells but a quarter, or other months together, with what
    the months known leave of it as its last month, and the sheet with these amounts; no layout
    while it is asked, or if the column is left.
    """
    together = _together(layout, grid, year)
    if together is None or year is None or not grid.has_known:
        return layout, grid.sheet
    known = known_months(grid, year)
    stated = grid.amounts(together.column, unit)
    if not any(_within(together, each) for each in known):
        return layout, grid.sheet
    rest = _rest(together, stated, known)
    answer = _ask(desk, together, stated, rest)
    if answer not in (REST, TO_DATE):
        return None, grid.sheet
    if answer == TO_DATE:
        title = f"1-{together.last}月完成投资"
        column = replace(together.column, field="cumulative", title=title, month=together.last)
        return _with(layout, together.column, column), grid.sheet
    return _as_last_month(layout, grid, together, rest, unit)


def _together(layout: Layout, grid: Grid, year: int | None) -> MonthsTogether | None:
    """Return the one column that tells what was completed, if it is of several months together."""
    columns = (c for c in (*layout.columns, *layout.unknown) if any(grid.amounts(c)))
    done = [(c, p) for c in columns if (p := period_of(c.path, year))]
    told = [(c, p) for c, p in done if p.is_quarter or p.spans not in PASSED]
    if len(told) != 1 or not told[0][1].is_quarter:
        return None
    column = told[0][0]
    found = (_months_in(level) for level in reversed(column.path))
    first, last = next((each for each in found if each), (0, 0))
    return MonthsTogether(column, first, last) if 1 < first < last else None


def _months_in(level: str) -> tuple[int, int] | None:
    """Return the first and the last month of a quarter, half, or run of months that is named."""
    label = read_label(level)
    before = next((n for word, n in _BEFORE_LAST.items() if word in label.words), 0)
    named = MONTHS.search(as_reach(in_digits(level)))
    if named and named[2]:
        return int(named[1]), int(named[2])
    return (label.month - before, label.month) if before and label.month else None


def _within(together: MonthsTogether, known: KnownMonths) -> dict[int, int]:
    """Return what is known of the months before the last one, by month."""
    return {n: yuan for n, yuan in known.told.items() if together.first <= n < together.last}


def _rest(
    together: MonthsTogether, stated: Sequence[Amount | None], known: Sequence[KnownMonths]
) -> list[Amount | None]:
    """Return what is left for the last month; nothing where a month before it is not known."""
    found: list[Amount | None] = []
    for whole, each in zip(stated, known, strict=True):
        months = _within(together, each)
        is_known = len(months) == together.last - together.first
        before = known_amount(sum(months.values())) if is_known else None
        found.append(whole - before if whole and before else None)
    return found


def _ask(
    desk: Desk,
    together: MonthsTogether,
    stated: Sequence[Amount | None],
    rest: Sequence[Amount | None],
) -> str:
    told = {"month": together.last, "sum": in_wan(total_of(rest).value)}
    gives = gettext("month %(month)s: %(sum)s") % told
    if blank := sum(1 for s, r in zip(stated, rest, strict=True) if s and not r):
        gives += gettext("; %s lines whose months before it are not all known are left") % blank
    so_far = gettext("completed: %s in all") % in_wan(total_of(stated).value)
    choices = [
        AnswerChoice(
            REST,
            gettext("These months alone: the last one is what the months known leave of them"),
            gives,
        ),
        AnswerChoice(TO_DATE, gettext("The year so far, from January"), so_far),
        AnswerChoice(LEAVE, gettext("Do not read this column"), nothing_read()),
    ]
    text = gettext("“%s” tells several months together, some of which are known: what is it?")
    title = together.column.title
    return desk.ask("rest", text % title, choices, column=title, lasting=True)


def _with(layout: Layout, old: SheetColumn, new: SheetColumn) -> Layout:
    columns = [c for c in layout.columns if c.index != old.index]
    unknown = tuple(c for c in layout.unknown if c.index != old.index)
    return replace(layout, columns=(*columns, new), unknown=unknown)


def _as_last_month(
    layout: Layout,
    grid: Grid,
    together: MonthsTogether,
    rest: Sequence[Amount | None],
    unit: int,
) -> tuple[Layout, Sheet]:
    rows: list[list[Cell]] = list(grid.sheet.rows)
    place = max(width_of(layout), *map(len, rows))
    title = f"{together.last}月完成投资"
    month = replace(
        together.column, index=place, field="completed", title=title, month=together.last
    )
    for line, each in zip(grid.data, rest, strict=True):
        if each is not None:
            row = [*rows[line.number], *[None] * place][:place]
            rows[line.number] = [*row, shown(each.value / (month.unit or unit))]
    return _with(layout, together.column, month), replace(grid.sheet, rows=rows)
