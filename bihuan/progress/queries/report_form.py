"""All that the reporter's form shows for one project and month."""

from __future__ import annotations

from dataclasses import dataclass

from bihuan.kit.months import Month
from bihuan.progress.kinds import ReportState
from bihuan.progress.models import Report, Round
from bihuan.progress.validation import Filling, Known, ReportProblem, carried, odd
from bihuan.projects.models import Project
from bihuan.projects.rates import rounding

from .before import known_before
from .comparison import ReportComparison


@dataclass(frozen=True)
class ReportFormState:
    """One project's month: what was saved (or is carried over), beside what is known."""

    project: Project
    month: Month
    round: Round | None
    report: Report | None
    previous: Report | None
    known: Known
    filling: Filling

    @property
    def state(self) -> ReportState | None:
        return ReportState(self.report.state) if self.report else None

    @property
    def edition(self) -> int:
        return self.report.edition if self.report else 0

    @property
    def compare(self) -> ReportComparison:
        """What the form holds beside what is known."""
        return ReportComparison(self.known, self.filling.completed_yuan, rounding())

    @property
    def odd(self) -> list[ReportProblem]:
        """What to look at again in what was saved."""
        return odd(self.filling, self.known) if self.report else []


def report_form(project: Project, month: Month) -> ReportFormState:
    """Return the form's contents: the saved report, else last month's progress, words and funds."""
    report, previous = _report_and_previous(project, month)
    known = known_before(project, month)
    return ReportFormState(
        project=project,
        month=month,
        round=Round.objects.filter(month=month.first_day).first(),
        report=report,
        previous=previous,
        known=known,
        filling=of_report(report) if report else carried(known),
    )


def _report_and_previous(project: Project, month: Month) -> tuple[Report | None, Report | None]:
    """Return the month's report and the newest one before it."""
    rows = list(
        Report.objects.current()
        .filter(project=project, month__lte=month.first_day)
        .order_by("-month")
        .select_related("submitted_by", "saved_by")
        .prefetch_related("funds", "photos")[:2]
    )
    if rows and rows[0].month == month.first_day:
        return rows[0], rows[1] if len(rows) > 1 else None
    return None, rows[0] if rows else None


def of_report(report: Report) -> Filling:
    """Return what a stored report says."""
    return Filling(
        completed_yuan=report.completed_yuan,
        physical_percent=report.physical_percent,
        physical_text=report.physical_text,
        problems=report.problems,
        next_month_text=report.next_month_text,
        funds={fund.source: fund.amount_yuan for fund in report.funds.all()},
    )
