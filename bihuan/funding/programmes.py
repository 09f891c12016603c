"""The shape of programmes: stages, time limits, conditions and shares."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from bihuan.kit.words import gettext
from bihuan.kit.workdays import add_workdays

from .kinds import FundingStage, Programme


@dataclass(frozen=True)
class FundingLimit:
    """So many days, working days or calendar days as the rule counts them."""

    days: int
    working: bool

    def __post_init__(self) -> None:
        if not 1 <= self.days <= 250:
            raise ValueError(gettext("A time limit is 1 to 250 days."))

    def ends(self, start: date) -> date:
        """Return the last day of a limit that begins to run on `start`."""
        return add_workdays(start, self.days) if self.working else start + timedelta(self.days)


@dataclass(frozen=True)
class StageCondition:
    """What must be there before a stage: elements of what projects need, milestones reached, by
    their keys (FUND-7).
    """

    stage: FundingStage
    elements: tuple[str, ...] = ()
    milestones: tuple[str, ...] = ()


@dataclass(frozen=True)
class ProgrammeRules:
    """What one programme asks. Without a quota, `issued` is what was committed (FUND-2). None for a
    limit that it has not.
    """

    code: Programme
    law: str
    stages: tuple[FundingStage, ...]
    has_quota: bool = True
    forward: FundingLimit | None = None
    forward_lump: FundingLimit | None = None
    idle_days: int | None = None
    spend_months: int | None = None
    cap_percent: Decimal | None = None
    pays_after_works: bool = False
    conditions: tuple[StageCondition, ...] = ()

    def __post_init__(self) -> None:
        if FundingStage.ISSUED not in self.stages:
            raise ValueError(gettext("A programme without a quota still has what was committed."))
        if list(self.stages) != [each for each in FundingStage if each in self.stages]:
            raise ValueError(gettext("Each stage stands once, in the order of the ladder."))
        if self.cap_percent is not None and not 0 < self.cap_percent <= 100:
            raise ValueError(gettext("A share is above 0 and at most 100 percent."))

    def condition(self, stage: FundingStage) -> StageCondition:
        """Return what must be there before a stage."""
        found = (each for each in self.conditions if each.stage == stage)
        return next(found, StageCondition(stage))

    def forwarding(self, *, lump: bool) -> FundingLimit | None:
        """Return the limit for forwarding a quota: of a lump plan, which is split, its own."""
        return self.forward_lump if lump and self.forward_lump else self.forward


@dataclass(frozen=True)
class FundingRules:
    """The rules of every programme."""

    title: str
    source: str
    version: int
    programmes: tuple[ProgrammeRules, ...]

    def __post_init__(self) -> None:
        if [each.code for each in self.programmes] != list(Programme):
            raise ValueError(gettext("Each programme stands once, in the order of the list."))

    def of(self, programme: str) -> ProgrammeRules:
        """Return the rules of one programme."""
        return next(each for each in self.programmes if each.code == programme)
