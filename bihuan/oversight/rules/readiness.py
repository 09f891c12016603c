"""Whether a project in reserve or preparation may apply for a programme, and what it lacks.

Pure: values in, verdict out. Source: docs/rules/oversight.md, clauses OVER-10 and OVER-11.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from bihuan.funding.rules.ladder import Sums
from bihuan.oversight.kinds import LackKind, ProjectFact, Readiness
from bihuan.oversight.watches import ApplyConditions


@dataclass(frozen=True)
class KnownNeed:
    """One approval on a project's list: its number, name and state, whether it is there, and the
    day by which it is promised.
    """

    need: int
    label: str
    state: str
    is_there: bool
    due_on: date | None = None


@dataclass(frozen=True)
class KnownStep:
    """One milestone that a project promised: reached or not, and the day promised."""

    name: str
    is_reached: bool
    due_on: date | None = None


@dataclass(frozen=True)
class KnownProject:
    """What is known of a project that may apply."""

    facts: frozenset[ProjectFact] = frozenset()
    needs: Mapping[str, KnownNeed] = field(default_factory=dict)
    steps: Mapping[str, KnownStep] = field(default_factory=dict)


@dataclass(frozen=True)
class Lack:
    """One thing that is missing: `state` is how far it is, `need` the number of its approval."""

    kind: LackKind
    label: str
    state: str = ""
    due_on: date | None = None
    need: int | None = None


@dataclass(frozen=True)
class ReadyCell:
    """How one project stands for one programme."""

    state: Readiness
    missing: tuple[Lack, ...] = ()


def ready_for(known: KnownProject, asked: ApplyConditions, sums: Sums) -> ReadyCell:
    """Return how a project stands for a programme of which it has these sums. What is on no list of
    it is not asked for (FUND-7), but a project of whose lists nothing is asked is not known to be
    ready.
    """
    missing = (*_facts(known, asked), *_needs(known, asked), *_steps(known, asked))
    if sums.issued > 0:
        return ReadyCell(Readiness.WON, missing)
    if sums.applied > 0:
        return ReadyCell(Readiness.APPLIED, missing)
    if missing:
        return ReadyCell(Readiness.LACKING, missing)
    if known.needs.keys().isdisjoint(asked.elements) and known.steps.keys().isdisjoint(
        asked.milestones
    ):
        return ReadyCell(Readiness.UNKNOWN)
    return ReadyCell(Readiness.READY)


def _facts(known: KnownProject, asked: ApplyConditions) -> Iterator[Lack]:
    for fact in asked.facts:
        if fact not in known.facts:
            yield Lack(LackKind.FACT, str(fact.label))


def _needs(known: KnownProject, asked: ApplyConditions) -> Iterator[Lack]:
    for code in asked.elements:
        need = known.needs.get(code)
        if need is not None and not need.is_there:
            yield Lack(LackKind.APPROVAL, need.label, need.state, need.due_on, need.need)


def _steps(known: KnownProject, asked: ApplyConditions) -> Iterator[Lack]:
    for key in asked.milestones:
        step = known.steps.get(key)
        if step is not None and not step.is_reached:
            yield Lack(LackKind.MILESTONE, step.name, "", step.due_on)


@dataclass(frozen=True)
class WonRate:
    """What was applied for and won: so many projects and yuan of each."""

    projects_applied: int
    projects_won: int
    applied_yuan: int
    issued_yuan: int

    @property
    def percent_of_yuan(self) -> Decimal | None:
        """Quotas issued in percent of what was applied for; None where nothing was (OVER-11)."""
        return Decimal(self.issued_yuan) * 100 / self.applied_yuan if self.applied_yuan else None

    @property
    def percent_of_projects(self) -> Decimal | None:
        if not self.projects_applied:
            return None
        return Decimal(self.projects_won) * 100 / self.projects_applied
