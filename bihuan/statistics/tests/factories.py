"""Makers for tests of the statistics bureau's figures."""

from datetime import UTC, date, datetime

from bihuan.accounts.models import User
from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_user
from bihuan.kit.months import Month
from bihuan.plans.models import ProjectYear
from bihuan.projects.models import Project
from bihuan.projects.rules import name_key
from bihuan.statistics import actions

MARCH = Month(2024, 3)
NOW = datetime(2024, 4, 10, 2, tzinfo=UTC)


def make_bureau() -> User:
    return make_user(role=Role.STATISTICS)


def make_project(name: str = "路", **columns: object) -> Project:
    project = Project.objects.create(**{"name": name, "name_key": name_key(name), **columns})
    ProjectYear.objects.create(project=project, year=2024, project_class="construction")
    return project


def make_counted(name: str = "路", *, by: User | None = None) -> Project:
    """A project that entered the statistics in January 2024."""
    project = make_project(name)
    actions.enter_standing(
        project=project,
        entered_on=date(2024, 1, 20),
        started_on=date(2024, 1, 5),
        by=by or make_bureau(),
        at=NOW,
    )
    return project
