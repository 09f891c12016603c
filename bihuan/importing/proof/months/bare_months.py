"""Months without a measure beside the sums of their rows, the months known and the plan. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from bihuan.importing.headings.naming import SheetColumn
from bihuan.importing.proof.amounts import Amount, falls, tally
from bihuan.importing.proof.grid import Grid
from bihuan.importing.proof.questions import Desk
from bihuan.kit.words import gettext

from .row_sums import COMPLETED, FEWEST, TO_DATE, RowSums, prove_sums

WAYS = (COMPLETED, TO_DATE)
FEWEST_REPORTED = 2  # amounts that tell which months were reported


@dataclass(frozen=True)
class BareMonths:
    """The columns of months, in order, with their amounts in yuan by the columns' indexes."""

    grid: Grid
    year: int | None
    months: Sequence[SheetColumn]
    amounts: Mapping[int, Sequence[Amount | None]]
    sums: RowSums | None

    def ways(self) -> list[str]:
        """Return as what the months may be read: each alone, or with all before it."""
        if len(self.months) < FEWEST:
            return [COMPLETED]
        proved = [way for way in WAYS if self._adds_up(way) or self.is_reported(way)]
        found = proved if len(proved) == 1 else list(WAYS)
        if falls([self.amounts[c.index] for c in self.months]):
            found = [COMPLETED]
        return found

    def _adds_up(self, way: str) -> bool:
        if self.sums is None:
            return False
        return (self.sums.alone if way == COMPLETED else self.sums.grown).proves

    def is_reported(self, way: str) -> bool:
        """True if the months after the first are those known of the projects."""
        stated, known, _numbers = self._reported(way)
        held = tally(stated, known)
        return held.proves and held.telling >= FEWEST_REPORTED

    def _reported(self, way: str) -> tuple[list[Amount | None], list[Amount | None], list[int]]:
        """Return the amounts that are known of the projects, as stated and known, and of which
        months they are.
        """
        numbers: set[int] = set()
        stated: list[Amount | None] = []
        known: list[Amount | None] = []
        for place, line in enumerate(self.grid.data):
            project = self.grid.project(line)
            reported = self.grid.known.months(project, self.year) if project and self.year else {}
            for column in self._told_months:
                number = column.month or 0
                told = [reported.get(n) for n in range(1 if way == TO_DATE else number, number + 1)]
                yuan = [each for each in told if each is not None]
                if len(yuan) == len(told):
                    numbers.add(number)
                    stated.append(self.amounts[column.index][place])
                    known.append(Amount(Decimal(sum(yuan))))
        return stated, known, sorted(numbers)

    @property
    def _told_months(self) -> Sequence[SheetColumn]:
        """The months but January, which is alone and the year so far in one."""
        return [c for c in self.months if c.month != 1]

    def is_beyond_plan(self) -> bool:
        """True if in most lines the months come to more than the year's plan, and none alone."""
        beyond = count = 0
        for place, line in enumerate(self.grid.data):
            project = self.grid.project(line)
            plans = self.grid.known.planned(project, self.year) if project and self.year else ()
            told = (self.amounts[c.index][place] for c in self.months)
            values = [each.value for each in told if each is not None]
            if plans and values:
                count += 1
                beyond += max(values) <= max(plans) < sum(values)
        return beyond * 2 > count

    def prove(self, desk: Desk, way: str) -> None:
        """Show what proves one way, if anything does."""
        if self.sums and way == COMPLETED and self.sums.alone.proves:
            prove_sums(desk, self.sums)
        elif self.is_reported(way):
            numbers = "、".join(f"{number}月" for number in self._reported(way)[2])
            desk.prove(gettext("Those of %s are the months reported before.") % numbers)
