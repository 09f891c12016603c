"""Monthly reports: to fill in, to mend, to review, to accept."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from django.db.models import Count, Min, Q, QuerySet
from django.urls import reverse

from bihuan.accounts.models import User
from bihuan.accounts.permissions import may
from bihuan.accounts.queries import counted_as
from bihuan.accounts.roles import Can, Role
from bihuan.kit.days import local_day
from bihuan.kit.months import Month
from bihuan.kit.words import gettext
from bihuan.kit.workdays import add_workdays
from bihuan.notices.chasing import reminded_at
from bihuan.notices.presets import office_times
from bihuan.progress.kinds import ReportStanding, RoundState
from bihuan.progress.models import Report, Round
from bihuan.progress.queries import Board, ReportLine, board, waiting_for_acceptance
from bihuan.todo.kinds import TaskKind
from bihuan.todo.rules import Task

from .people import FILLERS, left_to_others

MOST_ROUNDS = 3
MANY = 6
"""From so many reports of a month on, what is done with each is one task with a number."""


def of_reports(user: User, today: date) -> Iterator[Task]:
    """What `user` must do in the newest rounds that are not locked."""
    if not any(may(user, can) for can in (Can.REPORT_FILL, Can.REPORT_REVIEW, Can.REPORT_ACCEPT)):
        return
    others = left_to_others(user)
    for round in _rounds():
        if user.role in FILLERS:
            month = Month.of(round.month)
            whole, reminded = board(user, month, today=today), reminded_at(month)
            mine = [line for line in whole.to_do if _pk(line) not in others]
            tasks = [
                _to_fill(line, whole, reminded.get(line.member.organisation_id or 0))
                for line in mine
            ]
            alone = user.role == Role.REPORTER  # whose few projects are known by their names
            yield from tasks if alone else _gathered(tasks, month, tab="fill")
        if may(user, Can.REPORT_ACCEPT):
            yield from _to_accept(user, round)
        elif may(user, Can.REPORT_REVIEW):
            yield from _gathered([*_to_review(user, round)], Month.of(round.month), tab="review")


def _rounds() -> QuerySet[Round]:
    return Round.objects.exclude(state=RoundState.LOCKED).order_by("-month")[:MOST_ROUNDS]


def _to_fill(line: ReportLine, whole: Board, reminded_at: datetime | None) -> Task:
    again = line.standing is ReportStanding.RETURNED
    said = (
        gettext("Mend the returned report of %s") if again else gettext("Fill in the report of %s")
    )
    return Task(
        kind=TaskKind.FILL_AGAIN if again else TaskKind.FILL,
        what=said % whole.month.in_words,
        link=reverse("progress:fill", args=[whole.month, _pk(line)]),
        project=line.member.name,
        project_id=_pk(line),
        due_on=whole.closes_on,
        reminded_on=local_day(reminded_at) if reminded_at else None,
    )


def _gathered(tasks: list[Task], month: Month, *, tab: str) -> Iterator[Task]:
    """Yield tasks of a month as they are; of many alike, one that counts them and opens their list
    (WORK-17).
    """
    for kind in dict.fromkeys(each.kind for each in tasks):
        alike = [each for each in tasks if each.kind == kind]
        if len(alike) < MANY:
            yield from alike
            continue
        said = gettext("%(what)s: %(number)s")
        yield Task(
            kind=kind,
            what=said % {"what": alike[0].what, "number": len(alike)},
            link=reverse("progress:round", args=[month]) + f"?tab={tab}",
            due_on=min((each.due_on for each in alike if each.due_on), default=None),
            reminded_on=max((each.reminded_on for each in alike if each.reminded_on), default=None),
            number=len(alike),
        )


def _to_review(user: User, round: Round) -> Iterator[Task]:
    """What the department has not passed, and somebody else handed in."""
    month, workdays = Month.of(round.month), office_times().review_workdays
    waiting = waiting_for_acceptance(user, month).filter(reviewed_at=None)
    for report in _of_others(waiting, user).select_related("project"):
        yield Task(
            kind=TaskKind.REVIEW,
            what=gettext("Review the report of %s") % month.in_words,
            link=reverse("progress:report", args=[report.pk]),
            project=report.project.name,
            project_id=report.project_id,
            due_on=_due(report.first_submitted_at, round.closes_on, workdays),
        )


def _to_accept(user: User, round: Round) -> Iterator[Task]:
    """One task for the month's whole queue: it is accepted on one page (WORK-4)."""
    month, workdays = Month.of(round.month), office_times().accept_workdays
    waiting = _of_others(waiting_for_acceptance(user, month), user).order_by()
    number, known, first = waiting.aggregate(
        Count("pk"), Count("first_submitted_at"), Min("first_submitted_at")
    ).values()
    if number:
        said = gettext("Accept reports of %(month)s: %(number)s wait")
        yield Task(
            kind=TaskKind.ACCEPT,
            what=said % {"month": month.in_words, "number": number},
            link=reverse("progress:round", args=[month]) + "?tab=review",
            due_on=_due(first if known == number else None, round.closes_on, workdays),
            number=number,
        )


def _of_others(reports: QuerySet[Report], user: User) -> QuerySet[Report]:
    return reports.filter(~Q(submitted_by__in=counted_as(user)) | Q(submitted_by=None))


def _due(came: datetime | None, closes_on: date, workdays: int) -> date:
    """So many working days after the last day for reporting, or after it came in, if later
    (WORK-8). What came in first is due first.
    """
    return add_workdays(max(closes_on, local_day(came)) if came else closes_on, workdays)


def _pk(line: ReportLine) -> int:
    return line.member.project_id
