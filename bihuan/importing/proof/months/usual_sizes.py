"""How large an amount of a project usually is: by its months known, by its year's plan. Pure.

Amounts are yuan. What lies beyond what is usual in most rows of a column is no amount in its unit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from bihuan.importing.proof.single_rows.odd_amounts import FEWEST_MONTHS

from .periods import Span

TIMES = 8  # the middle month known; beyond it, no column is as a whole
TIMES_OF_FEW = 50  # where few months are known: work sleeps in winter
APRIL = 4  # before it, a year's work may hardly have begun
MONTHS = 12
LARGEST_SHARE = Decimal("0.5")  # of a year's plan, in one month before December
BEYOND_PLAN = Decimal("2.5")  # times a year's plan, in the year so far
NEAR_PLAN = Decimal("1.5")
NOTHING = Decimal(0)


@dataclass(frozen=True)
class UsualSize:
    """Between `low` and `high` an amount may be; between `least` and `most` one in another unit is
    believed to be meant.
    """

    low: Decimal
    high: Decimal
    least: Decimal
    most: Decimal


@dataclass(frozen=True)
class RowMonths:
    """What is told of one row's project in the year, in yuan by month, what of it was reported
    before, and its plan of the year.
    """

    told: Mapping[int, Decimal]
    reported: Mapping[int, Decimal]
    plan: Decimal = NOTHING

    @cached_property
    def usual(self) -> Decimal:
        """The middle month that is no nought; 0 where none is."""
        values = sorted(yuan for yuan in self.told.values() if yuan > 0)
        return values[len(values) // 2] if values else NOTHING

    @cached_property
    def times(self) -> int:
        few = sum(yuan > 0 for yuan in self.told.values()) < FEWEST_MONTHS
        return TIMES_OF_FEW if few else TIMES

    def before(self, number: int) -> list[Decimal]:
        """Return the months before one; none where some of them is not known."""
        found = [self.told.get(n) for n in range(1, number)]
        return [yuan for yuan in found if yuan is not None] if None not in found else []

    def size(self, span: Span, number: int) -> UsualSize | None:
        """Return how large a month is, or the year so far; None where nothing tells."""
        is_month = span is Span.MONTH
        if self.usual:
            return self._by_month() if is_month else self._by_months(number)
        if self.plan <= 0 or not number:
            return None
        return self._by_plan(1 if is_month else number, number)

    def _by_month(self) -> UsualSize:
        usual = self.usual
        return UsualSize(usual / self.times, usual * self.times, usual / TIMES, usual * TIMES)

    def _by_months(self, number: int) -> UsualSize:
        usual, before = self.usual, sum(self.before(number), NOTHING)
        high = self.times * (usual + sum(self.told.values()))
        low = max(before / 2, usual / self.times)
        most = (before + usual) * 2 + usual * TIMES
        return UsualSize(low, high, max(before, usual / TIMES), most)

    def _by_plan(self, months: int, number: int) -> UsualSize:
        pace = self.plan * months / MONTHS
        low = pace / TIMES if number >= APRIL else NOTHING
        if months < number or number == 1:
            high = self.plan * (LARGEST_SHARE if number < MONTHS else 1)
        else:
            high = self.plan * BEYOND_PLAN
        return UsualSize(low, high, pace / TIMES, min(pace * TIMES, self.plan * NEAR_PLAN))
