"""Lists, places on them and plans that a workbook states and nobody has entered yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, eq=False)
class ListDraft:
    """The list of a tier and a year to be."""

    year: int
    tier: str


@dataclass(eq=False)
class YearDraft:
    """What a project is in a year. Another sheet may say it otherwise: it is not frozen."""

    project: Any
    year: int
    project_class: str
    completed_before_yuan: int


@dataclass(frozen=True, eq=False)
class EntryDraft:
    """A project's place on a list to be."""

    annual_list: Any
    project: Any
    added_on: date
    left_on: None = None


@dataclass(frozen=True, eq=False)
class PlanDraft:
    """A plan to be: the original, or an adjustment that `replaces` another. `months` are its twelve
    cumulatives in yuan.
    """

    entry: Any
    year: int
    planned_yuan: int
    goal: str
    curve: str
    months: Sequence[int]
    version: int = 1
    reason: str = ""
    approver: str = ""
    approved_on: date | None = None
    replaces: Any = None
