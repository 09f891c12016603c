"""Matters whose next move is the person's: to assign, sign, answer, verify, close, decide."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from bihuan.accounts.models import User
from bihuan.kit.words import gettext
from bihuan.matters.kinds import Verb
from bihuan.matters.models import Matter
from bihuan.matters.next_steps import next_step_of
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


STEPS = {
    Verb.ASSIGN: TaskKind.ASSIGN,
    Verb.SIGN: TaskKind.SIGN,
    Verb.FEED_BACK: TaskKind.FEED_BACK,
    Verb.ANSWER: TaskKind.ANSWER,
    Verb.VERIFY: TaskKind.VERIFY,
    Verb.CLOSE: TaskKind.CLOSE,
}
OF_HANDLER = (Verb.SIGN, Verb.FEED_BACK, Verb.ANSWER)


def _asked(matter: Matter, user: User, loop: MatterPolicy) -> tuple[TaskKind, date]:
    """What the matter asks of `user`, and by which day: its next step, as its page says; of whoever
    decides on more time, by its deadline.
    """
    step = next_step_of(matter, loop)
    if step is None or (step.verb in OF_HANDLER and matter.lead_id != user.organisation_id):
        return TaskKind.DECIDE, matter.due_on
    return STEPS[step.verb], step.due_on
