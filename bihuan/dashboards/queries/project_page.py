"""All that is known of one project in a year, for its page."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from bihuan.audit.bearing import Bearing, RowsOf
from bihuan.figures.engine import FACT_APPS
from bihuan.kit.charts import SCurve
from bihuan.kit.money import scale_of
from bihuan.kit.months import Month, months_of
from bihuan.lights.facts import DEPENDS_ON
from bihuan.lights.kinds import Colour
from bihuan.lights.queries import LightStanding, ShownLight, latest_month, shown_year, standing
from bihuan.lights.wording import LightReasonText, said
from bihuan.plans.in_force import PlanMeaning, in_force
from bihuan.plans.models import Entry, Milestone, MilestonePromise, Plan, ProjectYear
from bihuan.plans.places import TIERS
from bihuan.progress.kinds import COUNTED, FundSource
from bihuan.progress.models import Report
from bihuan.project_months.reading import YearReading, year_of_one
from bihuan.projects.models import Project
from bihuan.projects.rates import rate, rounding
from bihuan.statistics.models import StatisticsMonth, StatisticsStanding

ON_PAGE = Bearing(
    apps=frozenset({*DEPENDS_ON, *FACT_APPS, "matters", "factors", "visits", "funding"}),
    on_some={"progress.report": RowsOf(Report, "project")},
    on_none=frozenset({"progress.fundsinplace"}),
)
"""What a project's page and its card are written anew for. Reports, of which most come, bear on
their own project; funds are written with their report. All other rows may bear on every page.
"""


@dataclass(frozen=True)
class MilestoneStep:
    """A milestone: its first promise, the one in force, and the day it was reached."""

    name: str
    first_due_on: date | None
    due_on: date | None
    reached_on: date | None
    days_late: int | None


@dataclass(frozen=True)
class MonthLine:
    """One month of the year: its report if there is one, its light with the reasons of those who
    made it, if there is one.
    """

    month: Month
    report: Report | None
    to_date_yuan: int | None
    completion: Decimal | None
    statistics_yuan: int | None
    light: ShownLight | None
    reasons: list[LightReasonText]


@dataclass(frozen=True)
class Listed:
    """A place on a year's list with every version of its plan, the original first."""

    entry: Entry
    plans: list[Plan]


@dataclass(frozen=True)
class Fund:
    """Money in place from one source, from January to the newest accepted month."""

    label: str
    yuan: int


@dataclass(frozen=True)
class ProjectPage:
    """One project's year, or what it was at the end of `month`: then `current` is the plan in force
    at that day, else the newest.
    """

    project: Project
    year: int
    years: list[int]
    of_year: ProjectYear | None
    listed: list[Listed]
    lines: list[MonthLine]
    steps: list[MilestoneStep]
    funds: list[Fund]
    funds_yuan: int
    standing: StatisticsStanding | None
    curve: SCurve
    original: Plan | None
    current: Plan | None
    to_date_yuan: int | None
    completion: Decimal | None
    completion_of_original: Decimal | None
    latest: MonthLine | None
    stands: LightStanding
    month: Month | None

    @property
    def scale(self) -> int:
        """The unit in which all its large amounts are shown, in figures and in the chart."""
        plans = (plan.planned_yuan for plan in (self.original, self.current) if plan)
        return scale_of(self.project.total_investment_yuan, self.to_date_yuan, *plans)

    @property
    def chart(self) -> SCurve:
        """The curves, in the unit of the figures beside them."""
        return replace(self.curve, beside=self.scale)

    @property
    def is_adjusted(self) -> bool:
        return bool(self.current and self.original and self.current != self.original)


def project_page(
    project: Project, year: int, *, today: date, month: Month | None = None
) -> ProjectPage:
    """Return the page of a project, or its year up to the end of `month`; the same number of
    queries however long its history.
    """
    listed = _listed(project, year)
    reports = list(
        Report.objects.current()
        .filter(project=project, month__year=year)
        .prefetch_related("funds")
        .order_by("month")
    )
    mode = rounding()
    reading = year_of_one(project, year, reports)
    on = month.last_day if month else min(today, date(year, 12, 31))
    meant = PlanMeaning.APPROVED if month else PlanMeaning.LATEST
    original = _plan(listed, reading, PlanMeaning.ORIGINAL, on)
    current = _plan(listed, reading, meant, on)
    lines = _lines(project, reports, reading, today, mode)
    told = [line for line in lines if month is None or line.month <= month]
    accepted = [line for line in told if line.report and line.report.state in COUNTED]
    latest = accepted[-1] if accepted else None
    done = latest.to_date_yuan if latest else None
    funds = _funds(latest.report if latest else None)
    return ProjectPage(
        project=project,
        year=year,
        years=_years(project),
        of_year=ProjectYear.objects.filter(project=project, year=year).first(),
        listed=listed,
        lines=lines,
        steps=_steps(project, year, min(today, on) if month else today),
        funds=funds,
        funds_yuan=sum(fund.yuan for fund in funds),
        standing=StatisticsStanding.objects.filter(project=project).first(),
        curve=_curve(original, current, told),
        original=original,
        current=current,
        to_date_yuan=done,
        latest=latest,
        stands=_stands(project, month or latest_month(year, today), lines, today),
        completion=_of_plan(done, current, mode),
        completion_of_original=_of_plan(done, original, mode),
        month=month,
    )


def _stands(project: Project, month: Month, lines: list[MonthLine], today: date) -> LightStanding:
    """The three lights and the headline of a month."""
    light = lines[month.number - 1].light
    return standing(project, month, today, light.verdict if light else None)


def _of_plan(done: int | None, plan: Plan | None, mode: str) -> Decimal | None:
    return None if done is None else rate(done, plan.planned_yuan if plan else None, mode)


def _years(project: Project) -> list[int]:
    rows = ProjectYear.objects.filter(project=project).order_by("-year")
    return list(rows.values_list("year", flat=True))


def _listed(project: Project, year: int) -> list[Listed]:
    entries = (
        Entry.objects.filter(project=project, annual_list__year=year)
        .select_related("annual_list")
        .prefetch_related("plans__months")
    )
    return sorted(
        (
            Listed(entry, sorted(entry.plans.all(), key=lambda plan: plan.version))
            for entry in entries
        ),
        key=lambda each: (each.entry.left_on is not None, TIERS.index(each.entry.annual_list.tier)),
    )


def _plan(
    listed: list[Listed], reading: YearReading, meaning: PlanMeaning, on: date
) -> Plan | None:
    """The plan that is meant, of those that the page lists."""
    places = (place for found in reading.places.values() for place in found)
    place = in_force(list(places), on, meaning)
    plans = {plan.pk: plan for each in listed for plan in each.plans}
    return plans.get(place.plan_id) if place else None


def _lines(
    project: Project, reports: list[Report], reading: YearReading, today: date, mode: str
) -> list[MonthLine]:
    year, by_month = reading.year, {report.month: report for report in reports}
    counted = dict(
        StatisticsMonth.objects.filter(
            project=project, month__year=year, is_current=True
        ).values_list("month", "completed_yuan")
    )
    lights = shown_year(project, year, today)
    lines = []
    for month in months_of(year):
        report = by_month.get(month.first_day)
        counts = report is not None and report.state in COUNTED
        known = reading.at(project.pk, month)
        light = lights.get(month.number)
        lines.append(
            MonthLine(
                month=month,
                report=report,
                to_date_yuan=known.completed_yuan if counts else None,
                completion=rate(known.completed_yuan, known.planned_yuan, mode) if counts else None,
                statistics_yuan=counted.get(month.first_day),
                light=light,
                reasons=_reasons(light),
            )
        )
    return lines


def _reasons(light: ShownLight | None) -> list[LightReasonText]:
    """All that speaks against a month; of a good one, the first reason is enough."""
    reasons = light.reasons if light else ()
    shown = reasons[:1] if light and light.headline.colour is Colour.GREEN else reasons
    return [said(reason) for reason in shown]


def _curve(original: Plan | None, current: Plan | None, lines: list[MonthLine]) -> SCurve:
    """Return the year's curves; what was done is drawn as far as `lines` tell of it."""
    last = max((n for n, line in enumerate(lines, 1) if line.to_date_yuan is not None), default=0)
    filled: list[int | None] = []
    for line in lines[:last]:  # a month without a report stays where the one before it was
        so_far = filled[-1] if filled else None
        filled.append(so_far if line.to_date_yuan is None else line.to_date_yuan)
    adjusted = current is not None and original is not None and current != original
    return SCurve(
        labels=[str(number) for number in range(1, 13)],
        planned_yuan=_cumulative(original),
        actual_yuan=filled,
        adjusted_yuan=_cumulative(current) if adjusted else (),
    )


def _cumulative(plan: Plan | None) -> list[int]:
    months = sorted(plan.months.all(), key=lambda each: each.month) if plan else []
    return [each.cumulative_yuan for each in months]


def _steps(project: Project, year: int, day: date) -> list[MilestoneStep]:
    """Return the year's milestones as they stood on a day."""
    rows = Milestone.objects.filter(project_year__project=project, project_year__year=year)
    steps = []
    for milestone in rows.prefetch_related("promises").select_related("reached"):
        promises = sorted(milestone.promises.all(), key=lambda promise: promise.version)
        due = next((promise.due_on for promise in promises if promise.is_current), None)
        reached = getattr(milestone, "reached", None)
        reached_on = reached.reached_on if reached and reached.reached_on <= day else None
        steps.append(
            MilestoneStep(
                name=milestone.name,
                first_due_on=_first(promises),
                due_on=due,
                reached_on=reached_on,
                days_late=_late(due, reached_on, day),
            )
        )
    return steps


def _first(promises: list[MilestonePromise]) -> date | None:
    return promises[0].due_on if promises else None


def _late(due: date | None, reached: date | None, day: date) -> int | None:
    """Days past the promise in force, if any."""
    days = ((reached or day) - due).days if due else 0
    return days if days > 0 else None


def _funds(report: Report | None) -> list[Fund]:
    amounts = {fund.source: fund.amount_yuan for fund in report.funds.all()} if report else {}
    return [
        Fund(str(source.label), amounts[source.value])
        for source in FundSource
        if amounts.get(source.value)
    ]
