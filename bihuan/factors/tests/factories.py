"""Makers of needs for tests: through the real actions."""

from datetime import UTC, date, datetime, time
from typing import Any

from bihuan.accounts.models import Organisation, User
from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_organisation, make_user
from bihuan.factors import actions
from bihuan.factors.kinds import NeedVerb
from bihuan.factors.models import Need
from bihuan.progress.tests.factories import make_listed
from bihuan.projects.models import Project

MONDAY = date(2024, 3, 4)


def noon(day: date = MONDAY) -> datetime:
    """The moment of 12:00 in China on `day`."""
    return datetime.combine(day, time(4), tzinfo=UTC)


def make_department(name: str = "区自然资源局") -> Organisation:
    return Organisation.objects.filter(name=name).first() or make_organisation(name=name)


def make_clerk(name: str = "区自然资源局") -> User:
    return make_user(role=Role.DEPARTMENT, organisation=make_department(name))


def list_of(project: Project | None = None, **said: Any) -> list[Need]:
    """The list of a construction project, with its department of land."""
    make_department()
    project = project or make_listed(owner=make_organisation(), **said)
    actions.start_list(project=project, year=2024, by=make_user(), at=noon())
    return list(project.needs.all())


def need_of(element: str = "planning", project: Project | None = None, **said: Any) -> Need:
    return next(need for need in list_of(project, **said) if need.element == element)


def move(need: Need, *verbs: NeedVerb, on: date = MONDAY, by: User | None = None) -> Need:
    """Make moves one after the other, by default the office's."""
    for verb in verbs:
        need = actions.move(need=need, verb=verb, note="说明", by=by or make_user(), at=noon(on))
    return need


def accepted(on: date = MONDAY, **said: Any) -> Need:
    return move(need_of(**said), NeedVerb.ASK, NeedVerb.ACCEPT, on=on)
