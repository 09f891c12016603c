"""Makers for tests of figures: projects on lists, with accepted months."""

from datetime import UTC, date, datetime
from typing import Any

from bihuan.accounts.tests.factories import make_user
from bihuan.figures.questions import Question
from bihuan.kit.months import Month
from bihuan.plans.models import AnnualList, Entry, Plan, PlanMonth
from bihuan.progress import actions
from bihuan.progress.models import Report, Round
from bihuan.progress.tests.factories import WAN, make_listed, report_march
from bihuan.projects.models import Project

IN_MARCH = datetime(2024, 3, 22, 2, tzinfo=UTC)
BY_MARCH = Question(2024, 3)


def accept_month(project: Project, yuan: int, *, month: Month | None = None) -> Report:
    """Hand in, review and accept one month, as the office does."""
    month = month or Month(2024, 3)
    at = datetime(month.year, month.number, 26, 2, tzinfo=UTC)
    reporter, office = make_user(), make_user()
    if not Round.objects.filter(month=month.first_day).exists():
        actions.open_round(month=month, by=office, at=at)
    report = report_march(project, by=reporter, at=at, completed_yuan=yuan, month=month)
    return actions.accept(report=report, edition=report.edition, by=office, at=at)


def open_rounds(*numbers: int) -> None:
    """Let the months of 2024 have been run here."""
    office = make_user()
    for number in numbers:
        at = datetime(2024, number, 26, 2, tzinfo=UTC)
        actions.open_round(month=Month(2024, number), by=office, at=at)


def put_on_list(project: Project, tier: str, planned_yuan: int, **columns: Any) -> Entry:
    """Let a project stand on another list of 2024 too, with a plan of its own."""
    annual_list, _new = AnnualList.objects.get_or_create(year=2024, tier=tier)
    entry = Entry.objects.create(
        **{"annual_list": annual_list, "project": project, "added_on": date(2024, 1, 1), **columns}
    )
    plan = Plan.objects.create(
        entry=entry, version=1, planned_yuan=planned_yuan, curve="linear", recorded_at=IN_MARCH
    )
    PlanMonth.objects.bulk_create(
        PlanMonth(plan=plan, month=date(2024, m, 1), cumulative_yuan=planned_yuan * m // 12)
        for m in range(1, 13)
    )
    return entry


__all__ = ["BY_MARCH", "WAN", "accept_month", "make_listed", "open_rounds", "put_on_list"]
