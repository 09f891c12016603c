"""What stands beside one report's amount: the plan, the month before, the year so far."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from bihuan.progress.validation import Known
from bihuan.projects.rates import rate


@dataclass(frozen=True)
class ReportComparison:
    """One report's amount beside what is known. Money in yuan; None where nothing is known."""

    known: Known
    completed_yuan: int
    rounding: str

    @property
    def to_date_yuan(self) -> int:
        """January to this month, with this report."""
        return self.known.earlier_yuan + self.completed_yuan

    @property
    def completion(self) -> Decimal | None:
        """Of the year's plan, in percent."""
        return rate(self.to_date_yuan, self.known.planned_yuan, self.rounding)

    @property
    def of_month(self) -> Decimal | None:
        """Of the plan of the month, in percent."""
        return rate(self.completed_yuan, self.known.planned_month_yuan, self.rounding)
