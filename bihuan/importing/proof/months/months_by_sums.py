"""Of which month a table is by its sums: month + months known = cumulative. Pure.

Where they hold for another month than the one that title or headings name, it is asked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import islice

from bihuan.importing.headings.layout import Layout
from bihuan.importing.proof.amounts import Amount, Tally, known_amount, tally
from bihuan.importing.proof.grid import Grid
from bihuan.importing.proof.heads import ask_month
from bihuan.importing.proof.questions import Desk
from bihuan.importing.proof.rows.lines import Line
from bihuan.kit.months import Month
from bihuan.kit.words import gettext

FEWEST = 2  # lines whose sums tell a month; by chance one may
FEWEST_REPEATED = 3  # lines that repeat what was reported of another month
YEARS_BACK = 6  # as far as lists are looked for
Column = Sequence[Amount | None]


@dataclass(frozen=True)
class KnownMonths:
    """What was reported of one line's project in the year: yuan by month, and to which month an
    opening sum reaches.
    """

    told: Mapping[int, int]
    opened: int = 0

    def earlier(self, number: int) -> Amount | None:
        """Return the sum of the months before one; None if some of them is not known."""
        if not all(n in self.told or n <= self.opened for n in range(1, number)):
            return None
        return self.sum_before(number)

    def sum_before(self, number: int) -> Amount:
        """Return the sum of what is known of the months before one."""
        return Amount(Decimal(sum(yuan for n, yuan in self.told.items() if n < number)))


def known_months(grid: Grid, year: int, lines: Sequence[Line] | None = None) -> list[KnownMonths]:
    """Return what is known of each line's project; of these lines, if some are given."""
    found = []
    for line in grid.data if lines is None else lines:
        project = grid.project(line)
        told = grid.known.months(project, year) if project else {}
        found.append(KnownMonths(told, grid.known.opened(project, year) if project else 0))
    return found


def settle_month_by_sums(
    desk: Desk, layout: Layout, grid: Grid, unit: int | None, month: Month, holds: str, today: date
) -> Month | None:
    """Return the month of a table whose columns are settled: the one that was told, unless sums
    hold for another only; then as answered, None while it is asked.
    """
    if desk.has_asked("month") or not grid.has_known:
        return month
    known = known_months(grid, month.year)
    if not any(each.told for each in known):
        return _of_other_year(desk, layout, grid, unit, month, holds, today)
    others = _other_months(layout, grid, unit, month.number, known)
    if not others:
        return month
    offered = [month, *(Month(month.year, n) for n in others)]
    text = gettext(
        "The table names %(stated)s, its sums are those of %(proved)s by the months known: which"
        " month is it of?"
    )
    told = {"stated": month.in_words, "proved": "、".join(m.in_words for m in offered[1:])}
    return ask_month(desk, offered, today, month.year, holds=holds, text=text % told)


def _of_other_year(
    desk: Desk, layout: Layout, grid: Grid, unit: int | None, month: Month, holds: str, today: date
) -> Month | None:
    """Return the month of a table of a year of which nothing was reported: as told, unless its sums
    are those of the same month of another year; then as answered.
    """
    years = sorted({month.year - 1, month.year + 1, today.year} - {month.year})
    others = [
        Month(year, month.number)
        for year in years
        if _proves(layout, grid, unit, month.number, known_months(grid, year))
    ]
    others = [other for other in others if other.first_day <= today]
    if not others or any(listed_in(grid, month.year)):
        return month
    text = gettext(
        "The table names %(stated)s, of which year no project is on a list; with the months known"
        " its sums are those of %(proved)s: which month is it of?"
    )
    told = {"stated": month.in_words, "proved": "、".join(m.in_words for m in others)}
    offered = [*others, month]
    return ask_month(desk, offered, today, month.year, holds=holds, text=text % told)


def _proves(
    layout: Layout, grid: Grid, unit: int | None, number: int, known: Sequence[KnownMonths]
) -> bool:
    """True if the sums of a month hold with the months known, in lines enough."""
    held = _held(layout, grid, unit, number, known)
    has_both = layout.column("completed") and layout.column("cumulative")
    return held.proves and held.telling >= (FEWEST if has_both else FEWEST_REPEATED)


def _held(
    layout: Layout, grid: Grid, unit: int | None, number: int, known: Sequence[KnownMonths]
) -> Tally:
    month, to_date = (layout.column(name) for name in ("completed", "cumulative"))
    alone = grid.amounts(month, unit or 1) if month else None
    reached = grid.amounts(to_date, unit or 1) if to_date else None
    return held_of(alone, reached, known, number)


def listed_in(grid: Grid, year: int) -> list[bool]:
    """Return of each line whether its project stands on a list of a year."""
    projects = map(grid.project, grid.data)
    return [bool(each and grid.known.tiers(each, year)) for each in projects]


def last_year_listed(grid: Grid, today: date) -> list[int]:
    """Return the last year on a list of which all projects that are known stand; empty if none."""
    projects = [each for line in grid.data if (each := grid.project(line))]
    years = range(today.year, today.year - YEARS_BACK, -1)
    found = (y for y in years if projects and all(grid.known.tiers(p, y) for p in projects))
    return list(islice(found, 1))


def _other_months(
    layout: Layout, grid: Grid, unit: int | None, stated: int, known: Sequence[KnownMonths]
) -> list[int]:
    """Return the months of which the sums are, if not of the one that is stated."""
    if _held(layout, grid, unit, stated, known).proves:
        return []
    numbers = (n for n in range(1, 13) if n != stated)
    return [n for n in numbers if _proves(layout, grid, unit, n, known)]


def held_of(
    alone: Column | None, reached: Column | None, known: Sequence[KnownMonths], number: int
) -> Tally:
    """Return in how many lines the sums of a month hold."""
    before = [each.earlier(number) for each in known]
    if alone is not None and reached is not None:
        sums = [a + b if a and b and b.value else None for a, b in zip(alone, before, strict=True)]
        return tally(sums, reached)
    own = [known_amount(each.told.get(number)) for each in known]
    if reached is not None:
        so_far = [b + o if b and o else None for b, o in zip(before, own, strict=True)]
        return tally(reached, so_far)
    if alone is None or len({a.value for a in alone if a}) < FEWEST:
        return Tally()  # the same for all: it may be so in any month
    return tally(alone, own)
