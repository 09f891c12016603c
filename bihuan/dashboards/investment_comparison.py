"""The office's completed investment beside the statistics bureau's: differences are questions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Max, Sum

from bihuan.accounts.models import User
from bihuan.kit.months import Month
from bihuan.plans.models import ProjectYear
from bihuan.project_months.reading import completed_by
from bihuan.projects.models import Project
from bihuan.projects.parties import organisations_on
from bihuan.statistics.models import StatisticsMonth, StatisticsStanding


@dataclass(frozen=True)
class ComparedInvestment:
    """One project, January to the newest month that the statistics have counted; None where the
    office was told nothing, or the bureau entered nothing.
    """

    project_id: int
    name: str
    organisation: str
    entered_on: date | None
    office_yuan: int | None
    statistics_yuan: int | None

    @property
    def difference_yuan(self) -> int | None:
        """The office's count less the bureau's; None while either is not known."""
        if self.office_yuan is None or self.statistics_yuan is None:
            return None
        return self.office_yuan - self.statistics_yuan

    @property
    def is_question(self) -> bool:
        """True if the two differ, or one of them says something where the other says nothing."""
        if self.difference_yuan is None:
            return bool(self.office_yuan or self.statistics_yuan)
        return self.difference_yuan != 0

    @property
    def has_entered(self) -> bool:
        return self.entered_on is not None

    @property
    def awaits_bureau(self) -> bool:
        """True if it stands in the statistics and the bureau entered no month of it."""
        return self.has_entered and self.statistics_yuan is None

    @property
    def awaits_office(self) -> bool:
        """True if the bureau has counted it and the office was told nothing."""
        return self.has_entered and self.office_yuan is None

    @property
    def office_counts_more(self) -> bool:
        return (self.office_yuan or 0) > (self.statistics_yuan or 0)


@dataclass(frozen=True)
class InvestmentComparison:
    """The year's projects with both counts; `until` is None before the bureau has any figure."""

    until: date | None
    rows: tuple[ComparedInvestment, ...]

    @property
    def last_month(self) -> Month | None:
        return Month.of(self.until) if self.until else None

    @property
    def questions(self) -> list[ComparedInvestment]:
        """Where the two differ, the largest difference first; then where one says nothing."""
        return sorted((row for row in self.rows if row.is_question), key=_place)


def _place(row: ComparedInvestment) -> tuple[bool, int]:
    """Return where a question stands: those with a difference first, the largest amounts before."""
    apart = row.difference_yuan
    return apart is None, -abs(apart or row.office_yuan or row.statistics_yuan or 0)


def investment_comparison(user: User, year: int) -> InvestmentComparison:
    """Return both counts of the projects that `user` may see. Neither is changed by the other."""
    visible = Project.objects.visible_to(user)
    counted = StatisticsMonth.objects.filter(month__year=year, is_current=True, project__in=visible)
    until = counted.aggregate(until=Max("month"))["until"]
    month = Month.of(until) if until else Month(year, 12)
    office, had = completed_by(month), organisations_on(month.last_day)
    bureau = dict(counted.values_list("project").annotate(Sum("completed_yuan")))
    entered = dict(
        StatisticsStanding.objects.filter(project__in=visible).values_list("project", "entered_on")
    )
    listed = ProjectYear.objects.filter(year=year, project__in=visible)
    members = listed.order_by("project__pinyin", "project__name")
    rows = [
        ComparedInvestment(
            project_id=pk,
            name=name,
            organisation=had.get(pk, responsible or owner or ""),
            entered_on=entered.get(pk),
            office_yuan=office.get(pk),
            statistics_yuan=bureau.get(pk),
        )
        for pk, name, responsible, owner in members.values_list(
            "project", "project__name", "project__responsible__name", "project__owner__name"
        )
    ]
    return InvestmentComparison(until, tuple(rows))
