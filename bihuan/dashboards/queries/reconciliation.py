"""A month of both counts of investment, project by project: differences are questions."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import Sum

from bihuan.accounts.models import User
from bihuan.kit.months import Month
from bihuan.matters.kinds import Source
from bihuan.matters.models import Matter
from bihuan.plans.models import ProjectYear
from bihuan.project_months.reading import counted, read_year
from bihuan.projects.models import Project
from bihuan.projects.parties import organisations_on
from bihuan.projects.rates import rounding, share
from bihuan.statistics.models import StatisticsMonth, StatisticsStanding


@dataclass(frozen=True)
class ReconciledMonth:
    """One project in one month: the office's completed investment and what the bureau counted, of
    the month and from January; None where nobody told. `matter` is the question asked of it.
    """

    project_id: int
    name: str
    organisation: str
    entered_on: date | None
    office_yuan: int | None
    bureau_yuan: int | None
    office_to_date_yuan: int
    bureau_to_date_yuan: int
    ratio: Decimal | None
    month: Month
    matter: Matter | None = None

    @property
    def difference_yuan(self) -> int:
        """The office's count of the month less the bureau's; who told nothing told of none."""
        return (self.office_yuan or 0) - (self.bureau_yuan or 0)

    @property
    def has_entered(self) -> bool:
        """True if it stood in the statistics by the end of the month."""
        return self.entered_on is not None and self.entered_on <= self.month.last_day

    @property
    def is_question(self) -> bool:
        return self.difference_yuan != 0

    @property
    def is_asked(self) -> bool:
        """True while the question that was asked of it is open."""
        return self.matter is not None and self.matter.is_open

    @property
    def reference(self) -> str:
        return reference(self.project_id, self.month)


@dataclass(frozen=True)
class Reconciliation:
    """The projects of a month with both counts, the largest difference first."""

    month: Month
    rows: tuple[ReconciledMonth, ...] = field(default_factory=tuple)

    @property
    def questions(self) -> list[ReconciledMonth]:
        found = [row for row in self.rows if row.is_question]
        return sorted(found, key=lambda row: (-abs(row.difference_yuan), row.project_id))

    @property
    def entered(self) -> int:
        return sum(row.has_entered for row in self.rows)

    @property
    def office_yuan(self) -> int:
        return sum(row.office_yuan or 0 for row in self.rows)

    @property
    def bureau_yuan(self) -> int:
        return sum(row.bureau_yuan or 0 for row in self.rows)


def reference(project_id: int, month: Month) -> str:
    """Return what names the question of a project's month, the same each time."""
    return f"{project_id} {month}"


def reconciled(
    user: User | None, month: Month, only: Collection[int] | None = None
) -> Reconciliation:
    """Return both counts of a month of the projects that `user` may see (None: of all), and the
    questions asked. Neither count is changed by the other.
    """
    visible = Project.objects.visible_to(user) if user else Project.objects.all()
    visible = visible if only is None else visible.filter(pk__in=only)
    office = read_year(month.year).reports
    bureau = StatisticsMonth.objects.filter(is_current=True, project__in=visible)
    of_month = dict(bureau.filter(month=month.first_day).values_list("project", "completed_yuan"))
    so_far = bureau.filter(month__year=month.year, month__lte=month.first_day)
    to_date = dict(so_far.values_list("project").annotate(Sum("completed_yuan")))
    standings = StatisticsStanding.objects.filter(project__in=visible)
    entered, had = (
        dict(standings.values_list("project", "entered_on")),
        organisations_on(month.last_day),
    )
    asked, mode = _asked(user, month), rounding()
    members = ProjectYear.objects.filter(year=month.year, project__in=visible)
    rows = []
    for pk, name, responsible, owner in members.order_by(
        "project__pinyin", "project__name"
    ).values_list("project", "project__name", "project__responsible__name", "project__owner__name"):
        months = office.get(pk, {})
        said = months.get(month.number)
        told = counted(said) if said else None
        theirs = of_month.get(pk)
        rows.append(
            ReconciledMonth(
                project_id=pk,
                name=name,
                organisation=had.get(pk, responsible or owner or ""),
                entered_on=entered.get(pk),
                office_yuan=told,
                bureau_yuan=theirs,
                office_to_date_yuan=sum(
                    counted(each) for number, each in months.items() if number <= month.number
                ),
                bureau_to_date_yuan=to_date.get(pk, 0),
                ratio=share(theirs or 0, told, digits=1, rounding=mode) if told else None,
                month=month,
                matter=asked.get(reference(pk, month)),
            )
        )
    return Reconciliation(month, tuple(rows))


def _asked(user: User | None, month: Month) -> dict[str, Matter]:
    """Return the newest question of each project's month that `user` sees."""
    seen = Matter.objects.visible_to(user) if user else Matter.objects.all()
    of_month = seen.filter(source=Source.STATISTICS, source_ref__endswith=f" {month}")
    return {each.source_ref: each for each in of_month.order_by("pk")}
