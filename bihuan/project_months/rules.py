"""What a project's year is at the end of a month, and what follows from that. Pure.

Source: docs/rules/plans.md, clauses PLAN-10 and PLAN-11.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from bihuan.kit.months import Month

HUNDRED = Decimal(100)
MONTHS_A_YEAR = 12


@dataclass(frozen=True, slots=True)
class ProjectMonth:
    """One project at the end of a month: planned for the year, completed from January on, all in
    yuan. `planned_yuan` is None without a plan, `curve_yuan` and `task_yuan` where its curve says
    nothing: they are what it expects by the end of the month, and in the month alone.
    """

    month: Month
    planned_yuan: int | None
    curve_yuan: int | None
    task_yuan: int | None
    completed_yuan: int
    month_yuan: int
    stands: bool
    """True if the project stands, at the month's end, on the list whose plan this is."""
    is_told: bool
    """True once a report of the year, up to the month, counts."""

    @property
    def even_yuan(self) -> int:
        """What the even schedule expects by the end of the month."""
        return even_yuan(self.planned_yuan or 0, self.month.number)

    @property
    def expected_yuan(self) -> int:
        """What the plan's curve expects by the end of the month; evenly spread without one."""
        return self.even_yuan if self.curve_yuan is None else self.curve_yuan

    @property
    def remaining_yuan(self) -> int:
        """What of the year's plan is not completed."""
        return max((self.planned_yuan or 0) - self.completed_yuan, 0)

    @property
    def even_percent(self) -> Decimal | None:
        """The even schedule 序时进度 in percent of the plan."""
        return HUNDRED * self.month.number / MONTHS_A_YEAR if self.planned_yuan else None

    @property
    def known_yuan(self) -> int | None:
        """What was completed from January on; None while no report tells of it."""
        return self.completed_yuan if self.is_told else None

    @property
    def completed_percent(self) -> Decimal | None:
        return self._share(self.completed_yuan)

    @property
    def expected_percent(self) -> Decimal | None:
        return self._share(self.expected_yuan)

    @property
    def behind_points(self) -> Decimal | None:
        """Percentage points of the annual plan behind what is expected; negative if ahead."""
        return self._share(self.expected_yuan - self.completed_yuan)

    def _share(self, yuan: int) -> Decimal | None:
        return HUNDRED * yuan / self.planned_yuan if self.planned_yuan else None


def even_yuan(planned_yuan: int, number: int) -> int:
    """Return what the even schedule expects by the end of that month of the year: N/12."""
    return planned_yuan * number // MONTHS_A_YEAR
