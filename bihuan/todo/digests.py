"""What a digest says: all that waits for its recipient, or how much waits for a group."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import chain

from django.urls import reverse

from bihuan.accounts.models import User
from bihuan.accounts.permissions import may
from bihuan.accounts.roles import Can
from bihuan.audit.heads import newest_head
from bihuan.kit.days import long_day
from bihuan.kit.words import gettext
from bihuan.notices.letters import Letter, LetterLine, full_address
from bihuan.notices.models import Channel
from bihuan.notices.presets import office_times

from .queries import StandIn, group_work, stands_in_for, work_of
from .rules import Task, Work


def write_digest(channel: Channel, today: date) -> Letter | None:
    """Return what the channel is told today; None if nothing waits. A person reads each task, a
    group how much of each kind (NOTICE-3).
    """
    others: list[StandIn] = []
    if channel.owner is None:
        work = group_work(channel.organisation, today)
        lines = _counts(work)
    else:
        work = work_of(channel.owner, today)
        others = stands_in_for(channel.owner, today)
        lines = chain(_rows(work), _for_others(others), _head_for(channel.owner))
    number = work.number + sum(each.work.number for each in others)
    if not number:
        return None
    overdue = work.overdue + sum(each.work.overdue for each in others)
    told = {"number": number, "overdue": overdue}
    subject = gettext("To do: %(number)s, of which %(overdue)s overdue") % told
    return Letter(
        subject=subject,
        opening=gettext("As of %s:") % long_day(today),
        lines=tuple(lines),
        closing=gettext("All of it stands under “My work”."),
        link=full_address(reverse("todo:mine")),
    )


def _head_for(owner: User) -> Iterable[LetterLine]:
    """For those who may read the record: where it stands, so that a mailbox keeps it too."""
    head = newest_head()
    if head is not None and may(owner, Can.SEE_AUDIT):
        yield LetterLine(gettext("Head of the record, to check by: %s") % head.printed)


def _for_others(others: Iterable[StandIn]) -> Iterable[LetterLine]:
    """For a deputy: how much waits for each person he or she stands in for."""
    sentence = gettext("For %(person)s until %(until)s: %(number)s")
    for each in others:
        held = each.deputyship
        told = {"person": held.person, "until": held.until, "number": each.work.number}
        yield LetterLine(sentence % told)


def _rows(work: Work) -> Iterable[LetterLine]:
    most = office_times().most_rows
    yield from (LetterLine(_said(task), full_address(task.link)) for task in work.tasks[:most])
    left = sum(task.number for task in work.tasks[most:])
    if left:
        yield LetterLine(gettext("and %s more") % left)


def _counts(work: Work) -> Iterable[LetterLine]:
    """For a group: how much of each kind, and nothing that names a project."""
    return (LetterLine(f"{kind.label} × {number}") for kind, number in work.by_kind())


def _said(task: Task) -> str:
    parts = [task.what, task.project]
    if task.is_overdue:
        parts.append(gettext("days overdue: %s") % task.overdue_days)
    elif task.due_on:
        parts.append(gettext("due %s") % long_day(task.due_on))
    return " · ".join(part for part in parts if part)
