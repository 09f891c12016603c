"""What stands beside a report while it is reviewed: plan, last month, the year so far, oddities."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bihuan.accounts.models import User
from bihuan.accounts.permissions import may
from bihuan.accounts.queries import counted_as
from bihuan.accounts.roles import Can
from bihuan.kit.months import Month
from bihuan.plans.in_force import in_force
from bihuan.plans.places import curves_of, places_of
from bihuan.progress.kinds import SENT
from bihuan.progress.models import Report
from bihuan.progress.validation import Known, ReportInput, odd
from bihuan.projects.models import Project
from bihuan.projects.rates import rounding

from .before import PastReport, known_of, planned_in
from .comparison import ReportComparison
from .lines import ReportLine
from .standing import waiting_for_acceptance


@dataclass(frozen=True)
class ReviewLine:
    """One report that waits for review. Money in yuan; None where nothing is known."""

    line: ReportLine
    compare: ReportComparison
    problems: str
    oddities: tuple[str, ...]

    @property
    def has_remarks(self) -> bool:
        """True if it says a problem, or something of it is odd: somebody reads it first."""
        return bool(self.problems.strip() or self.oddities)


def review_lines(lines: Iterable[ReportLine], month: Month) -> list[ReviewLine]:
    """Return the lines with what a reviewer compares them with. Five queries."""
    shown = list(lines)
    pks = [line.member.project_id for line in shown]
    known = _known(pks, month)
    problems = dict(
        Report.objects.filter(pk__in=[line.report.pk for line in shown if line.report]).values_list(
            "pk", "problems"
        )
    )
    mode = rounding()
    return [
        _review(line, known[line.member.project_id], problems.get(line.report.pk, ""), mode)
        for line in shown
        if line.report
    ]


def next_waiting(user: User, after: Report) -> Report | None:
    """Return the report that waits for `user` after the place of another of its month, as that was
    read, in the queue of the month's page; the first one at the end.
    """
    waiting = waiting_for_acceptance(user, Month.of(after.month)).exclude(pk=after.pk)
    waiting = waiting.exclude(submitted_by__in=counted_as(user))
    if not may(user, Can.REPORT_ACCEPT):
        waiting = waiting.filter(reviewed_at=None)
    queue = sorted(waiting.values_list(*_PLACE, "pk"), key=_place)
    project = after.project
    here = _place((after.reviewed_at, project.pinyin, project.name, project.pk))
    later = (row for row in queue if _place(row) > here)
    found = next(later, queue[0] if queue else None)
    return Report.objects.get(pk=found[-1]) if found else None


_PLACE = "reviewed_at", "project__pinyin", "project__name", "project"


def _place(row: Sequence[Any]) -> tuple[bool, str, str, int]:
    """Return where a report stands in the queue: those that the department has passed first."""
    reviewed_at, pinyin, name, project = row[:4]
    return reviewed_at is None, pinyin, name, project


def _review(line: ReportLine, known: Known, problems: str, mode: str) -> ReviewLine:
    assert line.report is not None
    said = ReportInput(
        completed_yuan=line.report.completed_yuan, physical_percent=line.report.physical_percent
    )
    oddities = tuple(problem.sentence for problem in odd(said, known))
    compare = ReportComparison(known, line.report.completed_yuan, mode)
    return ReviewLine(line, compare, problems, oddities)


def _known(projects: Collection[int], month: Month) -> dict[int, Known]:
    """Return of each project what its report is compared with, as `known_before` of one."""
    places, curves = places_of(month.year, projects), curves_of(month.year, projects, month)
    totals = dict(
        Project.objects.filter(pk__in=projects).values_list("pk", "total_investment_yuan")
    )
    past = _past(projects, month)
    found = {}
    for pk in projects:
        plan = in_force(places.get(pk, ()), month.last_day)
        found[pk] = replace(
            known_of(past[pk], month),
            planned_yuan=plan.planned_yuan if plan else None,
            planned_month_yuan=planned_in(curves.get(plan.plan_id, {}), month) if plan else None,
            total_yuan=totals.get(pk),
        )
    return found


def _past(projects: Collection[int], month: Month) -> defaultdict[int, list[PastReport]]:
    """Return the reports handed in since January of the year before, newest first."""
    rows = Report.objects.current().filter(
        project__in=projects,
        month__lt=month.first_day,
        month__gte=Month(month.year - 1, 1).first_day,
        state__in=SENT,
    )
    found: defaultdict[int, list[PastReport]] = defaultdict(list)
    for pk, on, yuan, percent, origin in rows.order_by("-month").values_list(
        "project_id", "month", "completed_yuan", "physical_percent", "origin"
    ):
        found[pk].append(PastReport(on, yuan, percent, origin))
    return found
