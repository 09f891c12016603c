"""Monthly rounds that nobody opened."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from bihuan.accounts.models import User
from bihuan.accounts.permissions import may
from bihuan.accounts.roles import Can
from bihuan.kit.months import Month
from bihuan.kit.words import gettext
from bihuan.plans.models import ProjectYear
from bihuan.progress.models import Round
from bihuan.progress.queries import round_opening
from bihuan.todo.kinds import TaskKind
from bihuan.todo.rules import Task


def of_rounds(user: User, today: date) -> Iterator[Task]:
    """This month's and the last one's round, where rounds are run and its last day passed without
    one: nothing of the month is judged until it is opened (WORK-16, ROUND-10).
    """
    if not may(user, Can.ROUND_MANAGE):
        return
    this = Month.of(today)
    opened = set(Round.objects.filter(month__lte=this.first_day).values_list("month", flat=True))
    for month in (this.previous(), this):
        if month.first_day in opened or not any(day < month.first_day for day in opened):
            continue
        opening = round_opening(month, today=today)
        if opening and opening.is_late and ProjectYear.objects.filter(year=month.year).exists():
            yield Task(
                kind=TaskKind.OPEN,
                what=gettext("Open the round of %s: its last day passed without one")
                % month.in_words,
                link=reverse("progress:round", args=[month]),
            )
