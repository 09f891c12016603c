"""Matters whose next move is the person's: to assign, sign, answer, verify, close, decide."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from bihuan.accounts.models import User
from bihuan.kit.words import gettext
from bihuan.kit.workdays import add_workdays
from bihuan.matters.kinds import MatterState
from bihuan.matters.models import Matter
from bihuan.matters.policies import MatterPolicy
from bihuan.matters.presets import district_policy
from bihuan.todo.kinds import TaskKind
from bihuan.todo.rules import Task

MOST = 200


def of_matters(user: User, today: date) -> Iterator[Task]:
    """The matters that wait for `user`, the longest waiting first; what is beyond `MOST` is one
    task that leads to the list (WORK-6).
    """
    loop = district_policy(today)
    waiting = Matter.objects.visible_to(user).waiting_for(user)
    rows = list(waiting.select_related("project").order_by("state_since", "pk")[: MOST + 1])
    yield from (_task(matter, user, loop) for matter in rows[:MOST])
    if len(rows) > MOST:
        more = waiting.count() - MOST
        yield Task(
            kind=TaskKind.MORE,
            what=gettext("%s more matters wait") % more,
            number=more,
            link=reverse("matters:matters") + "?scope=mine",
        )


def _task(matter: Matter, user: User, loop: MatterPolicy) -> Task:
    kind, due_on = _asked(matter, user, loop)
    return Task(
        kind=kind,
        what=matter.title,
        link=reverse("matters:matter", args=[matter.pk]),
        project=matter.project.name if matter.project else "",
        project_id=matter.project_id,
        due_on=due_on,
        worth_yuan=matter.held_yuan or None,
    )


def _asked(matter: Matter, user: User, loop: MatterPolicy) -> tuple[TaskKind, date]:
    """What the matter asks of `user`, and by which day: the limits of the loop, which remind by
    the same days (CLIMB-3).
    """
    since = matter.state_since
    waits = {
        MatterState.RAISED: (TaskKind.ASSIGN, loop.assign_within),
        MatterState.ANSWERED: (TaskKind.VERIFY, loop.verify_within),
        MatterState.VERIFIED: (TaskKind.CLOSE, loop.verify_within),
    }
    if matter.state in waits:
        kind, within = waits[MatterState(matter.state)]
        return kind, add_workdays(since, within)
    if matter.lead_id != user.organisation_id:
        return TaskKind.DECIDE, matter.due_on
    if matter.state == MatterState.ASSIGNED:
        return TaskKind.SIGN, add_workdays(since, loop.sign_within)
    heard = max(since, matter.heard_on or since)
    word_by = add_workdays(heard, loop.feed_back_within)
    if word_by < matter.due_on:
        return TaskKind.FEED_BACK, word_by
    return TaskKind.ANSWER, matter.due_on
