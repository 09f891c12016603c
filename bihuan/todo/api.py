"""What each person must do, over HTTP."""

from __future__ import annotations

from datetime import date

from django.utils import timezone
from ninja import Router, Schema

from bihuan.accounts.http import UserRequest
from bihuan.kit.days import local_day
from bihuan.kit.schemas import READING

from .queries import StandIn, stands_in_for, work_of

router = Router()


class TaskOut(Schema):
    """One thing to do. `number`: how many of the kind the link leads to; `link` is a path."""

    kind: str
    what: str
    project_id: int | None
    project: str
    due_on: date | None
    is_overdue: bool
    overdue_days: int
    worth_yuan: int | None
    number: int
    link: str


class StandInOut(Schema):
    """What waits for somebody for whom the asker stands in, until a day."""

    deputyship_id: int
    person: str
    until: date
    number: int
    overdue: int

    @classmethod
    def of(cls, each: StandIn) -> StandInOut:
        held = each.deputyship
        return cls(
            deputyship_id=held.pk,
            person=str(held.person),
            until=held.until,
            number=each.work.number,
            overdue=each.work.overdue,
        )


class WorkOut(Schema):
    """All that waits for the asker on a day, the most pressing first."""

    on: date
    number: int
    overdue: int
    tasks: list[TaskOut]
    for_others: list[StandInOut]


@router.get("", response={200: WorkOut, **READING})
def my_work(request: UserRequest) -> dict[str, object]:
    """What waits for you: overdue first, then by due day and by what doing it is worth."""
    today = local_day(timezone.now())
    work = work_of(request.user, today)
    others = [] if request.user.stood_in_by else stands_in_for(request.user, today)
    return {
        "on": today,
        "number": work.number,
        "overdue": work.overdue,
        "tasks": work.tasks,
        "for_others": [StandInOut.of(each) for each in others],
    }
