"""Monthly reports: to fill in, to mend, to review, to accept."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from bihuan.accounts.models import User
from bihuan.accounts.permissions import may
from bihuan.accounts.roles import Can
from bihuan.kit.days import local_day
from bihuan.kit.months import Month
from bihuan.kit.words import gettext
from bihuan.kit.workdays import add_workdays
from bihuan.notices.presets import office_times
from bihuan.progress.kinds import ReportStanding, RoundState
from bihuan.progress.models import Round
from bihuan.progress.queries import Board, ReportLine, board
from bihuan.todo.kinds import TaskKind
from bihuan.todo.rules import Task

from .people import FILLERS, left_to_others

MOST_ROUNDS = 3


def of_reports(user: User, today: date) -> Iterator[Task]:
    """What `user` must do in the newest rounds that are not locked."""
    if not any(may(user, can) for can in (Can.REPORT_FILL, Can.REPORT_REVIEW, Can.REPORT_ACCEPT)):
        return
    others = left_to_others(user)
    for month in _months():
        whole = board(user, month, today=today)
        if user.role in FILLERS:
            yield from (_to_fill(ln, whole) for ln in whole.to_do if _pk(ln) not in others)
        if may(user, Can.REPORT_ACCEPT):
            yield from _to_accept(user, whole)
        elif may(user, Can.REPORT_REVIEW):
            yield from (_to_review(ln, whole) for ln in whole.queue if _reviews(user, ln))


def _months() -> list[Month]:
    rounds = Round.objects.exclude(state=RoundState.LOCKED).order_by("-month")
    return [Month.of(month) for month in rounds.values_list("month", flat=True)[:MOST_ROUNDS]]


def _to_fill(line: ReportLine, whole: Board) -> Task:
    again = line.standing is ReportStanding.RETURNED
    said = (
        gettext("Mend the returned report of %s") if again else gettext("Fill in the report of %s")
    )
    return Task(
        kind=TaskKind.FILL_AGAIN if again else TaskKind.FILL,
        what=said % whole.month,
        link=reverse("progress:fill", args=[whole.month, _pk(line)]),
        project=line.member.name,
        project_id=_pk(line),
        due_on=whole.closes_on,
    )


def _to_review(line: ReportLine, whole: Board) -> Task:
    return Task(
        kind=TaskKind.REVIEW,
        what=gettext("Review the report of %s") % whole.month,
        link=reverse("progress:report", args=[line.report.pk if line.report else 0]),
        project=line.member.name,
        project_id=_pk(line),
        due_on=_due(line, whole, office_times().review_workdays),
    )


def _to_accept(user: User, whole: Board) -> Iterator[Task]:
    """One task for the month's whole queue: it is accepted on one page (WORK-4)."""
    lines = [line for line in whole.queue if not _own(user, line)]
    if lines:
        days = [_due(line, whole, office_times().accept_workdays) for line in lines]
        said = gettext("Accept reports of %(month)s: %(number)s wait")
        yield Task(
            kind=TaskKind.ACCEPT,
            what=said % {"month": whole.month, "number": len(lines)},
            link=reverse("progress:round", args=[whole.month]) + "?tab=review",
            due_on=min((day for day in days if day), default=None),
            number=len(lines),
        )


def _reviews(user: User, line: ReportLine) -> bool:
    """True if the department has not passed it, and somebody else handed it in."""
    waits = line.report is not None and line.report.reviewed_at is None
    return waits and not _own(user, line)


def _own(user: User, line: ReportLine) -> bool:
    return line.report is not None and line.report.submitted_by_id == user.pk


def _due(line: ReportLine, whole: Board, workdays: int) -> date | None:
    """So many working days after the last day for reporting, or after it came in, if later
    (WORK-8).
    """
    if whole.closes_on is None:
        return None
    came = line.report.first_submitted_at if line.report else None
    since = max(whole.closes_on, local_day(came)) if came else whole.closes_on
    return add_workdays(since, workdays)


def _pk(line: ReportLine) -> int:
    return line.member.project_id
