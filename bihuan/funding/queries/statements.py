"""What the monthly report says of funds in place, beside what the ladder says: two statements."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from bihuan.accounts.models import User
from bihuan.funding.kinds import Programme
from bihuan.funding.models import FundingEntry, FundingLine
from bihuan.kit.months import Month
from bihuan.matters.kinds import Source
from bihuan.matters.models import Matter
from bihuan.progress.kinds import COUNTED, FundSource
from bihuan.progress.models import FundsInPlace, Report
from bihuan.projects.models import Project

SOURCE_OF: Mapping[str, str] = {
    Programme.CENTRAL_BUDGET: FundSource.CENTRAL_BUDGET,
    Programme.SPECIAL_BOND: FundSource.SPECIAL_BOND,
    Programme.TREASURY_BOND: FundSource.TREASURY_BOND,
    Programme.ADDITIONAL_BOND: FundSource.TREASURY_BOND,
    Programme.PROVINCIAL: FundSource.FISCAL,
    Programme.MUNICIPAL: FundSource.FISCAL,
    Programme.POLICY_LOAN: FundSource.BANK_LOAN,
    Programme.OWN: FundSource.OWN,
    Programme.PRIVATE: FundSource.OTHER,
}
"""As which source a monthly report names the money of each programme."""


@dataclass(frozen=True)
class TwoStatements:
    """Funds in place of one project in one year, to the end of a month, of the sources of which the
    ladder is kept: by an accepted report that names any, and by the ladder. A difference is a
    question, never corrected.
    """

    month: date
    reported_yuan: int
    ladder_yuan: int

    @property
    def difference_yuan(self) -> int:
        return self.reported_yuan - self.ladder_yuan


@dataclass(frozen=True)
class StatementRow(TwoStatements):
    """Both statements of one report, with the newest matter in which it was asked about."""

    project: Project
    report_pk: int
    matter: Matter | None = None

    @property
    def is_asked(self) -> bool:
        return self.matter is not None and self.matter.is_open


def two_statements(project_pk: int, year: int) -> TwoStatements | None:
    """Return both of the newest report; None while no accepted report of the year names funds."""
    found = _rows(_reports(year).filter(project=project_pk), year)
    return found[-1] if found else None


def statement_rows(user: User, year: int) -> list[StatementRow]:
    """Return both statements of each project and month that `user` may see, the newest month first
    and the largest difference first within it. Four queries.
    """
    seen = Project.objects.visible_to(user)
    rows = _rows(_reports(year).filter(project__in=seen.values("pk")), year, user)
    return sorted(rows, key=lambda row: (-row.month.toordinal(), -abs(row.difference_yuan)))


def statement_of(report_pk: int) -> StatementRow | None:
    """Return both statements of one report; None if it does not count or names no funds."""
    report = Report.objects.filter(pk=report_pk).first()
    if report is None:
        return None
    year = report.month.year
    return next(iter(_rows(_reports(year).filter(pk=report_pk), year)), None)


def statement_reference(report_pk: int) -> str:
    """Return what names the statements of a report as the source of a matter."""
    return f"statement {report_pk}"


def _reports(year: int) -> QuerySet[Report]:
    return Report.objects.filter(month__year=year, is_current=True, state__in=COUNTED)


def _rows(reports: QuerySet[Report], year: int, user: User | None = None) -> list[StatementRow]:
    sources = _sources_of_ladders()
    told = list(
        reports.filter(project__in=sources.keys())
        .select_related("project__owner", "project__responsible")
        .order_by("month")
    )
    stated = _stated([report.pk for report in told], {r.pk: sources[r.project_id] for r in told})
    arrived = _arrived({report.project_id for report in told}, year)
    matters = _matters(user, [statement_reference(report.pk) for report in told]) if user else {}
    return [
        StatementRow(
            report.month,
            stated[report.pk],
            _until(arrived[report.project_id], Month.of(report.month).last_day),
            report.project,
            report.pk,
            matters.get(statement_reference(report.pk)),
        )
        for report in told
        if report.pk in stated
    ]


def _sources_of_ladders() -> dict[int, set[str]]:
    """Return the sources of which the ladder is kept, by project: those that its lines are of."""
    found: defaultdict[int, set[str]] = defaultdict(set)
    lines = FundingLine.objects.values_list("project_id", "programme").distinct().order_by()
    for project, programme in lines:
        found[project].add(SOURCE_OF[programme])
    return dict(found)


def _stated(reports: list[int], sources: Mapping[int, set[str]]) -> dict[int, int]:
    """Return what each report names of the sources of which the ladder is kept."""
    found: dict[int, int] = {}
    rows = FundsInPlace.objects.filter(report__in=reports)
    for report, source, yuan in rows.values_list("report_id", "source", "amount_yuan"):
        if source in sources[report]:
            found[report] = found.get(report, 0) + yuan
    return found


def _arrived(projects: set[int], year: int) -> defaultdict[int, list[tuple[date, int]]]:
    """Return the money that came in a year, by project, as its sum to each day."""
    entries = FundingEntry.objects.filter(
        line__project__in=projects, is_current=True, stage="in_place", on__year=year
    )
    found: defaultdict[int, list[tuple[date, int]]] = defaultdict(list)
    told = entries.order_by("on", "pk").values_list("line__project_id", "on", "amount_yuan")
    for project, on, yuan in told:
        before = found[project][-1][1] if found[project] else 0
        found[project].append((on, before + (yuan or 0)))
    return found


def _until(sums: list[tuple[date, int]], day: date) -> int:
    place = bisect_right([on for on, _yuan in sums], day)
    return sums[place - 1][1] if place else 0


def _matters(user: User, references: list[str]) -> dict[str, Matter]:
    matters = Matter.objects.visible_to(user).filter(
        source=Source.FUNDING, source_ref__in=references
    )
    return {each.source_ref: each for each in matters.order_by("pk")}
