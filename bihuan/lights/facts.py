"""What the rules judge: one year of every project's facts, read in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from sys import intern
from typing import Any

from bihuan.accounts.models import User
from bihuan.accounts.roles import Role
from bihuan.audit.kept import kept
from bihuan.kit.months import Month, months_of
from bihuan.plans.models import Plan, PlanMonth
from bihuan.progress.kinds import COUNTED, SENT
from bihuan.progress.models import Report as MonthlyReport
from bihuan.progress.models import Round
from bihuan.progress.presets import district_round_rules
from bihuan.progress.queries.members import Member, members
from bihuan.progress.rules import RoundRules, window
from bihuan.projects.kinds import Tier
from bihuan.projects.models import Project

from .kinds import Report
from .models import Waiver
from .rules import MonthFacts, Place, in_force

RESTS_ON = ("accounts", "projects", "plans", "progress", "statistics", "lights")
"""The apps whose tables decide what the lights are."""

TIERS = [tier.value for tier in Tier]
EVERYBODY = User(username="lights", role=Role.VIEWER)
"""Lights are judged over the whole district; who may see them is asked when they are shown."""


@dataclass(frozen=True)
class ProjectYear:
    """One project's months of a year that are judged: those it must report and that have begun."""

    project_id: int
    project_class: str
    months: tuple[MonthFacts, ...]


Reported = tuple[str, int]
"""A report's state, and what it says was completed in the month, in yuan."""


Dates = tuple[date | None, date | None, date | None]
"""When a project was to start, when it started, and when it entered the statistics."""


@dataclass
class _Year:
    """All rows of one year, by project; reports and curves by number of the month too."""

    reports: dict[int, dict[int, Reported]]
    places: dict[int, list[Place]]
    curves: dict[int, dict[int, int]]
    dates: dict[int, Dates]
    waived: dict[tuple[int, date], dict[str, str]]
    closing: dict[int, date]
    office: RoundRules


def facts_of(
    year: int, *, today: date, only: Collection[int] | None = None
) -> Iterator[ProjectYear]:
    """Yield the facts of every project of `year`, or of those whose numbers are in `only`."""
    begun = [month for month in months_of(year) if month.first_day <= today]
    rows = _read(year, begun, only)
    for member in _members(year):
        if only is not None and member.project_id not in only:
            continue
        due = [month for month in begun if _counts(member, month, rows)]
        if due:
            yield ProjectYear(member.project_id, member.project_class, _months(member, due, rows))


@kept(*RESTS_ON)
def _members(year: int) -> list[Member]:
    return members(EVERYBODY, year)


def _counts(member: Member, month: Month, rows: _Year) -> bool:
    reported = month.number in rows.reports.get(member.project_id, {})
    return reported or member.must_report(month, rows.office)


def _months(member: Member, due: list[Month], rows: _Year) -> tuple[MonthFacts, ...]:
    pk = member.project_id
    planned_start_on, started_on, entered_on = rows.dates[pk]
    reports = rows.reports.get(pk, {})
    to_date, facts, passed = 0, [], 0
    for month in due:
        place = in_force(rows.places.get(pk, []), month.last_day)
        curve = rows.curves.get(place.plan_id, {}) if place else {}
        for number in range(passed + 1, month.number + 1):
            to_date += _counted(reports.get(number))
        passed = month.number
        report = reports.get(month.number)
        facts.append(
            MonthFacts(
                month=month,
                report=_standing(report),
                closes_on=rows.closing[month.number],
                completed_yuan=_counted(report),
                to_date_yuan=to_date,
                planned_yuan=place.planned_yuan if place else None,
                task_yuan=_task(curve, month.number),
                curve_yuan=curve.get(month.number),
                planned_start_on=planned_start_on,
                started_on=started_on,
                entered_on=entered_on,
                waived=rows.waived.get((pk, month.first_day), {}),
            )
        )
    return tuple(facts)


def _counted(report: Reported | None) -> int:
    return report[1] if report and report[0] in COUNTED else 0


def _standing(report: Reported | None) -> Report:
    if report is None or report[0] not in SENT:
        return Report.NONE
    return Report.ACCEPTED if report[0] in COUNTED else Report.IN_REVIEW


def _task(curve: dict[int, int], number: int) -> int | None:
    """What the plan gives to the month alone; nothing where it expects nothing."""
    if number not in curve:
        return None
    return max(0, curve[number] - curve.get(number - 1, 0))


def _closing(begun: list[Month], office: RoundRules) -> dict[int, date]:
    """Last day for reporting of each month: its round's, else that of the rules."""
    rounds = dict(
        Round.objects.filter(month__in=[month.first_day for month in begun]).values_list(
            "month", "closes_on"
        )
    )
    return {
        month.number: rounds.get(month.first_day) or window(month, office).closes_on
        for month in begun
    }


def _read(year: int, begun: list[Month], only: Collection[int] | None) -> _Year:
    office = district_round_rules()
    waived: defaultdict[tuple[int, date], dict[str, str]] = defaultdict(dict)
    for waiver in Waiver.objects.filter(month__year=year, **_within(only)):
        waived[waiver.project_id, waiver.month][waiver.clause] = waiver.approver
    projects = Project.objects.filter(years__year=year, **_within(only, "pk"))
    return _Year(
        reports=_reports(year, only),
        places=places_of(year, only),
        curves=_curves(year, only),
        dates={
            pk: (due, started, entered)
            for pk, due, started, entered in projects.values_list(
                "pk", "planned_start_on", "started_on", "statistics__entered_on"
            )
        },
        waived=waived,
        closing=_closing(begun, office),
        office=office,
    )


def _reports(year: int, only: Collection[int] | None) -> dict[int, dict[int, Reported]]:
    """The newest version of each month's report; states are spelled once, not once a row."""
    found: defaultdict[int, dict[int, Reported]] = defaultdict(dict)
    rows = MonthlyReport.objects.current().filter(month__year=year, **_within(only)).values_list(
        "project_id", "month", "state", "completed_yuan"
    )  # fmt: skip
    for pk, month, state, yuan in rows.iterator():
        found[pk][month.month] = intern(state), yuan
    return found


def _curves(year: int, only: Collection[int] | None) -> dict[int, dict[int, int]]:
    """What each version of a plan expects by the end of each month, by plan."""
    curves: defaultdict[int, dict[int, int]] = defaultdict(dict)
    months = PlanMonth.objects.filter(
        plan__entry__annual_list__year=year, **_within(only, "plan__entry__project")
    )
    rows = months.values_list("plan_id", "month", "cumulative_yuan")
    for plan, month, yuan in rows.iterator():
        curves[plan][month.month] = yuan
    return curves


def places_of(year: int, only: Collection[int] | None) -> dict[int, list[Place]]:
    """Every version of each project's plans of the year, with the times off the list."""
    rows = Plan.objects.filter(entry__annual_list__year=year, **_within(only, "entry__project"))
    away: defaultdict[tuple[Any, ...], list[tuple[date, date]]] = defaultdict(list)
    for *held, gone_on, returned_on in rows.values_list(
        "entry__project_id", "entry__annual_list__tier", "entry__added_on", "entry__left_on",
        "approved_on", "version", "pk", "planned_yuan",
        "entry__absences__left_on", "entry__absences__returned_on",
    ):  # fmt: skip
        gaps = away[tuple(held)]
        if gone_on:
            gaps.append((gone_on, returned_on))
    places: defaultdict[int, list[Place]] = defaultdict(list)
    for (project, tier, added_on, left_on, approved_on, version, plan, yuan), gaps in away.items():
        places[project].append(
            Place(
                TIERS.index(tier), added_on, left_on, approved_on, version, plan, yuan, tuple(gaps)
            )
        )
    return places


def _within(only: Collection[int] | None, column: str = "project") -> dict[str, Any]:
    """A filter for the rows of some projects; none for all."""
    return {} if only is None else {f"{column}__in": list(only)}
