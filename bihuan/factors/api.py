"""What each project needs from the departments over HTTP."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Field, Query, Router, Schema, Status

from bihuan.accounts.http import UserRequest
from bihuan.accounts.models import Organisation
from bihuan.kit.days import local_day
from bihuan.kit.schemas import READING, WRITING, RowNumber, Text, YearNumber
from bihuan.projects.models import Project

from . import actions, queries
from .available_moves import available_moves
from .kinds import NeedVerb
from .models import Need

PAGE = 100
router = Router()
Code = Annotated[str, Field(max_length=40, pattern=r"^[^\x00]*$")]
Day = Annotated[date, Field(ge=date(2001, 1, 1), le=date(2049, 12, 31))]


class NeedsAsked(Schema):
    """How the list is narrowed: as on the board."""

    scope: Code = "owed"
    element: Code = ""
    state: Code = ""
    department: Code = ""
    project: Code = ""
    page: Annotated[int, Field(ge=1, le=10_000)] = 1


class NeedOut(Schema):
    """A need as it stands. Limits are days; `open_to_you` are the moves you have on it."""

    id: int
    project_id: int
    element: str
    department_id: int | None
    state: str
    needed_by: date | None
    asked_on: date | None
    accepted_on: date | None
    stopped_on: date | None
    promised_due_on: date | None
    statutory_due_on: date | None
    promise_ends_on: date | None
    approval_number: str
    approved_on: date | None
    valid_until: date | None
    matter_id: int | None
    edition: int


class OneNeedOut(NeedOut):
    open_to_you: list[str]


class NeedsOut(Schema):
    total: int
    page: int
    needs: list[NeedOut]


class StartedOut(Schema):
    new: int


class NeedSaidIn(Schema):
    note: Text = ""
    edition: RowNumber | None = None


class HandOverIn(NeedSaidIn):
    department_id: RowNumber


class ApproveIn(NeedSaidIn):
    number: Annotated[str, Field(max_length=80, pattern=r"^[^\x00]*$")]
    approved_on: Day
    valid_until: Day | None = None


class PromiseIn(NeedSaidIn):
    ends_on: Day


class NeedAddIn(Schema):
    element: Code
    reason: Text


class DayIn(Schema):
    day: Day
    reason: Text


class RaiseIn(Schema):
    severity: Code
    text: Text = ""


class RaisedOut(Schema):
    matter_id: int
    number: str


@router.get("", response={200: NeedsOut, **READING})
def list_needs(request: UserRequest, asked: Query[NeedsAsked]) -> NeedsOut:
    """Needs that you may see, those needed first on top, a hundred to a page."""
    words = {key: str(value) for key, value in asked.dict(exclude={"page"}).items() if value}
    found = queries.sought(request.user, words, local_day(timezone.now()))
    page = Paginator(found, PAGE).get_page(asked.page)
    return NeedsOut(
        total=page.paginator.count, page=page.number, needs=[NeedOut.from_orm(n) for n in page]
    )


@router.get("{int:pk}", response={200: OneNeedOut, **READING})
def read_need(request: UserRequest, pk: int) -> OneNeedOut:
    """One need, and the moves you have on it."""
    need = _need(request, pk)
    moves = [verb.value for verb in available_moves(need, request.user)]
    return OneNeedOut(**NeedOut.from_orm(need).dict(), open_to_you=moves)


@router.post("lists/{int:year}", response={200: StartedOut, **WRITING})
def start_lists(request: UserRequest, year: YearNumber) -> StartedOut:
    """Give every project of the year the list of its class."""
    return StartedOut(new=actions.start_lists(year=year, by=request.user, at=timezone.now()))


@router.post("lists/{int:year}/projects/{int:pk}", response={200: StartedOut, **WRITING})
def start_list(request: UserRequest, year: YearNumber, pk: int) -> StartedOut:
    """Give one project the list of its class."""
    project = get_object_or_404(Project.objects.visible_to(request.user), pk=pk)
    new = actions.start_list(project=project, year=year, by=request.user, at=timezone.now())
    return StartedOut(new=new)


@router.post("projects/{int:pk}", response={201: NeedOut, **WRITING})
def add_need(request: UserRequest, pk: int, said: NeedAddIn) -> Status[Need]:
    """Put an element that the list of its class has not on a project's list."""
    project = get_object_or_404(Project.objects.visible_to(request.user), pk=pk)
    need = actions.add_need(
        project=project,
        element=said.element,
        reason=said.reason,
        by=request.user,
        at=timezone.now(),
    )
    return Status(201, need)


@router.post("{int:pk}/hand_over", response={200: NeedOut, **WRITING})
def hand_over(request: UserRequest, pk: int, said: HandOverIn) -> Need:
    """Say which department owes it."""
    return actions.move(
        need=_need(request, pk),
        verb=NeedVerb.HAND_OVER,
        note=said.note,
        edition=said.edition,
        department=get_object_or_404(Organisation, pk=said.department_id),
        by=request.user,
        at=timezone.now(),
    )


@router.post("{int:pk}/approve", response={200: NeedOut, **WRITING})
def approve(request: UserRequest, pk: int, said: ApproveIn) -> Need:
    """Approve, with number, day and how long it holds."""
    return actions.approve(
        need=_need(request, pk),
        note=said.note,
        edition=said.edition,
        approval=actions.NeedApproval(said.number, said.approved_on, said.valid_until),
        by=request.user,
        at=timezone.now(),
    )


@router.post("{int:pk}/promise", response={200: NeedOut, **WRITING})
def promise(request: UserRequest, pk: int, said: PromiseIn) -> Need:
    """Accept on a promise that the papers follow."""
    return actions.promise(
        need=_need(request, pk),
        ends_on=said.ends_on,
        note=said.note,
        edition=said.edition,
        by=request.user,
        at=timezone.now(),
    )


@router.put("{int:pk}/day", response={200: NeedOut, **WRITING})
def set_day(request: UserRequest, pk: int, said: DayIn) -> Need:
    """Set by hand when it is needed."""
    return actions.set_needed_by(
        need=_need(request, pk),
        day=said.day,
        reason=said.reason,
        by=request.user,
        at=timezone.now(),
    )


@router.post("{int:pk}/raise", response={201: RaisedOut, **WRITING})
def raise_need(request: UserRequest, pk: int, said: RaiseIn) -> Status[RaisedOut]:
    """Raise it as a guarantee request, with the clock of matters."""
    matter = actions.raise_need(
        need=_need(request, pk),
        severity=said.severity,
        text=said.text,
        by=request.user,
        at=timezone.now(),
    )
    return Status(201, RaisedOut(matter_id=matter.pk, number=matter.number))


def _simple(verb: NeedVerb) -> None:
    """Give a move that takes words alone its call."""

    def call(request: UserRequest, pk: int, said: NeedSaidIn) -> Need:
        return actions.move(
            need=_need(request, pk),
            verb=verb,
            note=said.note,
            edition=said.edition,
            by=request.user,
            at=timezone.now(),
        )

    call.__doc__ = f"The move “{verb.value}”."
    path = f"{{int:pk}}/{verb.value}"
    router.post(path, response={200: NeedOut, **WRITING}, operation_id=f"factors_{verb}")(call)


for _verb in NeedVerb:
    if _verb not in (NeedVerb.HAND_OVER, NeedVerb.APPROVE, NeedVerb.PROMISE):
        _simple(_verb)


def _need(request: UserRequest, pk: int) -> Need:
    rows = Need.objects.visible_to(request.user).select_related("project", "matter")
    return get_object_or_404(rows, pk=pk)
