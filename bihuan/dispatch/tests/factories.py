"""Makers for tests of mechanisms and meetings: through the real actions."""

from datetime import date, datetime
from typing import Any

from bihuan.accounts.models import User
from bihuan.accounts.tests.factories import make_organisation, make_user
from bihuan.dispatch import actions
from bihuan.dispatch.kinds import Calendar, Check, MeetingKind
from bihuan.dispatch.mechanisms import Duty
from bihuan.dispatch.models import AgendaItem, Decision, Meeting
from bihuan.dispatch.periods import Due
from bihuan.matters.tests.factories import noon
from bihuan.progress.tests.factories import MARCH

ON = date(2024, 4, 10)
AT = noon(ON)
BY_LAST_DAY = Due(day=-1)


def make_duty(check: str = Check.MANUAL, calendar: str = Calendar.MONTHLY, **said: Any) -> Duty:
    """A duty due on the last day of its period."""
    values = {
        "code": "duty",
        "what": "办一件事",
        "english": "Do it",
        "who": "重点办",
        "who_english": "Office",
        "due": BY_LAST_DAY,
        **said,
    }
    if check == Check.MEETING_HELD:
        values.setdefault("meeting", MeetingKind.MONTHLY)
    return Duty(calendar=Calendar(calendar), check=Check(check), **values)


def plan(*, by: User | None = None, at: datetime = AT, **said: Any) -> Meeting:
    """A monthly meeting on March."""
    values = {"kind": "monthly", "held_on": ON, "chair": "王区长", "month": MARCH, **said}
    return actions.plan_meeting(by=by or make_user(), at=at, **values)


def hold(*, by: User | None = None, at: datetime = AT, **said: Any) -> Meeting:
    """A meeting in session."""
    by = by or make_user()
    return actions.begin(meeting=plan(by=by, at=at, **said), by=by, at=at)


def first_item(meeting: Meeting) -> AgendaItem:
    return AgendaItem.objects.select_related("meeting", "project").filter(meeting=meeting)[0]


def decide(meeting: Meeting, **said: Any) -> Decision:
    """A decision on nothing in particular, due on April 19th."""
    values = {
        "text": "住建局牵头完成管网迁改方案",
        "due_on": date(2024, 4, 19),
        "at": AT,
        "lead": said.pop("lead", None) or make_organisation(),
        **said,
    }
    return actions.decide(meeting=meeting, by=values.pop("by", None) or make_user(), **values)


def close(meeting: Meeting, *, at: datetime = AT) -> Meeting:
    """Close a meeting, each item concluded."""
    by = make_user()
    for item in AgendaItem.objects.select_related("meeting").filter(meeting=meeting, dropped=""):
        actions.conclude(item=item, conclusion="按序时进度推进", by=by, at=at)
    return actions.close(meeting=meeting, by=by, at=at)
