"""Hard bones: each waits for the leader who solves it, by the day that was set."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Q
from django.urls import reverse

from bihuan.accounts.models import User
from bihuan.command.models import HardBone
from bihuan.kit.months import Month
from bihuan.kit.words import gettext
from bihuan.matters.impact import NOTHING, impacts
from bihuan.todo.kinds import TaskKind
from bihuan.todo.rules import Task


def of_hard_bones(user: User, today: date) -> Iterator[Task]:
    """The hard bones that `user` solves: named for it, or as the project's commander (WORK-12)."""
    own = Q(leader__user=user) | Q(leader=None, project__commander__user=user)
    bones = list(HardBone.objects.on_the_list().filter(own).select_related("project"))
    held = impacts({bone.project_id for bone in bones}, Month.of(today)) if bones else {}
    for bone in bones:
        yield Task(
            kind=TaskKind.BONE,
            what=gettext("Solve the hard bone, and note how it goes"),
            link=reverse("command:bone", args=[bone.pk]),
            project=bone.project.name,
            project_id=bone.project_id,
            due_on=bone.target_on,
            worth_yuan=held.get(bone.project_id, NOTHING).held_yuan or None,
        )
