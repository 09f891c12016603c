"""What is to be entered of a line of money, and stands nowhere yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from .kinds import FundingStage
from .rules.ladder import LadderStep


@dataclass(frozen=True, eq=False)
class LineDraft:
    """A line that is to be: one programme's money for one project in one batch."""

    project: Any
    programme: str
    year: int
    batch: str = ""
    is_lump: bool = False


@dataclass(frozen=True)
class FundingEntryDraft:
    """A stage reached on a day. `total_yuan` is what a quota's document gives all its projects."""

    stage: FundingStage
    on: date
    amount_yuan: int | None = None
    document_number: str = ""
    reason: str = ""
    total_yuan: int | None = None

    @property
    def step(self) -> LadderStep:
        return LadderStep(self.stage, self.on, self.amount_yuan)


@dataclass(frozen=True, eq=False)
class LineEntryDraft:
    """An entry of a line that stands or is to be."""

    line: Any
    entry: FundingEntryDraft


@dataclass(frozen=True, eq=False)
class CountyDraft:
    """What a county won to the end of a month, in place of what it `replaces`."""

    county: str
    programme: str
    year: int
    until: date
    amount_yuan: int
    source: str = ""
    version: int = 1
    reason: str = ""
    replaces: Any = None
