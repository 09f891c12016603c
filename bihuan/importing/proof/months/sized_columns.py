"""Whole columns of amounts held against how large those of the same projects usually are. Pure.

Against months known, the year's plan, and each other: month + before = cumulative to the digit, and
no month beyond the year so far.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from bihuan.importing.headings.naming import SheetColumn
from bihuan.importing.proof.amounts import Amount, tally
from bihuan.importing.proof.grid import Grid
from bihuan.importing.proof.rows.lines import Line
from bihuan.importing.proof.single_rows.odd_amounts import FEWEST_MONTHS, TWO
from bihuan.kit.money import TENS

from .months_by_sums import KnownMonths, known_months
from .periods import Span
from .usual_sizes import NOTHING, TIMES, RowMonths, UsualSize

FEWEST_ROWS = 3
MOST_ROWS = 500  # that tell of a column whether it is looked at more closely
MARCH = 3  # from here on a month is about as large as the months before it
Sized = tuple[Decimal, UsualSize]


@dataclass(frozen=True)
class SizedColumn:
    """A column of what was completed in a month, or until its end, beside the months of its rows.
    `number` is the month, 0 where each row has its own. Amounts are yuan.
    """

    column: SheetColumn
    span: Span
    number: int
    amounts: Sequence[Amount | None]
    known: Sequence[RowMonths]
    is_sure: bool = True
    """False where it is not settled yet whether it is all since the start."""
    may_be_all: bool = False
    """True where the heading may as well mean all since the start."""

    @property
    def is_month(self) -> bool:
        return self.span is Span.MONTH

    @cached_property
    def rows(self) -> list[tuple[int, Decimal, RowMonths]]:
        """The rows that tell something, by their places."""
        lines = enumerate(zip(self.amounts, self.known, strict=True))
        found = [(i, a.value, row) for i, (a, row) in lines if a and a.value > 0]
        return [each for each in found if each[2].size(self.span, self.number)]

    @cached_property
    def sizes(self) -> list[Sized]:
        return self._sizes(self.span)

    def _sizes(self, span: Span) -> list[Sized]:
        found = ((value, row.size(span, self.number)) for _place, value, row in self.rows)
        return [(value, size) for value, size in found if size]

    @cached_property
    def is_far(self) -> bool:
        """True if most rows are far from what is usual."""
        small = sum(value <= size.low for value, size in self.sizes)
        large = sum(value >= size.high for value, size in self.sizes)
        return 2 * max(small, large) > len(self.sizes)

    @property
    def is_so_far(self) -> bool:
        """True if in most rows a month is all before it together, and about one more."""
        if not self.is_month:
            return False
        held = 0
        for _place, value, row in self.rows:
            before = row.before(self.number)
            if sum(yuan > 0 for yuan in before) >= FEWEST_MONTHS:
                held += 0 <= value - sum(before) <= TWO * max(before) <= value
        return 2 * held > len(self.rows)

    @property
    def may_be_other(self) -> bool:
        """True if a month may rather be the year so far, or this a month, by its size."""
        if not self.is_month:
            return self._is_near(self._sizes(Span.MONTH), Decimal(1))
        sizes = self._sizes(Span.TO_DATE)
        return 2 * sum(size.least <= value < size.high for value, size in sizes) > len(sizes)

    def units(self, stated: int) -> list[int]:
        """Return the units in which the amounts would be about as large as usual."""
        others = (unit for unit in TENS.values() if unit != stated)
        return [unit for unit in others if self._is_near(self.sizes, Decimal(unit) / stated)]

    @staticmethod
    def _is_near(sizes: Sequence[Sized], times: Decimal) -> bool:
        near = sum(size.least <= value * times <= size.most for value, size in sizes)
        return 2 * near > len(sizes)


def is_known(sized: SizedColumn) -> bool:
    """True if the amounts are those reported before."""
    own = [row.reported.get(sized.number) for row in sized.known]
    reported = [None if yuan is None else Amount(yuan) for yuan in own]
    return tally(sized.amounts, reported).proves


def is_odd(sized: SizedColumn) -> bool:
    """True if a column does not fit what is known of its rows."""
    if len(sized.rows) < FEWEST_ROWS or not (sized.is_far or sized.is_so_far):
        return False
    return not is_known(sized)


@dataclass(frozen=True)
class SizedRows:
    """Some lines of a grid, and the months of each in a year. Amounts are yuan."""

    grid: Grid
    year: int | None
    unit: int
    plan: Sequence[Amount | None]
    step: int = 1

    @cached_property
    def lines(self) -> Sequence[Line]:
        return self.grid.data[:: self.step]

    def amounts(self, column: SheetColumn) -> list[Amount | None]:
        return self.grid.amounts(column, self.unit, self.lines)

    @property
    def some(self) -> SizedRows:
        """Some of many rows, or all."""
        step = len(self.grid.data) // MOST_ROWS
        return replace(self, step=step) if step > 1 else self

    def months(self, columns: Sequence[SheetColumn]) -> list[RowMonths]:
        """Return the months known of each row, and those of the table that are not. No month of a
        project of which only the sum of several is known.
        """
        stated = [(c.month or 0, self.amounts(c)) for c in columns]
        known: Sequence[KnownMonths | None] = [None] * len(self.lines)
        if self.year and self.grid.has_known:
            known = known_months(self.grid, self.year, self.lines)
        found = []
        for place, (each, plan) in enumerate(zip(known, self.plan[:: self.step], strict=True)):
            told = {n: a.value for n, amounts in stated if (a := amounts[place]) is not None}
            reported = {n: Decimal(yuan) for n, yuan in each.told.items()} if each else {}
            is_summed = each is not None and each.opened
            planned = plan.value if plan else NOTHING
            found.append(RowMonths({} if is_summed else told | reported, reported, planned))
        return found


@dataclass(frozen=True)
class SizedPair:
    """A month beside the year so far, of the same table."""

    month: SizedColumn
    to_date: SizedColumn

    @cached_property
    def adds_up(self) -> bool:
        """True if the month and the months known make the year so far."""
        return self._held(Decimal(1), Decimal(1))

    def _held(self, times: Decimal, other: Decimal) -> bool:
        reached = [
            a.times(times) + b if a and b and b.value else None
            for a, b in zip(self.month.amounts, self._before, strict=True)
        ]
        return tally(reached, [a and a.times(other) for a in self.to_date.amounts]).proves

    @cached_property
    def _before(self) -> list[Amount]:
        return [Amount(sum(row.before(self.month.number), NOTHING)) for row in self.month.known]

    def adding_up(self, stated: int, other: int) -> list[tuple[int, int]]:
        """Return in which units month and year so far make the sum to the digit, if they do not as
        `stated`: one of them in another, or both in the same.
        """
        if not any(each.value for each in self._before):
            return []
        units = TENS.values()
        ways = [(unit, other) for unit in units if unit != stated]
        ways += [(stated, unit) for unit in units if unit != other]
        ways += [(unit, unit) for unit in units if stated == other != unit]
        return [
            (one, two)
            for one, two in ways
            if self._held(Decimal(one) / stated, Decimal(two) / other)
        ]

    @cached_property
    def shares(self) -> list[Decimal]:
        """The share of the year so far that the month is, in each row that tells one."""
        pairs = zip(self.month.amounts, self.to_date.amounts, strict=True)
        told = [(one.value, two.value) for one, two in pairs if one and two]
        return [one / two for one, two in told if one > 0 and two > 0]

    @property
    def is_beyond(self) -> bool:
        """True if the month is more than the year so far in most rows: no sum is."""
        beyond = sum(share > Decimal("1.01") for share in self.shares)
        return len(self.shares) >= FEWEST_ROWS and 2 * beyond > len(self.shares)

    @property
    def is_far(self) -> bool:
        """True if the month is beyond the year so far, or next to nothing of it, in most rows."""
        number = self.month.number
        if number < MARCH or len(self.shares) < FEWEST_ROWS:
            return self.is_beyond
        small = sum(share * number * TIMES <= 1 for share in self.shares)
        return self.is_beyond or 2 * small > len(self.shares)

    def fits(self, times: Decimal) -> bool:
        """True if the month, so many times as large, is a share as months are in most rows."""
        number = max(self.month.number, 1)
        least = 1 / Decimal(number * TIMES)
        near = sum(least <= share * times <= 1 for share in self.shares)
        return 2 * near > len(self.shares)
