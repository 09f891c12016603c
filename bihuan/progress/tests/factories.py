"""Makers for tests of the monthly round: listed projects, open months, reports."""

from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from bihuan.accounts.models import Organisation, User
from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_organisation, make_user
from bihuan.kit.months import Month
from bihuan.plans.models import AnnualList, Entry, Milestone, Plan, PlanMonth, ProjectYear
from bihuan.progress import actions
from bihuan.progress.models import Report, Round
from bihuan.progress.validation import Filling
from bihuan.projects.models import Project

MARCH = Month(2024, 3)
APRIL = Month(2024, 4)
IN_MARCH = datetime(2024, 3, 22, 2, tzinfo=UTC)
AFTER_MARCH = datetime(2024, 3, 29, 2, tzinfo=UTC)
WAN = 10_000
_numbers = count(1)


def make_listed(
    *,
    owner: Organisation | None = None,
    project_class: str = "construction",
    planned_yuan: int = 1_200 * WAN,
    year: int = 2024,
    added_on: date | None = None,
    **columns: Any,
) -> Project:
    """A project on the district's list of the year, its plan spread evenly over the months."""
    number = next(_numbers)
    project = Project.objects.create(
        **{"name": f"项目{number}", "name_key": f"项目{number}", "owner": owner, **columns}
    )
    ProjectYear.objects.create(project=project, year=year, project_class=project_class)
    annual_list, _new = AnnualList.objects.get_or_create(year=year, tier="district")
    entry = Entry.objects.create(
        annual_list=annual_list, project=project, added_on=added_on or date(year, 1, 1)
    )
    plan = Plan.objects.create(
        entry=entry, version=1, planned_yuan=planned_yuan, curve="linear", recorded_at=IN_MARCH
    )
    PlanMonth.objects.bulk_create(
        PlanMonth(plan=plan, month=date(year, m, 1), cumulative_yuan=planned_yuan * m // 12)
        for m in range(1, 13)
    )
    return project


def make_milestone(project: Project, *, order: int = 0, key: str = "") -> Milestone:
    year = ProjectYear.objects.get(project=project)
    return Milestone.objects.create(
        project_year=year, key=key or f"step{order}", name=f"节点{order}", order=order
    )


def make_reporter(organisation: Organisation | None = None) -> User:
    return make_user(role=Role.REPORTER, organisation=organisation or make_organisation())


def open_march(*, at: datetime = IN_MARCH) -> Round:
    return actions.open_round(month=MARCH, by=make_user(), at=at)


def report_march(
    project: Project,
    *,
    by: User,
    at: datetime = IN_MARCH,
    completed_yuan: int = 100 * WAN,
    month: Month = MARCH,
    **said: Any,
) -> Report:
    """Hand in a month, opened for the purpose if it was not."""
    if not Round.objects.filter(month=month.first_day).exists():
        actions.open_round(month=month, by=make_user(), at=at)
    return actions.hand_in(
        project=project,
        month=month,
        filling=Filling(completed_yuan=completed_yuan, **said),
        edition=0,
        by=by,
        at=at,
    )
