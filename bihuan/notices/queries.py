"""Channels, and what was sent by them."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, F, QuerySet

from bihuan.accounts.models import User
from bihuan.kit.months import Month

from .kinds import NoticeKind, NoticeState
from .models import Channel, Notice, ReportReminder


def own_channels(user: User) -> QuerySet[Channel]:
    """Return the ways by which notices come to one person."""
    return Channel.objects.of(user).order_by("-is_active", "pk")


def all_channels() -> QuerySet[Channel]:
    """Return every channel: groups first, those in use before the others."""
    rows = Channel.objects.select_related("owner", "organisation")
    return rows.order_by(F("owner").asc(nulls_first=True), "-is_active", "pk")


def newest_to(user: User) -> QuerySet[Notice]:
    """Return what was sent to one person, newest first."""
    return Notice.objects.filter(recipient=user).select_related("channel").order_by("-pk")


def delivery_log(state: str = "") -> QuerySet[Notice]:
    """Return every notice, newest first, or those in one state."""
    rows = Notice.objects.select_related("channel__organisation", "recipient").order_by("-pk")
    return rows.filter(state=state) if state in NoticeState.values else rows


def counts_by_state() -> dict[str, int]:
    """Return how many notices stand in each state."""
    rows = Notice.objects.order_by().values_list("state").annotate(number=Count("pk"))
    return dict(rows)


def given_up_since(day: date) -> QuerySet[Notice]:
    """Return the notices of `day` and later that did not go out and are not tried any more."""
    return Notice.objects.filter(state=NoticeState.GIVEN_UP, day__gte=day)


def reminders_of(month: Month) -> QuerySet[ReportReminder]:
    """Return who was reminded of a month's reports, newest first."""
    rows = ReportReminder.objects.filter(month=month.first_day)
    return rows.select_related("organisation", "by").order_by(
        "-at", "organisation__pinyin", "organisation__name"
    )


def messages_of(month: Month) -> QuerySet[Notice]:
    """Return the messages that went out to remind of a month's reports, newest first."""
    rows = Notice.objects.filter(kind=NoticeKind.REMINDER, day=month.first_day)
    return rows.select_related("channel__organisation", "recipient").order_by("-pk")
