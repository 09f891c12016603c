"""Projects in reserve and preparation beside the programmes that they may apply for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bihuan.accounts.models import User
from bihuan.factors.kinds import DONE, NeedState
from bihuan.factors.models import Need
from bihuan.factors.presets import catalogue
from bihuan.factors.queries import named
from bihuan.funding.kinds import FundingStage, Programme
from bihuan.funding.presets import funding_rules
from bihuan.funding.queries import FundingRow, added, funding_rows
from bihuan.funding.rules.ladder import Sums
from bihuan.oversight.kinds import ProjectFact, Readiness
from bihuan.oversight.presets import oversight_rules
from bihuan.oversight.rules.readiness import (
    KnownNeed,
    KnownProject,
    KnownStep,
    ReadyCell,
    WonRate,
    ready_for,
)
from bihuan.oversight.watches import ApplyConditions
from bihuan.plans.models import MilestonePromise
from bihuan.projects.kinds import ProjectState
from bihuan.projects.models import Project

BEFORE_WORKS = (ProjectState.RESERVE, ProjectState.PREPARATION)
THERE = {*DONE, NeedState.PROMISED}
Amounts = Mapping[tuple[int, str], Sums]


@dataclass(frozen=True)
class ReadyLine:
    """One project with how it stands for each programme, in the order of `programmes`."""

    project: Project
    cells: tuple[tuple[Programme, ReadyCell], ...]

    def cell(self, programme: Programme) -> ReadyCell:
        return dict(self.cells)[programme]


@dataclass(frozen=True)
class ReadyTable:
    """The matrix: its programmes, and a line for each project."""

    programmes: tuple[Programme, ...]
    lines: tuple[ReadyLine, ...]

    def counted(self, programme: Programme, state: Readiness) -> int:
        """Return how many projects stand so for a programme."""
        return sum(line.cell(programme).state is state for line in self.lines)


@dataclass(frozen=True)
class WonLine:
    """One programme in one year: what was applied for and what was won."""

    programme: Programme
    year: int
    rate: WonRate


def ready_table(user: User, on: date) -> ReadyTable:
    """Return every project before its works that `user` may see, by how it stands for each
    programme with a quota. A fixed number of queries.
    """
    asked = _asked(on)
    projects = list(
        Project.objects.visible_to(user)
        .filter(state__in=BEFORE_WORKS)
        .select_related("owner", "responsible")
        .order_by("pinyin", "name", "pk")
    )
    pks = [each.pk for each in projects]
    needs, steps = _needs(pks, on), _steps(pks)
    sums = _sums(funding_rows(user, on))
    lines = []
    for project in projects:
        known = KnownProject(_facts(project), needs.get(project.pk, {}), steps.get(project.pk, {}))
        cells = tuple(
            (code, ready_for(known, wanted, sums.get((project.pk, code), Sums())))
            for code, wanted in asked.items()
        )
        lines.append(ReadyLine(project, cells))
    return ReadyTable(tuple(asked), tuple(lines))


def in_order(table: ReadyTable, programme: Programme) -> list[ReadyLine]:
    """Return the lines as an office takes them to the application of a programme: those ready
    first, then those that lack least, the larger before the smaller; those that won last.
    """
    order = [Readiness.READY, Readiness.LACKING, Readiness.UNKNOWN, Readiness.APPLIED]

    def place(line: ReadyLine) -> tuple[int, int, int]:
        cell = line.cell(programme)
        at = order.index(cell.state) if cell.state in order else len(order)
        return at, len(cell.missing), -(line.project.total_investment_yuan or 0)

    return sorted(table.lines, key=place)


def won_rates(rows: Iterable[FundingRow]) -> list[WonLine]:
    """Return what was applied for and won of each programme with a quota, by the year of the
    batches, the newest year first (OVER-11).
    """
    found: defaultdict[tuple[int, str], list[FundingRow]] = defaultdict(list)
    for row in rows:
        if row.sums.applied > 0 or row.sums.issued > 0:
            found[row.line.year, row.line.programme].append(row)
    rules = funding_rules().latest
    return [
        WonLine(code, year, _rate(found[year, code]))
        for year in sorted({year for year, _code in found}, reverse=True)
        for code in Programme
        if (year, code) in found and rules.of(code).has_quota
    ]


def _rate(rows: Sequence[FundingRow]) -> WonRate:
    sums = added(row.sums for row in rows)
    applied = {row.line.project_id for row in rows if row.sums.applied > 0}
    won = {row.line.project_id for row in rows if row.sums.issued > 0}
    return WonRate(len(applied | won), len(won), sums.applied, sums.issued)


def _asked(on: date) -> dict[Programme, ApplyConditions]:
    """Return what each programme with a quota asks: its own, and what the ladder asks (FUND-7)."""
    ladder, found = funding_rules().on(on), {}
    for watch in oversight_rules().on(on).programmes:
        if ladder.of(watch.code).has_quota:
            also = ladder.of(watch.code).condition(FundingStage.APPLIED)
            found[watch.code] = watch.apply.and_also(also.elements, also.milestones)
    return found


def _facts(project: Project) -> frozenset[ProjectFact]:
    told = {
        ProjectFact.NATIONAL_CODE: project.national_code,
        ProjectFact.OWNER: project.owner_id,
        ProjectFact.RESPONSIBLE: project.responsible_id,
        ProjectFact.TOTAL_INVESTMENT: project.total_investment_yuan,
        ProjectFact.CONTENT: project.content.strip(),
        ProjectFact.PLANNED_START: project.planned_start_on,
    }
    return frozenset(fact for fact, value in told.items() if value)


def _needs(pks: Sequence[int], on: date) -> Mapping[int, Mapping[str, KnownNeed]]:
    listed = catalogue(on)
    found: defaultdict[int, dict[str, KnownNeed]] = defaultdict(dict)
    for need in Need.objects.filter(project__in=pks):
        found[need.project_id][need.element] = KnownNeed(
            need.pk,
            named(listed.element(need.element), need.element),
            str(need.standing.label),
            need.standing in THERE,
            need.promised_due_on or need.needed_by,
        )
    return found


def _steps(pks: Sequence[int]) -> Mapping[int, Mapping[str, KnownStep]]:
    """Return the milestones of each project; one promised in several years as in the newest."""
    promises = MilestonePromise.objects.filter(
        is_current=True, milestone__project_year__project__in=pks
    )
    rows = promises.order_by("milestone__project_year__year").values_list(
        "milestone__project_year__project",
        "milestone__key",
        "milestone__name",
        "due_on",
        "milestone__reached__reached_on",
    )
    found: defaultdict[int, dict[str, KnownStep]] = defaultdict(dict)
    for pk, key, name, due, reached in rows:
        before = found[pk].get(key)
        done = reached is not None or (before is not None and before.is_reached)
        found[pk][key] = KnownStep(name, done, due)
    return found


def _sums(rows: Iterable[FundingRow]) -> Amounts:
    found: defaultdict[tuple[int, str], Sums] = defaultdict(Sums)
    for row in rows:
        found[row.line.project_id, row.line.programme] += row.sums
    return found
