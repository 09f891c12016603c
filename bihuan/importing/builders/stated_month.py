"""One month of one project as a row states it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bihuan.importing.proof.questions import Desk
from bihuan.importing.rows.table import TOLERANCE_YUAN, SheetRow
from bihuan.kit.money import YI, is_rounded
from bihuan.kit.months import Month
from bihuan.progress.kinds import FundSource

SOURCES = tuple(source.value for source in FundSource)
_SOURCES = frozenset(SOURCES)


@dataclass
class StatedMonth:
    """One project-month that a row states. What the row says besides money is of its last month.

    Of `stated_yuan` and `cumulative_yuan` at least one is told by a row that reports anything;
    `completed_yuan` is what comes of them.
    """

    month: Month
    row: SheetRow
    stated_yuan: int | None
    cumulative_yuan: int | None
    keys: tuple[Any, Any]
    desk: Desk
    is_last: bool = True
    completed_yuan: int = 0
    covers_more: bool = False
    """True if the amount is also of months before that nobody reported."""

    def get(self, key: str) -> Any:
        return self.row.values.get(key) if self.is_last else None

    def funds(self) -> dict[str, int]:
        """Return the funds in place by their source."""
        return _funds(self.row) if self.is_last else {}

    @property
    def reports(self) -> bool:
        """False for a row of a form that nobody filled in: it reports nothing, not nought."""
        return self.stated_yuan is not None or self.cumulative_yuan is not None

    @property
    def is_rest(self) -> bool:
        """True for a month that is what its cumulative leaves beside months known before."""
        is_alone = self.stated_yuan is None and not self.covers_more and not self.row.bad
        return is_alone and self.cumulative_yuan not in (None, self.completed_yuan)

    @property
    def is_in_yi(self) -> bool:
        """True if its cumulative is told in 亿元, which offices round."""
        return self.row.unit_of(self.keys[1]) == YI

    def may_print(self, stated: int, exact: int) -> bool:
        """Return whether a cumulative may be the exact one in the digits that the sheet prints,
        where the month in it is printed so too.
        """
        near = abs(stated - exact) <= TOLERANCE_YUAN
        month = (self.stated_yuan or 0) if self.row.unit_of(self.keys[0]) == YI else 0
        return near or (self.is_in_yi and is_rounded(stated, exact, beside=month))

    def columns(self) -> dict[str, Any]:
        """Return what the row says, by the columns of a report."""
        told = self.row.values if self.is_last else {}
        return {
            "completed_yuan": self.completed_yuan,
            "physical_percent": told.get("percent"),
            "physical_text": told.get("text"),
            "problems": told.get("problems"),
            "next_month_text": told.get("next_month"),
        }


def _funds(row: SheetRow) -> dict[str, int]:
    if _SOURCES.isdisjoint(row.values):
        return {}
    return {source: row.values[source] for source in SOURCES if source in row.values}
