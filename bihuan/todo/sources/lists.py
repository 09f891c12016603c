"""Lists worked through on one page: papers, commanders to appoint, hard bones, lost notices."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.urls import reverse

from bihuan.accounts.models import User
from bihuan.accounts.permissions import may
from bihuan.accounts.roles import Can
from bihuan.command.queries import month_of_list, proposals, without_commander
from bihuan.kit.words import gettext
from bihuan.notices.queries import given_up_since
from bihuan.papers.queries import papers_due
from bihuan.plans.queries import running_year
from bihuan.projects.models import Project
from bihuan.todo.kinds import TaskKind
from bihuan.todo.rules import Task

A_WEEK = timedelta(days=7)


def of_lists(user: User, today: date) -> Iterator[Task]:
    """One task for each list on which anything waits for `user`; no day is set (WORK-9)."""
    if may(user, Can.PAPER_ISSUE):
        yield from _list(TaskKind.ISSUE, papers_due(user, today).count(), "papers:due")
    if may(user, Can.PROJECT_EDIT):
        free = without_commander(user, running_year(today)).count()
        yield from _list(TaskKind.APPOINT, free, "command:appointing")
    if may(user, Can.HARD_BONE_MANAGE):
        found = len(proposals(user, month_of_list(today), today))
        yield from _list(TaskKind.BONES, found, "command:bones")
    if may(user, Can.FACTOR_MANAGE):
        bare = Project.objects.live().filter(years__year=running_year(today), needs=None)
        yield from _list(TaskKind.NEEDS, bare.distinct().count(), "factors:board")
    if may(user, Can.NOTICE_MANAGE):
        lost = given_up_since(today - A_WEEK)
        yield from _list(TaskKind.NOTICES, lost.count(), "notices:log")


def _list(kind: TaskKind, number: int, page: str) -> Iterator[Task]:
    said = {
        TaskKind.ISSUE: gettext("Papers on %s escalated matters wait to be issued"),
        TaskKind.APPOINT: gettext("%s projects have no commander"),
        TaskKind.NOTICES: gettext("%s notices of the last week did not go out"),
        TaskKind.NEEDS: gettext("%s projects have no list of what they need"),
        TaskKind.BONES: gettext("%s proposals for the hard-bone list wait"),
    }
    if number:
        yield Task(kind=kind, what=said[kind] % number, link=reverse(page), number=number)
