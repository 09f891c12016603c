"""Rounds and reports that a workbook states and nobody has entered yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from .kinds import COUNTED, ReportState

STATED = (
    "completed_yuan",
    "physical_percent",
    "physical_text",
    "problems",
    "next_month_text",
)
"""What a report says of its month, but for its funds."""


@dataclass(frozen=True, eq=False)
class RoundDraft:
    """A month's round to be."""

    month: date
    opens_on: date
    closes_on: date
    state: str


@dataclass(frozen=True, eq=False)
class ReportDraft:
    """A month's report to be. It is handed in, comes in as history, or takes the place of what
    stands: of a draft, which it fills, or of what was accepted, as a next version with a reason.
    """

    project: Any
    month: date
    completed_yuan: int
    physical_percent: Decimal | None
    physical_text: str
    problems: str
    next_month_text: str
    funds: Mapping[str, int]
    state: str
    replaces: Any = None
    reason: str = ""
    is_opening: bool = False
    """True for a sum that also covers the months before, of a system that starts in mid-year."""

    @property
    def is_correction(self) -> bool:
        return self.replaces is not None and self.state in COUNTED

    @property
    def fills_a_draft(self) -> bool:
        return self.replaces is not None and self.state == ReportState.SUBMITTED

    @property
    def is_history(self) -> bool:
        return self.replaces is None and self.state in COUNTED

    def first_submitted_at(self, at: datetime) -> datetime | None:
        """Return when the month was first handed in; of history nobody knows."""
        if self.is_history:
            return None
        before: datetime | None = getattr(self.replaces, "first_submitted_at", None)
        return before if self.is_correction else before or at
