"""Channels of groups lead to organisations."""

from __future__ import annotations

from datetime import date, datetime

from django.urls import reverse

from bihuan.accounts.holdings import HeldThing, Holding
from bihuan.accounts.models import Organisation, User
from bihuan.kit.words import _

from .actions import pass_channel_on
from .models import Channel


def belongs_to(organisation: Organisation) -> list[Holding]:
    """Return the channels of its groups that are in use."""
    address = reverse("notices:channels")
    things = [HeldThing(each.name, address) for each in _used(organisation)]
    return [Holding(_("Channels of its groups"), things)]


def move(
    *, was: Organisation, into: Organisation, on: date, reason: str, by: User, at: datetime
) -> None:
    """Let them lead to another."""
    for channel in _used(was):
        pass_channel_on(channel=channel, into=into, reason=reason, by=by, at=at)


def _used(organisation: Organisation) -> list[Channel]:
    return list(Channel.objects.filter(organisation=organisation, is_active=True).order_by("pk"))
