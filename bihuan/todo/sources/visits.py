"""Site visits: those planned for the leader this month, and versions to be settled."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from bihuan.accounts.models import User
from bihuan.accounts.permissions import may
from bihuan.accounts.roles import Can
from bihuan.kit.days import local_day, long_day
from bihuan.kit.months import Month
from bihuan.kit.words import gettext
from bihuan.projects.models import Project
from bihuan.todo.kinds import TaskKind
from bihuan.todo.rules import Task
from bihuan.visits.kinds import VisitState
from bihuan.visits.models import PlannedVisit, Visit, VisitPlan


def of_visits(user: User, today: date) -> Iterator[Task]:
    """The visits that the confirmed plan of this month gives `user`, due by its last day, and the
    visits of which two versions came in, for who plans them (WORK-3); that plan itself, until it is
    confirmed, and photos that were announced and did not come (WORK-11).
    """
    if may(user, Can.VISIT_RECORD):
        yield from _planned(user, Month.of(today))
        yield from _unsent(user, today)
    if may(user, Can.VISIT_PLAN):
        yield from _to_plan(Month.of(today))
        doubles = Visit.objects.visible_to(user).filter(state=VisitState.DOUBLE)
        for visit in doubles.select_related("project").order_by("pk"):
            yield Task(
                kind=TaskKind.SETTLE,
                what=gettext("Two versions of a visit: settle which counts"),
                link=reverse("visits:visit", args=[visit.pk]),
                project=visit.project.name,
                project_id=visit.project_id,
            )


def _planned(user: User, month: Month) -> Iterator[Task]:
    rows = PlannedVisit.objects.filter(
        plan__month=month.first_day,
        plan__confirmed_at__isnull=False,
        leader__user=user,
        done=None,
        dropped_reason="",
    )
    for planned in rows.select_related("project").order_by("-points", "pk"):
        yield Task(
            kind=TaskKind.VISIT,
            what=gettext("Visit the site in %s") % month.in_words,
            link=reverse("visits:record") + f"?project={planned.project_id}",
            project=planned.project.name,
            project_id=planned.project_id,
            due_on=month.last_day,
        )


def _to_plan(month: Month) -> Iterator[Task]:
    confirmed = VisitPlan.objects.filter(month=month.first_day, confirmed_at__isnull=False)
    commanded = Project.objects.live().filter(commander__isnull=False, finished_on=None)
    if commanded.exists() and not confirmed.exists():
        yield Task(
            kind=TaskKind.PLAN,
            what=gettext("The plan of visits of %s is not confirmed") % month.in_words,
            link=reverse("visits:plan", args=[month]),
        )


def _unsent(user: User, today: date) -> Iterator[Task]:
    rows = Visit.objects.filter(visited_by=user, state=VisitState.RECEIVING)
    for visit in rows.select_related("project").order_by("pk"):
        if local_day(visit.received_at) < today:
            yield Task(
                kind=TaskKind.SEND,
                link=reverse("visits:go"),
                project=visit.project.name,
                project_id=visit.project_id,
                what=gettext("Photos of your visit of %s are still on your device")
                % long_day(visit.visited_on),
            )
