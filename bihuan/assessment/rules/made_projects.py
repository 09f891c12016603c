"""Made projects, and the figures that a registry would compute of them: what the adversary plays
with. The definitions are those of docs/rules/figures.md; a test holds that each id is one of the
registry's. Values are made here, apart from it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property

from bihuan.progress.kinds import FundSource
from bihuan.projects.kinds import ProjectClass, Sector, Tier

MONTHS = 12
HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True)
class MadeStep:
    """A milestone: its key, the months (1 to 12) for which it was promised first and last, and that
    in which it was reached.
    """

    key: str
    first_due: int
    due: int
    reached: int | None = None


@dataclass(frozen=True)
class MadeProject:
    """One project's year. Amounts are in yuan: `original` and `adjusted` are plans of the year,
    `months` what was completed in each; months of days count from 1, 0 is before the year.
    """

    name: str
    kind: ProjectClass = ProjectClass.CONSTRUCTION
    tier: Tier = Tier.DISTRICT
    sector: Sector = Sector.INDUSTRY
    original: int = 120_000_000
    adjusted: int | None = None
    total: int = 300_000_000
    months: tuple[int, ...] = (10_000_000,) * MONTHS
    planned_start: int | None = None
    started: int | None = 0
    planned_finish: int | None = None
    finished: int | None = None
    in_use: int | None = None
    entered: int | None = 0
    steps: tuple[MadeStep, ...] = ()
    late: int = 0
    corrected: int = 0
    raised: int = 0
    closed: int = 0
    closed_in_time: int = 0
    sent_back: int = 0
    overdue: int = 0
    visits_planned: int = 0
    visits_made: int = 0
    needs_answered: int = 0
    needs_in_time: int = 0
    funds: int = 0
    parts: int = 1
    """How many projects it is counted as."""

    @property
    def moved_yuan(self) -> int:
        """By how much its plan was raised; less than nothing if it was cut."""
        return self.plan(is_original=False) - self.original

    def plan(self, *, is_original: bool) -> int:
        return self.original if is_original or self.adjusted is None else self.adjusted

    def done(self, month: int) -> int:
        return sum(self.months[:month])


def share(part: int, whole: int) -> Decimal | None:
    """Return a percentage with two digits; None without a whole."""
    if not whole:
        return None
    return (Decimal(part) * 100 / whole).quantize(HUNDREDTH, ROUND_HALF_UP)


def _by(day: int | None, month: int) -> bool:
    return day is not None and day <= month


@dataclass(frozen=True)
class MadeFigures:
    """The figures of one project to the end of a month, against its original or adjusted plan."""

    project: MadeProject
    month: int
    is_original: bool = True

    def value(self, figure_id: str) -> Decimal | int | None:
        """Return a figure by its id. Raises KeyError for one that made projects do not have."""
        name, _dot, segment = figure_id.rpartition(".")
        if name in OF_SEGMENTS and self._counts(segment):
            return OF_SEGMENTS[name](self)
        if name in OF_SEGMENTS and segment in SEGMENTS:
            return 0 if name in AMOUNTS else None
        if figure_id.startswith(STEP):
            return self._step(figure_id.removeprefix(STEP))
        return BARE[figure_id](self)

    def _counts(self, segment: str) -> bool:
        return segment in SEGMENTS and SEGMENTS[segment](self)

    @cached_property
    def due_steps(self) -> list[MadeStep]:
        return [step for step in self.project.steps if 1 <= self.due_in(step) <= self.month]

    def due_in(self, step: MadeStep) -> int:
        return step.first_due if self.is_original else step.due

    def _step(self, key: str) -> Decimal | None:
        promised = [s for s in self.project.steps if s.key == key and 1 <= self.due_in(s) <= MONTHS]
        return share(sum(_by(step.reached, self.month) for step in promised), len(promised))

    @property
    def plan(self) -> int:
        return self.project.plan(is_original=self.is_original)

    @property
    def plan_to_date(self) -> int:
        return self.plan * self.month // MONTHS

    @property
    def done(self) -> int:
        return self.project.done(self.month)

    @property
    def is_new(self) -> bool:
        p = self.project
        start = p.started if p.started is not None else p.planned_start
        return p.kind is ProjectClass.CONSTRUCTION and start is not None and start >= 1

    @property
    def in_time_steps(self) -> int:
        return sum(s.reached is not None and s.reached <= self.due_in(s) for s in self.due_steps)


Answer = Callable[[MadeFigures], Decimal | int | None]
STEP = "milestones.step."
SEGMENTS: Mapping[str, Callable[[MadeFigures], bool]] = {
    "all": lambda f: True,
    **{t.value: (lambda f, t=t: f.project.tier is t) for t in Tier},  # type: ignore[misc]  # bound on purpose
    **{k.value: (lambda f, k=k: f.project.kind is k) for k in ProjectClass},  # type: ignore[misc]  # bound on purpose
    **{s.value: (lambda f, s=s: f.project.sector is s) for s in Sector if s is not Sector.INDUSTRY},  # type: ignore[misc]  # bound on purpose
    "industrial": lambda f: f.project.sector is Sector.INDUSTRY,
    "new": lambda f: f.is_new,
    "continued": lambda f: f.project.kind is ProjectClass.CONSTRUCTION and f.project.started == 0,
    "started": lambda f: _by(f.project.started, f.month),
    "finished": lambda f: _by(f.project.finished, f.month) and bool(f.project.finished),
    "in_use": lambda f: _by(f.project.in_use, f.month) and bool(f.project.in_use),
    "in_statistics": lambda f: _by(f.project.entered, f.month),
    "reported": lambda f: True,
}
AMOUNTS = (
    "count",
    "planned",
    "planned_to_date",
    "completed",
    "completed_month",
    "total_investment",
)
OF_SEGMENTS: Mapping[str, Answer] = {
    "count": lambda f: f.project.parts,
    "planned": lambda f: f.plan,
    "planned_to_date": lambda f: f.plan_to_date,
    "completed": lambda f: f.done,
    "completed_month": lambda f: f.project.months[f.month - 1],
    "total_investment": lambda f: f.project.total,
    "plan_completion": lambda f: share(f.done, f.plan),
    "schedule_completion": lambda f: share(f.done, f.plan_to_date),
    "planned_share": lambda f: share(f.plan_to_date, f.plan),
    "gap_linear": lambda f: share(f.done * MONTHS - f.plan * f.month, f.plan * MONTHS),
    "gap_curve": lambda f: share(f.done - f.plan_to_date, f.plan),
    "start_rate": lambda f: (
        share(100 * _by(f.project.started, f.month), 100)
        if f.project.kind is ProjectClass.CONSTRUCTION
        else None
    ),
    "conversion_rate": lambda f: (
        share(100 * _by(f.project.started, f.month), 100)
        if f.project.kind is ProjectClass.PREPARATION
        else None
    ),
    "completion_rate": lambda f: (
        share(100 * _by(f.project.finished, f.month), 100) if f.project.planned_finish else None
    ),
    "in_use_rate": lambda f: (
        share(100 * _by(f.project.in_use, f.month), 100)
        if _by(f.project.finished, f.month)
        else None
    ),
    "statistics_rate": lambda f: (
        share(100 * _by(f.project.entered, f.month), 100)
        if _by(f.project.started, f.month)
        else None
    ),
}


def _planned_by(day: int | None, month: int) -> bool:
    return day is not None and 1 <= day <= month


BARE: Mapping[str, Answer] = {
    "starts.due": lambda f: f.project.parts * _planned_by(f.project.planned_start, f.month),
    "starts.reached": lambda f: f.project.parts * _planned_by(f.project.started, f.month),
    "starts.in_time": lambda f: (
        f.project.parts
        * (
            _planned_by(f.project.planned_start, f.month)
            and f.project.started is not None
            and f.project.started <= (f.project.planned_start or 0)
        )
    ),
    "starts.late": lambda f: int(
        _planned_by(f.project.planned_start, f.month)
        and _by(f.project.started, f.month)
        and (f.project.started or 0) > (f.project.planned_start or 0)
    ),
    "starts.overdue": lambda f: int(
        _planned_by(f.project.planned_start, f.month) and not _by(f.project.started, f.month)
    ),
    "finishes.due": lambda f: int(_planned_by(f.project.planned_finish, f.month)),
    "finishes.in_time": lambda f: int(
        _planned_by(f.project.planned_finish, f.month)
        and f.project.finished is not None
        and f.project.finished <= (f.project.planned_finish or 0)
    ),
    "finishes.reached": lambda f: int(_planned_by(f.project.finished, f.month)),
    "finishes.overdue": lambda f: int(
        _planned_by(f.project.planned_finish, f.month) and not _by(f.project.finished, f.month)
    ),
    "in_use.reached": lambda f: int(_planned_by(f.project.in_use, f.month)),
    "plans.adjusted": lambda f: int(f.project.adjusted is not None),
    "plans.cut_yuan": lambda f: max(-f.project.moved_yuan, 0),
    "plans.raised_yuan": lambda f: max(f.project.moved_yuan, 0),
    "statistics_overdue": lambda f: int(
        f.project.started is not None
        and f.project.started < f.month
        and not _by(f.project.entered, f.month)
    ),
    "matters.raised": lambda f: f.project.raised,
    "matters.closed": lambda f: f.project.closed,
    "matters.closed_in_time": lambda f: f.project.closed_in_time,
    "matters.closed_in_time_rate": lambda f: share(f.project.closed_in_time, f.project.closed),
    "matters.closing_rate": lambda f: share(f.project.closed, f.project.raised),
    "matters.open": lambda f: f.project.raised - f.project.closed,
    "matters.overdue": lambda f: f.project.overdue,
    "matters.sent_back": lambda f: f.project.sent_back,
    "reports.due": lambda f: f.month,
    "reports.timed": lambda f: f.month,
    "reports.on_time": lambda f: f.month - min(f.project.late, f.month),
    "reports.late": lambda f: min(f.project.late, f.month),
    "reports.missing": lambda f: 0,
    "reports.on_time_rate": lambda f: share(f.month - min(f.project.late, f.month), f.month),
    "reports.corrected": lambda f: f.project.corrected,
    "milestones.due": lambda f: len(f.due_steps),
    "milestones.due_this_month": lambda f: sum(f.due_in(step) == f.month for step in f.due_steps),
    "milestones.reached": lambda f: sum(_by(step.reached, f.month) for step in f.project.steps),
    "milestones.in_time": lambda f: f.in_time_steps,
    "milestones.in_time_rate": lambda f: share(f.in_time_steps, len(f.due_steps)),
    "milestones.reached_late": lambda f: sum(
        step.reached is not None and f.due_in(step) < step.reached <= f.month
        for step in f.due_steps
    ),
    "milestones.overdue": lambda f: sum(
        1 <= step.first_due <= f.month and not _by(step.reached, f.month)
        for step in f.project.steps
    ),
    "milestones.late": lambda f: sum(
        1 <= step.due <= f.month and not _by(step.reached, f.month) for step in f.project.steps
    ),
    "visits.planned": lambda f: f.project.visits_planned,
    "visits.made": lambda f: f.project.visits_made,
    "visits.planned_made": lambda f: min(f.project.visits_made, f.project.visits_planned),
    "visits.planned_made_rate": lambda f: share(
        min(f.project.visits_made, f.project.visits_planned), f.project.visits_planned
    ),
    "needs.asked": lambda f: f.project.needs_answered,
    "needs.answered": lambda f: f.project.needs_answered,
    "needs.in_time": lambda f: f.project.needs_in_time,
    "needs.in_time_rate": lambda f: share(f.project.needs_in_time, f.project.needs_answered),
    "funds.in_place": lambda f: f.project.funds,
    "funds.in_place_rate": lambda f: share(f.project.funds, f.plan),
    **{f"funds.in_place.{each.value}": lambda f: f.project.funds for each in FundSource},
}
