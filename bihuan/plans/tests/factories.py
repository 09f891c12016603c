"""Makers of lists, entries and plans for tests: through the real actions."""

from datetime import datetime
from typing import Any

from bihuan.accounts.models import User
from bihuan.accounts.tests.factories import make_user
from bihuan.plans import actions
from bihuan.plans.curves import CurveShape, Terms
from bihuan.plans.models import AnnualList, Entry
from bihuan.projects.kinds import ProjectClass, Tier
from bihuan.projects.models import Project
from bihuan.projects.tests.factories import NOW, make_project

WAN = 10_000


def make_list(*, year: int = 2024, tier: str = Tier.DISTRICT, by: User | None = None) -> AnnualList:
    """The list of that year and tier, made if it was not."""
    stands = AnnualList.objects.filter(year=year, tier=tier).first()
    return stands or actions.make_list(year=year, tier=tier, by=by or make_user(), at=NOW)


def make_entry(
    *,
    project: Project | None = None,
    year: int = 2024,
    tier: str = Tier.DISTRICT,
    project_class: str = ProjectClass.CONSTRUCTION,
    planned_yuan: int = 1_200 * WAN,
    curve: str = "linear",
    by: User | None = None,
    at: datetime = NOW,
    **said: Any,
) -> Entry:
    """A project on a list of the year, with its original plan."""
    by = by or make_user()
    terms = Terms(planned_yuan, CurveShape(curve), said.pop("goal", ""))
    return actions.enter(
        annual_list=make_list(year=year, tier=tier, by=by),
        terms=terms,
        project=project or make_project(by=by, at=at),
        project_class=project_class,
        by=by,
        at=at,
        **said,
    )
