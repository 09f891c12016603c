"""What projects need: owed by a department, to be asked for, to be supplied, to be handed over."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.urls import reverse

from bihuan.accounts.models import User
from bihuan.accounts.permissions import may
from bihuan.accounts.roles import Can, Role
from bihuan.factors.kinds import WITH_DEPARTMENT, NeedState
from bihuan.factors.models import Need
from bihuan.factors.presets import catalogue
from bihuan.factors.queries import named
from bihuan.kit.months import Month
from bihuan.kit.words import gettext
from bihuan.matters.impact import NOTHING, impacts
from bihuan.notices.presets import office_times
from bihuan.todo.kinds import TaskKind
from bihuan.todo.rules import Task

from .people import FILLERS, left_to_others

TO_ASK = (NeedState.NOT_STARTED, NeedState.REFUSED)
TO_SUPPLY = (NeedState.SUPPLEMENT, NeedState.PROMISED)


def of_factors(user: User, today: date) -> Iterator[Task]:
    """The needs whose next step is of `user`, those needed first on top (WORK-10)."""
    rows = list(_waiting(user, today))
    held = impacts({need.project_id for need in rows}, Month.of(today)) if rows else {}
    listed = catalogue(today)
    for need in rows:
        kind, due_on = _asked(need)
        yield Task(
            kind=kind,
            what=_said(kind) % named(listed.element(need.element), need.element),
            link=reverse("factors:need", args=[need.pk]),
            project=need.project.name,
            project_id=need.project_id,
            due_on=due_on,
            worth_yuan=held.get(need.project_id, NOTHING).held_yuan or None,
        )
    yield from _renewals(user, today)


def _waiting(user: User, today: date) -> QuerySet[Need]:
    waits = Q(pk__in=[])
    if user.role == Role.OFFICE:
        waits |= Q(state=NeedState.ASKED, department=None)
    if may(user, Can.FACTOR_DECIDE) and user.role == Role.DEPARTMENT:
        waits |= Q(state__in=WITH_DEPARTMENT, department=user.organisation_id)
    if may(user, Can.FACTOR_ASK) and user.role in FILLERS:
        soon = today + timedelta(days=office_times().ask_ahead_days)
        own = Q(state__in=TO_SUPPLY) | Q(state__in=TO_ASK, needed_by__lte=soon)
        waits |= own & _near(user)
    seen = Need.objects.visible_to(user).filter(waits)
    return seen.select_related("project").order_by("needed_by", "pk")


def _renewals(user: User, today: date) -> Iterator[Task]:
    """Approvals that expire before the work has started, from the day that is told (WORK-15)."""
    if not may(user, Can.FACTOR_ASK) or user.role not in FILLERS:
        return
    elements = {each.code: each for each in catalogue(today).elements}
    ahead = max((each.warn_days for each in elements.values()), default=0)
    rows = Need.objects.visible_to(user).filter(
        _near(user),
        state=NeedState.APPROVED,
        valid_until__lte=today + timedelta(days=ahead),
        project__started_on=None,
    )
    for need in rows.select_related("project").order_by("valid_until", "pk"):
        element = elements.get(need.element)
        told_from = need.valid_until and need.valid_until - timedelta(
            days=element.warn_days if element else ahead
        )
        if told_from and told_from <= today:
            yield Task(
                kind=TaskKind.RENEW,
                what=gettext("Renew before it expires: %s") % named(element, need.element),
                due_on=need.valid_until,
                link=reverse("factors:need", args=[need.pk]),
                project=need.project.name,
                project_id=need.project_id,
            )


def _near(user: User) -> Q:
    """The needs of the projects that are this person's to work on."""
    near = Q(project__owner=user.organisation_id) | Q(project__responsible=user.organisation_id)
    return near & ~Q(project__in=left_to_others(user))


def _asked(need: Need) -> tuple[TaskKind, date | None]:
    """What the need asks for, and by which day: the promised limit before the statutory one."""
    if need.state in TO_ASK:
        return TaskKind.ASK, need.needed_by
    if need.state in TO_SUPPLY:
        return TaskKind.SUPPLY, need.promise_ends_on or need.needed_by
    if need.department_id is None:
        return TaskKind.HAND_OVER, need.needed_by
    return TaskKind.FACTOR, need.promised_due_on or need.statutory_due_on or need.needed_by


def _said(kind: TaskKind) -> str:
    said = {
        TaskKind.ASK: gettext("Ask for: %s"),
        TaskKind.SUPPLY: gettext("Supply papers for: %s"),
        TaskKind.HAND_OVER: gettext("Hand over to a department: %s"),
        TaskKind.FACTOR: gettext("Decide on: %s"),
    }
    return said[kind]
