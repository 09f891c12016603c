"""What supervision knows of projects that have a quota, and what it says of their lines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date

from django.db.models import Max, Q

from bihuan.audit.models import Event
from bihuan.funding.judged_above import LineSteps
from bihuan.funding.models import FundingLine
from bihuan.funding.rules.flags import FundingVerdict
from bihuan.kit.days import local_day
from bihuan.kit.months import Month
from bihuan.oversight.presets import oversight_rules
from bihuan.oversight.rules.flags import WatchedProject, WatchedYear, flagged, granted_on
from bihuan.plans.models import MilestonePromise
from bihuan.progress.kinds import COUNTED
from bihuan.progress.models import Report
from bihuan.project_months.reading import read_year
from bihuan.projects.models import Project

START, FINISH = "start", "finish"
TOTAL = "total_investment_yuan"
Steps = Mapping[str, tuple[date, date | None]]
"""By key of a milestone the day promised, and the day on which it was reached."""


def supervised(
    lines: Sequence[FundingLine], steps: LineSteps, on: date
) -> Mapping[int, Sequence[FundingVerdict]]:
    """Return by line what supervision says of it; what is to be said of the project itself is said
    at the line of its programme and year that had its quota first (OVER-7).
    """
    rules = oversight_rules().on(on)
    granted = {line.pk: granted_on(steps[line.pk]) for line in lines}
    asked = [each for each in lines if granted[each.pk] and rules.of(each.programme)]
    firsts: dict[tuple[int, str, int], FundingLine] = {}
    for line in sorted(asked, key=lambda each: (granted[each.pk] or on, each.pk)):
        firsts.setdefault((line.project_id, line.programme, line.year), line)
    first_days: dict[int, date] = {}
    for line in firsts.values():
        day = granted[line.pk] or on
        first_days[line.project_id] = min(day, first_days.get(line.project_id, day))
    known = watched_projects({line.project for line in asked}, on, first_days)
    first = {line.pk for line in firsts.values()}
    found = {}
    for line in asked:
        watch = rules.of(line.programme)
        project = known[line.project_id] if line.pk in first else None
        if watch is not None:
            found[line.pk] = flagged(steps[line.pk], project, watch, on)
    return found


def watched_projects(
    projects: Collection[Project], on: date, granted: Mapping[int, date]
) -> dict[int, WatchedProject]:
    """Return what is known of projects on a day; `granted` is the day of each one's first quota. A
    fixed number of queries for each year in which their newest reports lie.
    """
    if not projects:
        return {}
    pks = sorted(each.pk for each in projects)
    steps, years, totals = _steps(pks, on), _years(pks, on), _totals(pks, granted)
    return {
        each.pk: _watched(each, steps.get(each.pk, {}), years.get(each.pk), totals.get(each.pk), on)
        for each in projects
    }


def _watched(
    project: Project, steps: Steps, year: WatchedYear | None, then: int | None, on: date
) -> WatchedProject:
    start_due, start_reached = steps.get(START, (None, None))
    finish_due, finish_reached = steps.get(FINISH, (None, None))
    total = project.total_investment_yuan
    return WatchedProject(
        start_due_on=start_due or project.planned_start_on,
        started_on=_by(on, project.started_on, start_reached),
        finish_due_on=project.planned_finish_on or finish_due,
        finished_on=_by(on, project.finished_on, finish_reached),
        year=year,
        total_then_yuan=total if then is None else then,
        total_yuan=total,
    )


def _by(on: date, *days: date | None) -> date | None:
    """Return the first of the days that has come."""
    return min((day for day in days if day is not None and day <= on), default=None)


def _steps(pks: Sequence[int], on: date) -> dict[int, dict[str, tuple[date, date | None]]]:
    """Return the newest promise of start and finish of each project, up to the year of a day."""
    promises = MilestonePromise.objects.filter(
        is_current=True,
        milestone__key__in=(START, FINISH),
        milestone__project_year__project__in=pks,
        milestone__project_year__year__lte=on.year,
    )
    rows = promises.order_by("milestone__project_year__year").values_list(
        "milestone__project_year__project",
        "milestone__key",
        "due_on",
        "milestone__reached__reached_on",
    )
    found: defaultdict[int, dict[str, tuple[date, date | None]]] = defaultdict(dict)
    for pk, key, due, reached in rows:
        found[pk][key] = (due, reached)
    return found


def _years(pks: Sequence[int], on: date) -> dict[int, WatchedYear]:
    """Return how far each project has come by its newest report that counts."""
    counted = Report.objects.current().filter(
        project__in=pks, state__in=COUNTED, month__lte=on.replace(day=1)
    )
    newest = dict(counted.order_by().values_list("project").annotate(Max("month")))
    by_year: defaultdict[int, list[int]] = defaultdict(list)
    for pk, month in newest.items():
        by_year[month.year].append(pk)
    found = {}
    for year, those in by_year.items():
        reading = read_year(year, those)
        for pk in those:
            known = reading.at(pk, Month.of(newest[pk]))
            if known.planned_yuan and known.stands:
                found[pk] = WatchedYear(
                    known.month, known.completed_yuan, known.expected_yuan, known.planned_yuan
                )
    return found


def _totals(pks: Sequence[int], granted: Mapping[int, date]) -> dict[int, int]:
    """Return the total investment that each project had on the day of its quota, where it was
    changed since: the earliest change after that day says what it was.
    """
    events = Event.objects.filter(
        Q(note__changes__has_key=TOTAL) | Q(note__has_key=TOTAL),
        thing=Project._meta.label_lower,
        thing_id__in=[str(pk) for pk in pks],
    )
    found: dict[int, int] = {}
    for pk_text, at, note in events.order_by("pk").values_list("thing_id", "at", "note"):
        pk, pair = int(pk_text), (note.get("changes") or note).get(TOTAL)
        known = isinstance(pair, list) and len(pair) == 2 and isinstance(pair[0], int)
        if known and pk in granted and local_day(at) >= granted[pk]:
            found.setdefault(pk, pair[0])
    return found
