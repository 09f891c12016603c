"""Channels and notices over HTTP: the same actions as the pages."""

from __future__ import annotations

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Router, Status

from bihuan.accounts.http import UserRequest
from bihuan.accounts.models import Organisation
from bihuan.accounts.permissions import require
from bihuan.accounts.roles import Can
from bihuan.kit.days import local_day
from bihuan.kit.months import Month
from bihuan.kit.schemas import READING, WRITING, ErrorOut, MonthText, RowNumber

from . import actions
from .addresses import MailServer
from .chasing import Chase, chase
from .models import Channel, Notice, Post
from .queries import delivery_log
from .schemas import (
    ChannelIn,
    ChannelOut,
    ChaseOut,
    NoticeOut,
    PostIn,
    PostOut,
    RemindedOut,
    RemindIn,
    State,
    SwitchIn,
)

router = Router()
OFFICE = {**READING, 403: ErrorOut}
MOST = 500


@router.get("channels", response={200: list[ChannelOut], **READING})
def list_channels(request: UserRequest) -> QuerySet[Channel]:
    """Your channels; every channel for who manages notices."""
    return Channel.objects.visible_to(request.user)


@router.post("channels", response={201: ChannelOut, **WRITING})
def add_channel(request: UserRequest, told: ChannelIn) -> Status[object]:
    """Add a way by which notices come."""
    organisation = None
    if told.group and told.organisation_id is not None:
        organisation = get_object_or_404(Organisation, pk=told.organisation_id)
    channel = actions.add_channel(
        name=told.name,
        kind=told.kind,
        address=told.address,
        secret=told.secret,
        owner=None if told.group else request.user,
        organisation=organisation,
        by=request.user,
        at=timezone.now(),
    )
    return Status(201, channel)


@router.post("channels/{pk}/switch", response={200: ChannelOut, **WRITING})
def switch_channel(request: UserRequest, pk: RowNumber, told: SwitchIn) -> Channel:
    """Begin or cease to use a channel."""
    return actions.switch_channel(
        channel=_channel(request, pk), on=told.on, by=request.user, at=timezone.now()
    )


@router.post("channels/{pk}/test", response={200: NoticeOut, **WRITING})
def send_test(request: UserRequest, pk: RowNumber) -> Notice:
    """Send a test message now; `state` and `last_error` tell what came of it."""
    return actions.send_test(channel=_channel(request, pk), by=request.user, at=timezone.now())


@router.get("chasing/{month}", response={200: ChaseOut, **OFFICE})
def read_chase(request: UserRequest, month: MonthText) -> Chase:
    """Who owes reports of a month, and how they are reached."""
    require(request.user, Can.ROUND_MANAGE)
    return chase(request.user, Month.parse(month), today=local_day(timezone.now()))


@router.post("chasing/{month}", response={200: RemindedOut, **WRITING})
def remind(request: UserRequest, month: MonthText, told: RemindIn) -> actions.Reminded:
    """Remind organisations of the reports that they owe: under My work, and by every channel that
    reaches them or the owners.
    """
    return actions.remind(
        month=Month.parse(month),
        organisations=told.organisation_ids,
        by=request.user,
        at=timezone.now(),
    )


@router.get("notices", response={200: list[NoticeOut], **OFFICE})
def list_notices(request: UserRequest, state: State = "") -> QuerySet[Notice]:
    """The newest 500 of the delivery log, or of those in one state."""
    require(request.user, Can.NOTICE_MANAGE)
    return delivery_log(state)[:MOST]


@router.post("notices/{pk}/again", response={200: NoticeOut, **WRITING})
def send_again(request: UserRequest, pk: RowNumber) -> Notice:
    """Try once more now what did not go out."""
    require(request.user, Can.NOTICE_MANAGE)
    notice = get_object_or_404(Notice, pk=pk)
    return actions.send_again(notice=notice, by=request.user, at=timezone.now())


@router.get("settings", response={200: PostOut, **OFFICE})
def read_settings(request: UserRequest) -> Post:
    """How the office sends."""
    require(request.user, Can.NOTICE_MANAGE)
    return Post.objects.current()


@router.put("settings", response={200: PostOut, **WRITING})
def set_settings(request: UserRequest, told: PostIn) -> Post:
    """Set how the office sends."""
    server = MailServer(
        host=told.mail_host,
        port=told.mail_port,
        security=told.mail_security,
        user=told.mail_user,
        password=told.mail_password,
        sender=told.mail_from,
    )
    return actions.set_post(
        digest_from=told.digest_from.replace(tzinfo=None),
        site_address=told.site_address,
        server=server,
        by=request.user,
        at=timezone.now(),
    )


def _channel(request: UserRequest, pk: int) -> Channel:
    visible = Channel.objects.visible_to(request.user)
    return get_object_or_404(visible.select_related("owner"), pk=pk)
