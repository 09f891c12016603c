"""All that waits for one person, or for a group."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, F, QuerySet
from django.utils.translation import get_language

from bihuan.accounts.models import Organisation, User
from bihuan.accounts.roles import Role
from bihuan.audit.cached import cached_on

from .kinds import NoticeState
from .models import Channel, Notice
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


def own_channels(user: User) -> QuerySet[Channel]:
    """Return the ways by which notices come to one person."""
    return Channel.objects.of(user).order_by("-is_active", "pk")


def all_channels() -> QuerySet[Channel]:
    """Return every channel: groups first, those in use before the others."""
    rows = Channel.objects.select_related("owner", "organisation")
    return rows.order_by(F("owner").asc(nulls_first=True), "-is_active", "pk")


def newest_to(user: User) -> QuerySet[Notice]:
    """Return what was sent to one person, newest first."""
    return Notice.objects.filter(recipient=user).select_related("channel").order_by("-pk")


def delivery_log(state: str = "") -> QuerySet[Notice]:
    """Return every notice, newest first, or those in one state."""
    rows = Notice.objects.select_related("channel__organisation", "recipient").order_by("-pk")
    return rows.filter(state=state) if state in NoticeState.values else rows


def counts_by_state() -> dict[str, int]:
    """Return how many notices stand in each state."""
    rows = Notice.objects.order_by().values_list("state").annotate(number=Count("pk"))
    return dict(rows)


@cached_on(*DEPENDS_ON)
def _work_of(user: User, today: date, _language: str | None) -> Work:
    if not user.is_active:
        return arrange((), today)
    return arrange((task for source in SOURCES for task in source(user, today)), today)
