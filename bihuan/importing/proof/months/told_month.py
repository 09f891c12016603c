"""Of which month a table is: as title, headings or sums tell, else as answered. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bihuan.importing.proof.grid import Grid
from bihuan.importing.proof.heads import (
    ask_month,
    begun,
    holds_in,
    made_in,
    stated_month,
    year_of_making,
)
from bihuan.importing.proof.remarks.whole_table import months_noted
from bihuan.importing.rows.table import Table
from bihuan.kit.months import Month, months_of
from bihuan.kit.words import gettext

from .many_months import Spanning, numbers_of
from .missing_year import filled_in, months_named
from .months_by_sums import last_year_listed
from .named_months import named_months
from .periods import EITHER, PASSED, Span, is_of_whole_year
from .untold_month import month_by_lists, month_by_sums

WHOLE_YEAR, HALF_A_YEAR, NEIGHBOURS = 12, 6, 2
FIRST_MONTHS = (1, 2)
"""In which what the year before came to is still told."""


def month_told(
    table: Table,
    columns: Sequence[Spanning],
    grid: Grid,
    unit: int | None,
    today: date,
) -> Month | None:
    """Return the month of a table: of title and headings alike, else as sums prove, or answered."""
    return _MonthTold(table, columns, grid, unit, today).month()


@dataclass
class _MonthTold:
    """What tells of which month a table is."""

    table: Table
    columns: Sequence[Spanning]
    grid: Grid
    unit: int | None
    today: date

    def month(self) -> Month | None:
        table = self.table
        self.above = [*table.above, *filled_in(self.grid)]
        stated = stated_month([*self.above, table.sheet.name, table.file], self.above, table.year)
        stated = stated or table.month_above
        self.year = table.year or (stated.year if stated else None)
        if stated and self.year and stated.year != self.year:
            stated = Month(self.year, stated.number)  # the year was asked
        if stated:
            several = named_months(stated, self.above, table.sheet.name, table.file)
            noted = months_noted(self.grid, table.above, self.year or stated.year)
            several += [month for month in noted if month not in several]
            return self._of_several(several) if len(several) > 1 else self._beside(stated)
        single, numbers = self._numbers(0)
        stated = _of_headings(single or numbers, self.year, self.above)
        return self._beside(stated) if stated else self._untold(single or numbers)

    def _numbers(self, stated: int) -> tuple[set[int], set[int]]:
        """Return the months of which headings say that they are alone, and all that they name but
        the one before, which is there to compare with.
        """
        columns = [p for _c, p in self.columns if p.spans != (Span.BEFORE,)]
        columns = columns or [p for _c, p in self.columns]
        named = {p.number for p in columns if p.number and Span.OTHER not in p.spans}
        single = numbers_of(self.columns, Span.MONTH)
        last = next(iter(single)) if len(single) == 1 else stated if stated in named else 0
        if not last and len(named) == NEIGHBOURS and max(named) - min(named) == 1:
            last = max(named)  # 截止5月 beside 截止6月
        return single, named - {last - 1}

    def _beside(self, stated: Month) -> Month | None:
        """Return the month stated, unless headings name others."""
        single, numbers = self._numbers(stated.number)
        if single == {stated.number}:
            return stated
        whole = {WHOLE_YEAR} - single if stated.number not in FIRST_MONTHS else set()
        others = [_named(stated, n) for n in sorted(numbers - whole - {stated.number})]
        others += [m for m in _of_next_year(stated, others) if m.first_day <= self.today]
        return self._of_several([stated, *others]) if others else stated

    def _of_several(self, months: Sequence[Month]) -> Month | None:
        return self._proved(months) or self._ask(months)

    def _untold(self, numbers: set[int]) -> Month | None:
        """Return the month of a table that names none, or none with its year."""
        if months := _of_whole_year(self.columns, self.today, self.year):
            text = gettext(
                "“%s” speaks of a whole year that is not over: of which month is the table?"
            )
            text %= self.columns[0][0].title
            return months[0] if len(months) == 1 else self._ask(months, text, with_none=True)
        if made := made_in([*self.above, self.table.sheet.name, self.table.file]):
            made_of = [made.previous(), made]
            return self._proved(made_of) or self._ask(made_of, with_none=True)
        titles = [*self.above, self.table.sheet.name, self.table.file]
        named = [] if self.table.year else self._named(titles, numbers)
        if not named:
            named = self._begun()
            text = gettext("Neither title nor headings tell the month: which is the table of?")
            return self._proved(named) or self._ask(named, text, with_none=True)
        text = gettext("The table names a month without its year: which is it of?")
        listed = self._proved(named) or month_by_lists(self.table.desk, self.grid, named)
        return listed or self._ask(named, text, with_none=True)

    def _begun(self) -> list[Month]:
        """Return the months that have begun of the years that the table may be of."""
        found = begun(self.today, self.year)
        years = [] if self.year else last_year_listed(self.grid, self.today)
        listed = [month for year in years for month in begun(self.today, year)]
        return [*(month for month in listed if month not in found), *found]

    def _named(self, titles: Sequence[str], numbers: set[int]) -> list[Month]:
        """Return the month that is named without its year, of each year that it may be of."""
        years = {self.today.year - 1, self.today.year, *last_year_listed(self.grid, self.today)}
        return months_named(titles, numbers, sorted(years), self.today)

    def _proved(self, months: Sequence[Month]) -> Month | None:
        return month_by_sums(self.table.desk, self.grid, self.columns, self.unit, months)

    def _ask(
        self, months: Sequence[Month], text: str = "", *, with_none: bool = False
    ) -> Month | None:
        return ask_month(
            self.table.desk,
            months,
            self.today,
            self.year,
            holds=held_in_month(self.columns, self.grid, self.unit),
            text=text,
            with_none=with_none and self.table.is_ledger_too,
        )


def _named(stated: Month, number: int) -> Month:
    """Return the month that a heading names: in a table of the first months, the last ones are
    those of the year before.
    """
    is_before = stated.number in FIRST_MONTHS and number - stated.number >= HALF_A_YEAR
    return Month(stated.year - is_before, number)


def _of_next_year(stated: Month, others: Sequence[Month]) -> list[Month]:
    """Return the first months of the next year that headings may name where a title tells of the
    last ones.
    """
    is_last = stated.number > WHOLE_YEAR - len(FIRST_MONTHS)
    return [Month(m.year + 1, m.number) for m in others if is_last and m.number in FIRST_MONTHS]


def held_in_month(columns: Sequence[Spanning], grid: Grid, unit: int | None) -> str:
    """Say what would be read as of a month: its own amounts first."""
    order = [p.spans[0] for _c, p in columns]
    first = next((n for span in EITHER for n, each in enumerate(order) if each is span), 0)
    if not columns:
        return gettext("%s projects") % len(grid.data)
    column = columns[first][0]
    is_told = unit or column.unit
    return holds_in(column.title, grid.amounts(column, unit or 1), 1 if is_told else None)


def _of_whole_year(columns: Sequence[Spanning], today: date, year: int | None) -> list[Month]:
    """Return of which months a table may be whose only amounts are of a whole year: its December,
    or, while the year goes on, one that has begun, or last year's December.
    """
    if year is None or not columns:
        return []
    if not all(is_of_whole_year(c.path) for c, p in columns if p.spans not in PASSED):
        return []
    last = Month(year, WHOLE_YEAR)
    if last.first_day <= today:
        return [last]
    begun = [m for m in months_of(year) if m.first_day <= today]
    return [Month(year - 1, WHOLE_YEAR), *begun]


def _of_headings(numbers: set[int], year: int | None, above: Sequence[str]) -> Month | None:
    """Return the one month that headings name, of the year told, or of that of its making."""
    if len(numbers) != 1:
        return None
    (number,) = numbers
    year = year or year_of_making(above, number)
    return Month(year, number) if year else None
