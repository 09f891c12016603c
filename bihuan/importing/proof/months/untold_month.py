"""Of which of several months a table is, by its sums and by the lists of projects. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from bihuan.importing.proof.amounts import Tally, tally
from bihuan.importing.proof.grid import Grid
from bihuan.importing.proof.questions import Desk
from bihuan.kit.months import Month
from bihuan.kit.words import gettext

from .many_months import Spanning
from .months_by_sums import (
    FEWEST,
    FEWEST_REPEATED,
    Column,
    held_of,
    known_months,
    listed_in,
)
from .periods import Span


def month_by_sums(
    desk: Desk, grid: Grid, columns: Sequence[Spanning], unit: int | None, months: Sequence[Month]
) -> Month | None:
    """Return the one of several months for which the sums hold with the months known; show it."""
    if not grid.has_known:
        return None
    amounts = {c.index: grid.amounts(c, unit or 1) for c, _p in columns}
    alone = [amounts[c.index] for c, p in columns if Span.MONTH in p.spans]
    reached = [amounts[c.index] for c, p in columns if Span.TO_DATE in p.spans]
    found = {month: _proof(grid, alone, reached, month) for month in months}
    proved = [month for month, held in found.items() if held]
    if len(proved) != 1:
        return None
    held = found[proved[0]]
    text = gettext(
        "The table does not say its whole month: its sums hold with the months known for %(month)s"
        " only, in %(held)s of %(tried)s lines."
    )
    told = {"month": proved[0].in_words, "held": held.held, "tried": held.tried} if held else {}
    desk.prove(text % told)
    return proved[0]


def _proof(
    grid: Grid, alone: Sequence[Column], reached: Sequence[Column], month: Month
) -> Tally | None:
    """Return how the sums of a month hold, if they prove it: of a month and its cumulative, or of
    what was reported of it.
    """
    known = known_months(grid, month.year)
    before = [each.earlier(month.number) for each in known]
    pairs = [(one, other) for one in alone for other in reached if one is not other]
    tried = [(held_of(one, other, known, month.number), FEWEST) for one, other in pairs]
    if pairs:  # 1-5月 beside the month
        tried += [(tally(one, before), FEWEST_REPEATED) for _alone, one in pairs]
    else:
        tried += [(held_of(one, None, known, month.number), FEWEST_REPEATED) for one in alone]
        tried += [(held_of(None, one, known, month.number), FEWEST_REPEATED) for one in reached]
    return next((held for held, few in tried if held.proves and held.telling >= few), None)


def month_by_lists(desk: Desk, grid: Grid, months: Sequence[Month]) -> Month | None:
    """Return the last of several months, of different years, if all projects stand on a list of its
    year, and none on one of another; show it.
    """
    if not grid.data or not months:
        return None
    last, *others = sorted(months, reverse=True)
    if not _is_of_year(grid, last.year, {other.year for other in others}):
        return None
    text = gettext(
        "The table does not say its year: all %(count)s projects stand on a list of %(year)s, so it"
        " is read as of %(month)s."
    )
    told = {"count": len(grid.data), "year": last.year, "month": last.in_words}
    desk.prove(text % told)
    return last


def year_by_lists(desk: Desk, grid: Grid, today: date) -> int | None:
    """Return this year if all projects of a table that does not say its year stand on a list of it,
    and none on one of the year before; show it.
    """
    if not _is_of_year(grid, today.year, {today.year - 1}):
        return None
    text = gettext(
        "The table does not say its year: the projects of all %(count)s lines stand on a list of"
        " %(year)s."
    )
    desk.prove(text % {"count": len(grid.data), "year": today.year})
    return today.year


def year_of_lists(desk: Desk, grid: Grid, years: Collection[int]) -> int | None:
    """Return the one of several years that a table names on a list of which all its projects stand,
    if none stands on one of the others; show it.
    """
    found = [year for year in years if _is_of_year(grid, year, set(years) - {year})]
    if len(found) != 1 or not grid.data:
        return None
    text = gettext(
        "Of the years that the table names, the projects of all %(count)s lines stand on a list of"
        " %(year)s alone."
    )
    desk.prove(text % {"count": len(grid.data), "year": found[0]})
    return found[0]


def _is_of_year(grid: Grid, year: int, others: Collection[int]) -> bool:
    """True if all projects stand on a list of a year, and none on one of other years."""
    if year in others or not all(listed_in(grid, year)):
        return False
    return not any(any(listed_in(grid, other)) for other in others)
