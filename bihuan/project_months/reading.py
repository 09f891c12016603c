"""A year of every project, or of some, read in three queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import accumulate
from sys import intern
from typing import NamedTuple

from bihuan.kit.months import Month
from bihuan.plans.in_force import Place, PlanMeaning, in_force
from bihuan.plans.models import ProjectYear
from bihuan.plans.places import Numbers, curves_of, newest_places, places_of
from bihuan.progress.kinds import COUNTED, Origin
from bihuan.progress.models import Report
from bihuan.projects.models import Project

from .rules import MONTHS_A_YEAR, ProjectMonth


class Reported(NamedTuple):
    """What a report says: its state, and what was completed in the month, in yuan; or in all the
    months so far, if it is an opening sum.
    """

    state: str
    completed_yuan: int
    is_opening: bool = False


@dataclass
class YearReading:
    """All rows of one year, by project; reports and curves by number of the month too."""

    year: int
    reports: Mapping[int, Mapping[int, Reported]]
    places: Mapping[int, list[Place]]
    curves: Mapping[int, Mapping[int, int]]
    _sums: dict[int, list[int]] = field(default_factory=dict)

    def at(
        self, pk: int, month: Month, meaning: PlanMeaning = PlanMeaning.APPROVED
    ) -> ProjectMonth:
        """Return one project at the end of `month`, measured by the plan that is meant."""
        number = month.number
        place = in_force(self.places.get(pk, ()), month.last_day, meaning)
        curve = self.curves.get(place.plan_id, {}) if place else {}
        expects = number in curve
        completed = self._completed(pk)
        return ProjectMonth(
            month=month,
            planned_yuan=place.planned_yuan if place else None,
            curve_yuan=curve.get(number),
            task_yuan=max(0, curve[number] - curve.get(number - 1, 0)) if expects else None,
            completed_yuan=completed[number],
            month_yuan=self._of_the_month(pk, number),
            stands=place is not None and place.stands(month.last_day),
            is_told=completed[number] > 0 or self._is_told(pk, number),
        )

    def _is_told(self, pk: int, number: int) -> bool:
        reports = self.reports.get(pk, {})
        return any(each <= number and reports[each].state in COUNTED for each in reports)

    def _of_the_month(self, pk: int, number: int) -> int:
        """What was completed in one month; an opening sum is of none."""
        report = self.reports.get(pk, {}).get(number)
        return 0 if report is None or report.is_opening else counted(report)

    def _completed(self, pk: int) -> list[int]:
        """What was completed from January to the end of each month, by its number; 0 at place 0."""
        if pk not in self._sums:
            reports = self.reports.get(pk, {})
            months = (counted(reports.get(number)) for number in range(1, MONTHS_A_YEAR + 1))
            self._sums[pk] = list(accumulate(months, initial=0))
        return self._sums[pk]


def read_year(year: int, only: Numbers = None) -> YearReading:
    """Return the year of every project, or of those in `only`. Three queries."""
    return YearReading(year, _reports(year, only), places_of(year, only), curves_of(year, only))


def year_of_one(project: Project, year: int, reports: Iterable[Report]) -> YearReading:
    """Return the year of one project whose current reports are at hand, without its curve. One
    query.
    """
    months = {
        report.month.month: Reported(report.state, report.completed_yuan, report.is_opening)
        for report in reports
    }
    return YearReading(year, {project.pk: months}, places_of(year, [project.pk]), {})


def project_months(
    month: Month, only: Numbers = None, meaning: PlanMeaning = PlanMeaning.APPROVED
) -> dict[int, ProjectMonth]:
    """Return every project with a plan of the year, or those in `only`, at the end of `month`:
    planned and expected by the plan that is meant, completed by accepted reports.
    """
    year = month.year
    reading = YearReading(
        year, _reports(year, only, month), places_of(year, only), curves_of(year, only, month)
    )
    found = {pk: reading.at(pk, month, meaning) for pk in reading.places}
    return {pk: each for pk, each in found.items() if each.planned_yuan is not None}


def latest_project_months(month: Month, only: Numbers) -> dict[int, ProjectMonth]:
    """Return the projects in `only` at the end of `month`, each in the newest year up to then in
    which it has a plan: at the end of that year, if it is over. Without curves. Two queries.
    """
    newest = newest_places(month.year, only or ())
    first = min((year for year, _places in newest.values()), default=month.year)
    reports = _reports_since(first, month, only)
    found = {}
    for pk, (year, places) in newest.items():
        asked = month if year == month.year else Month(year, MONTHS_A_YEAR)
        reading = YearReading(year, {pk: reports.get((pk, year), {})}, {pk: places}, {})
        found[pk] = reading.at(pk, asked)
    return {pk: each for pk, each in found.items() if each.planned_yuan is not None}


def completed_by(month: Month, only: Numbers = None) -> dict[int, int]:
    """Return what each project completed from January to the end of `month`. One query."""
    reports = _reports(month.year, only, month)
    return {pk: sum(map(counted, months.values())) for pk, months in reports.items()}


def completed_before(year: int, only: Numbers = None) -> dict[int, int]:
    """Return what each project completed before `year`: what it had completed before the newest
    year of it up to then, and the accepted reports since. Projects without such a year are not in
    it. Two queries.
    """
    years = ProjectYear.objects.filter(year__lt=year).order_by("year")
    if only is not None:
        years = years.filter(project__in=list(only))
    newest = {
        pk: (begun, before)
        for pk, begun, before in years.values_list("project_id", "year", "completed_before_yuan")
    }
    first = min((begun for begun, _before in newest.values()), default=year)
    reports = _reports_since(first, Month(year - 1, MONTHS_A_YEAR), only)
    found = {pk: before for pk, (_begun, before) in newest.items()}
    for (pk, of_year), months in reports.items():
        if pk in newest and of_year >= newest[pk][0]:
            found[pk] += sum(map(counted, months.values()))
    return found


def counted(report: Reported | None) -> int:
    """Return what a report adds to completed investment, in yuan: nothing until it is accepted."""
    return report.completed_yuan if report and report.state in COUNTED else 0


def _reports(
    year: int, only: Numbers, until: Month | None = None
) -> dict[int, dict[int, Reported]]:
    """The newest version of each month's report; states are spelled once, not once a row."""
    last = until or Month(year, MONTHS_A_YEAR)
    return {pk: months for (pk, _year), months in _reports_since(year, last, only).items()}


def _reports_since(
    year: int, until: Month, only: Numbers
) -> dict[tuple[int, int], dict[int, Reported]]:
    found: defaultdict[tuple[int, int], dict[int, Reported]] = defaultdict(dict)
    span = (Month(year, 1).first_day, until.first_day)
    rows = Report.objects.current().filter(month__range=span)
    if only is not None:
        rows = rows.filter(project__in=list(only))
    for pk, month, state, yuan, origin in rows.values_list(
        "project_id", "month", "state", "completed_yuan", "origin"
    ).iterator():
        said = Reported(intern(state), yuan, origin == Origin.OPENING)
        found[pk, month.year][month.month] = said
    return found
