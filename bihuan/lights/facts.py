"""What the rules judge: one year of every project's facts, read in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bihuan.accounts.models import User
from bihuan.accounts.roles import Role
from bihuan.kit.months import Month, months_of
from bihuan.progress.kinds import COUNTED, SENT
from bihuan.progress.presets import rounds_in_force
from bihuan.progress.queries.members import ReportingProject, members
from bihuan.progress.rules import RoundRules
from bihuan.project_months.reading import Reported, YearReading, counted, read_year
from bihuan.projects.models import Project
from bihuan.projects.rules_in_force import InForce

from .final import LockedMonths, locked_months
from .kinds import ReportArrival
from .models import Waiver
from .rounds import rounds_of
from .rules import LightVerdict, MonthFacts

DEPENDS_ON = ("accounts", "projects", "plans", "progress", "statistics", "lights")
"""The apps whose tables decide what the lights are."""

AT_ONCE = 1_000
"""Projects whose rows are held at the same time."""

EVERYBODY = User(username="lights", role=Role.VIEWER)
"""Lights are judged over the whole district; who may see them is asked when they are shown."""


@dataclass(frozen=True)
class JudgedYear:
    """One project's months of a year that are judged: those it must report and that have begun."""

    project_id: int
    project_class: str
    months: tuple[MonthFacts, ...]
    final: dict[int, LightVerdict]
    """The verdicts of its locked months, by number of the month."""


Dates = tuple[date | None, date | None, date | None]
"""When a project was to start, when it started, and when it entered the statistics."""


@dataclass
class _YearRows:
    """All rows of one year, by project."""

    reading: YearReading
    dates: dict[int, Dates]
    waived: dict[tuple[int, date], dict[str, str]]
    closing: Mapping[int, date]
    asked: frozenset[int]
    """The months of the year of which silence speaks, by number (LIGHT-2)."""
    locked: LockedMonths
    office: InForce[RoundRules]


def facts_of(
    year: int, *, today: date, only: Collection[int] | None = None
) -> Iterator[JudgedYear]:
    """Yield the facts of every project of `year`, or of those whose numbers are in `only`."""
    begun = [month for month in months_of(year) if month.first_day <= today]
    listed = members(EVERYBODY, year, only)
    for start in range(0, len(listed), AT_ONCE):
        part = listed[start : start + AT_ONCE]
        whole = only if len(part) == len(listed) else [each.project_id for each in part]
        yield from _judged(part, begun, _read(year, today, whole))


def _judged(
    listed: list[ReportingProject], begun: list[Month], rows: _YearRows
) -> Iterator[JudgedYear]:
    for member in listed:
        due = [month for month in begun if _counts(member, month, rows)]
        if due:
            given = {
                m.number: rows.locked.verdicts.get((member.project_id, m.first_day)) for m in due
            }
            final = {number: verdict for number, verdict in given.items() if verdict}
            months = _months(member, due, rows)
            yield JudgedYear(member.project_id, member.project_class, months, final)


def _counts(member: ReportingProject, month: Month, rows: _YearRows) -> bool:
    """True for a month that it reported, or was asked for and owes."""
    reported = month.number in rows.reading.reports.get(member.project_id, {})
    asked = month.number in rows.asked
    return reported or (asked and member.must_report(month, rows.office.on(month.first_day)))


def _months(member: ReportingProject, due: list[Month], rows: _YearRows) -> tuple[MonthFacts, ...]:
    """Each month against the plan in force at its end (LIGHT-8); a locked one that is judged anew
    against that of the lock (LIGHT-18).
    """
    pk = member.project_id
    planned_start_on, started_on, entered_on = rows.dates[pk]
    reports, facts = rows.reading.reports.get(pk, {}), []
    for month in due:
        known, report = rows.reading.at(pk, month), reports.get(month.number)
        given = MonthFacts(
            month=month,
            report=_standing(report, is_opening=member.opened_until == month.first_day),
            closes_on=rows.closing[month.number],
            completed_yuan=counted(report),
            to_date_yuan=known.completed_yuan,
            planned_yuan=known.planned_yuan,
            task_yuan=known.task_yuan,
            curve_yuan=known.curve_yuan,
            planned_start_on=planned_start_on,
            started_on=started_on,
            entered_on=entered_on,
            waived=rows.waived.get((pk, month.first_day), {}),
        )
        at_lock = rows.locked.grounds.get((pk, month.first_day))
        facts.append(replace(given, **at_lock) if at_lock else given)
    return tuple(facts)


def _standing(report: Reported | None, *, is_opening: bool) -> ReportArrival:
    if report is None or report.state not in SENT:
        return ReportArrival.NONE
    if is_opening:
        return ReportArrival.OPENING
    return ReportArrival.ACCEPTED if report.state in COUNTED else ReportArrival.IN_REVIEW


def _read(year: int, today: date, only: Collection[int] | None) -> _YearRows:
    office = rounds_in_force()
    rounds = rounds_of(year, today, office)
    waived: defaultdict[tuple[int, date], dict[str, str]] = defaultdict(dict)
    waivers = list(Waiver.objects.filter(month__year=year, **within(only)))
    for waiver in waivers:
        waived[waiver.project_id, waiver.month][waiver.clause] = waiver.approver
    projects = Project.objects.filter(years__year=year, **within(only, "pk"))
    return _YearRows(
        reading=read_year(year, only),
        dates={
            pk: (due, started, entered)
            for pk, due, started, entered in projects.values_list(
                "pk", "planned_start_on", "started_on", "statistics__entered_on"
            )
        },
        waived=waived,
        closing=rounds.closing,
        asked=rounds.asked,
        locked=locked_months(rounds.locked, only, waivers),
        office=office,
    )


def within(only: Collection[int] | None, column: str = "project") -> dict[str, Any]:
    """Return a filter for the rows of some projects; none for all."""
    return {} if only is None else {f"{column}__in": list(only)}
