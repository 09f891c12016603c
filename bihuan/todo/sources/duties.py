"""Duties of the mechanisms that nothing else in the list stands for, and the bureau's figures."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.urls import reverse

from bihuan.accounts.models import User
from bihuan.accounts.permissions import may
from bihuan.accounts.roles import Can
from bihuan.dispatch.kinds import Check, DutyOutcome
from bihuan.dispatch.queries import mechanisms
from bihuan.dispatch.wording import what
from bihuan.kit.months import Month
from bihuan.kit.words import gettext
from bihuan.plans.models import ProjectYear
from bihuan.statistics.models import FixedAssetInvestment
from bihuan.todo.kinds import TaskKind
from bihuan.todo.rules import Task

OF_HANDS = (Check.MANUAL, Check.MEETING_HELD)
"""What only people do; other checks look at reports, lights and visits, which are tasks already."""

AHEAD = timedelta(days=7)


def of_duties(user: User, today: date) -> Iterator[Task]:
    """Meetings to hold and duties to tick off within a week, for who holds meetings (WORK-13)."""
    if not may(user, Can.MEETING_HOLD):
        return
    lines = [line for mechanism in mechanisms(today) for line in mechanism.lines]
    for each in (standing for line in lines for standing in line.now):
        duty, is_due = each.duty, each.outcome is DutyOutcome.DUE and each.due_on <= today + AHEAD
        if is_due and duty.check in OF_HANDS:
            ticked = reverse("dispatch:duty", args=[duty.code, each.period.key])
            held = reverse("dispatch:meetings")
            yield Task(
                kind=TaskKind.DUTY,
                what=what(duty),
                due_on=each.due_on,
                link=ticked if duty.check is Check.MANUAL else held,
            )


def of_statistics(user: User, today: date) -> Iterator[Task]:
    """The district's investment of the last month, until the bureau has entered it (WORK-14)."""
    month = Month.of(today).previous()
    if not may(user, Can.STATISTICS_ENTER) or month.number == 1:  # published with February
        return
    entered = FixedAssetInvestment.objects.filter(month=month.first_day, is_current=True)
    if ProjectYear.objects.filter(year=month.year).exists() and not entered.exists():
        yield Task(
            kind=TaskKind.ENTER,
            what=gettext("Enter the investment of %s") % month.in_words,
            link=reverse("statistics:year"),
        )
