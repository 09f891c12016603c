"""All that waits for one person, or for a group."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language

from bihuan.accounts.models import Deputyship, Organisation, User
from bihuan.accounts.roles import Role
from bihuan.audit.cached import cached_on

from .rules import Task, Work, arrange
from .sources import SOURCES

DEPENDS_ON = (
    "accounts",
    "projects",
    "plans",
    "progress",
    "statistics",
    "lights",
    "matters",
    "visits",
    "factors",
    "command",
    "dispatch",
    "work",
)
"""Whatever somebody may have to do something about."""


def work_of(user: User, today: date) -> Work:
    """Return what `user` must do as of `today`, with the rights of `user` and nobody else's, in
    the language now spoken.
    """
    return _work_of(user, today, get_language())


def group_work(organisation: Organisation | None, today: date) -> Work:
    """Return what waits for an organisation, or for the office: each thing once, whoever of its
    members does it. Who reads along in a chat group is not known, so only counts of it may be
    told (NOTICE-3).
    """
    members = User.objects.filter(is_active=True)
    if organisation is None:
        members = members.filter(role=Role.OFFICE)
    else:
        roles = (Role.REPORTER, Role.DEPARTMENT)
        members = members.filter(organisation=organisation, role__in=roles)
    found: dict[tuple[str, str], Task] = {}
    for member in members.order_by("pk"):
        for task in work_of(member, today).tasks:
            found.setdefault((task.kind, task.link), task)
    return arrange(found.values(), today)


@dataclass(frozen=True)
class StandIn:
    """What waits for somebody whose deputy the reader is."""

    deputyship: Deputyship
    work: Work


def stands_in_for(user: User, today: date) -> list[StandIn]:
    """Return those for whom `user` stands in today, with what waits for each. One query, and those
    of their work.
    """
    held = Deputyship.objects.of_deputy(user, today)
    found = held.select_related("person__organisation").order_by("since", "pk")
    return [StandIn(each, work_of(each.person, today)) for each in found]


@cached_on(*DEPENDS_ON)
def _work_of(user: User, today: date, _language: str | None) -> Work:
    if not user.is_active:
        return arrange((), today)
    return arrange((task for source in SOURCES for task in source(user, today)), today)
