"""What a workbook states of the bureau's figures or of output, and nobody has entered yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(eq=False)
class StandingDraft:
    """When a project entered the statistics; several rows may tell."""

    project: Any
    entered_on: date | None = None
    started_on: date | None = None


@dataclass(frozen=True, eq=False)
class CountedDraft:
    """What the statistics counted of a project in one month, in place of what it `replaces`."""

    project: Any
    month: date
    completed_yuan: int
    version: int = 1
    reason: str = ""
    replaces: Any = None


@dataclass(frozen=True, eq=False)
class BureauNameDraft:
    """What the bureau calls a project, as somebody answered."""

    project: Any
    name: str


@dataclass(frozen=True, eq=False)
class FixedAssetDraft:
    """The district's fixed-asset investment to a month's end, in place of what it `replaces`."""

    month: date
    cumulative_yuan: int
    version: int = 1
    reason: str = ""
    replaces: Any = None


@dataclass(frozen=True, eq=False)
class OutputDraft:
    """An enterprise's output of a year beside the year before, in place of what it `replaces`."""

    chain: Any
    enterprise: str
    year: int
    output_yuan: int
    previous_output_yuan: int
    version: int = 1
    reason: str = ""
    replaces: Any = None


@dataclass(frozen=True, eq=False)
class MonthOutputDraft:
    """An enterprise's output of a month beside the same month of the year before, in place of what
    it `replaces`.
    """

    chain: Any
    enterprise: str
    month: date
    output_yuan: int
    previous_output_yuan: int
    version: int = 1
    reason: str = ""
    replaces: Any = None
