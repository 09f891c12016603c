"""The shape of supervision: what each programme asks of the projects that have its money."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from bihuan.funding.kinds import Programme
from bihuan.kit.words import gettext
from bihuan.visits.kinds import VisitPurpose

from .kinds import OversightFlag, ProjectFact


@dataclass(frozen=True)
class PaymentStep:
    """So many months after the quota, so many percent of it are paid out."""

    months: int
    percent: Decimal

    def __post_init__(self) -> None:
        if not 1 <= self.months <= 60 or not 0 < self.percent <= 100:
            raise ValueError(gettext("A step is of 1 to 60 months and above 0 to 100 percent."))


@dataclass(frozen=True)
class RequiredVisit:
    """One of the three visits: due so many days after the start or the finish of the works; that of
    the works so many percent of the way from one to the other.
    """

    purpose: VisitPurpose
    days: int = 0
    share: int | None = None

    def __post_init__(self) -> None:
        if (self.share is not None) != (self.purpose is VisitPurpose.WORKS):
            raise ValueError(gettext("The visit of the works, and no other, has a share."))
        if not 0 <= self.days <= 365 or not 0 <= (self.share or 0) <= 100:
            raise ValueError(gettext("A visit is due within 365 days, or at 0 to 100 percent."))


@dataclass(frozen=True)
class ApplyConditions:
    """What is to be there before a project applies: particulars of it, elements of what it needs,
    milestones by their keys; besides those of the ladder (FUND-7).
    """

    facts: tuple[ProjectFact, ...] = ()
    elements: tuple[str, ...] = ()
    milestones: tuple[str, ...] = ()

    def and_also(self, elements: Iterable[str], milestones: Iterable[str]) -> ApplyConditions:
        """Return these and those of the ladder, each once."""
        return ApplyConditions(
            self.facts,
            tuple(dict.fromkeys((*elements, *self.elements))),
            tuple(dict.fromkeys((*milestones, *self.milestones))),
        )


@dataclass(frozen=True)
class ProgrammeWatch:
    """What one programme's supervision asks. None for what it does not ask."""

    code: Programme
    law: str
    start_days: int | None = None
    behind_points: Decimal | None = None
    payment: tuple[PaymentStep, ...] = ()
    cut_percent: Decimal | None = None
    overdue_days: int | None = None
    works_months: int | None = None
    visits: tuple[RequiredVisit, ...] = ()
    apply: ApplyConditions = ApplyConditions()
    laws: dict[str, str] = field(default_factory=dict)
    """The rule of a flag, by its code, where it is another than `law`."""

    def __post_init__(self) -> None:
        steps = [(each.months, each.percent) for each in self.payment]
        if steps != sorted(steps):
            raise ValueError(gettext("Steps of payment rise with their months."))
        purposes = [each.purpose for each in self.visits]
        if len(set(purposes)) < len(purposes):
            raise ValueError(gettext("Each visit is asked for once."))
        if unknown := self.laws.keys() - set(OversightFlag.values):
            raise ValueError(gettext("There is no flag “%s”.") % ", ".join(sorted(unknown)))

    def law_of(self, kind: OversightFlag) -> str:
        """Return the rule that a flag follows."""
        return self.laws.get(kind.value, self.law)


@dataclass(frozen=True)
class OversightRules:
    """The supervision of every programme that is supervised, and of which type the matter is that
    is raised of a flag, by its code.
    """

    title: str
    source: str
    version: int
    matter_types: dict[str, str]
    programmes: tuple[ProgrammeWatch, ...]

    def __post_init__(self) -> None:
        codes = [each.code for each in self.programmes]
        if len(set(codes)) < len(codes):
            raise ValueError(gettext("Each programme stands once."))

    def of(self, programme: str) -> ProgrammeWatch | None:
        """Return what one programme's supervision asks; None if it is not supervised."""
        return next((each for each in self.programmes if each.code == programme), None)
