"""Somebody leaves, over HTTP: the same actions as the pages."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Field, Router, Schema, Status

from bihuan.accounts import actions
from bihuan.accounts.holdings import Holding, held_by
from bihuan.accounts.http import UserRequest, require_person
from bihuan.accounts.models import Deputyship, User
from bihuan.accounts.permissions import require
from bihuan.accounts.roles import Can
from bihuan.kit.schemas import READING, WRITING, Day, RowNumber

router = Router()
Why = Annotated[str, Field(max_length=200, pattern=r"^[^\x00]*$")]


class HeldThingOut(Schema):
    """One thing, and the page where it stands."""

    title: str
    address: str


class HoldingOut(Schema):
    """Things of one kind that hang on a person."""

    label: str
    number: int
    things: list[HeldThingOut]

    @staticmethod
    def resolve_label(holding: Holding) -> str:
        return str(holding.label)


class SuccessorIn(Schema):
    """Who goes on, and why."""

    successor_id: RowNumber
    reason: Why


class DeputyIn(Schema):
    """Who stands in, from day to day, both included."""

    deputy_id: RowNumber
    since: Day
    until: Day
    reason: Why = ""


class DeputyshipOut(Schema):
    id: int
    person_id: int
    deputy_id: int
    since: date
    until: date
    reason: str
    ended_at: datetime | None


@router.get("users/{int:pk}/holdings", response={200: list[HoldingOut], **READING})
def holdings(request: UserRequest, pk: int) -> list[Holding]:
    """List all that hangs on a person alone."""
    return held_by(_user(request, pk))


@router.post("users/{int:pk}/hand-over", response={200: list[HoldingOut], **WRITING})
def hand_over(request: UserRequest, pk: int, said: SuccessorIn) -> list[Holding]:
    """Give all that hangs on a person to a successor; answer what the successor now holds."""
    user = _user(request, pk)
    require_person(request)
    successor = get_object_or_404(User, pk=said.successor_id)
    actions.hand_over(
        user=user, successor=successor, reason=said.reason, by=request.user, at=timezone.now()
    )
    return held_by(User.objects.get(pk=successor.pk))


@router.post("users/{int:pk}/deputies", response={201: DeputyshipOut, **WRITING})
def name_deputy(request: UserRequest, pk: int, said: DeputyIn) -> Status[Deputyship]:
    """Let somebody stand in for a person for some days."""
    person = _user(request, pk)
    require_person(request)
    made = actions.name_deputy(
        person=person,
        deputy=get_object_or_404(User, pk=said.deputy_id),
        since=said.since,
        until=said.until,
        reason=said.reason,
        by=request.user,
        at=timezone.now(),
    )
    return Status(201, made)


@router.post("deputies/{int:pk}/end", response={200: DeputyshipOut, **WRITING})
def end_deputyship(request: UserRequest, pk: int) -> Deputyship:
    """End a deputyship before its last day."""
    require(request.user, Can.ACCOUNTS_MANAGE)
    require_person(request)
    held = get_object_or_404(Deputyship, pk=pk)
    return actions.end_deputyship(deputyship=held, by=request.user, at=timezone.now())


def _user(request: UserRequest, pk: int) -> User:
    require(request.user, Can.ACCOUNTS_MANAGE)
    return get_object_or_404(User, pk=pk)
