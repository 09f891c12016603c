"""Open matters hang on the person who raised them: he or she may verify what was answered."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from bihuan.accounts.holdings import HeldThing, Holding
from bihuan.accounts.models import User
from bihuan.kit.words import _

from .actions import pass_raiser_on
from .models import Matter
from .models.matter import followed_by


def held_by(user: User) -> list[Holding]:
    """Return the open matters that the person raised, or follows for who did."""
    things = [
        HeldThing(f"{each.number} {each.title}", reverse("matters:matter", args=[each.pk]))
        for each in _open(user)
    ]
    return [Holding(_("Open matters raised"), things)]


def pass_on(*, user: User, successor: User, reason: str, by: User, at: datetime) -> None:
    """Let the successor follow them."""
    for each in _open(user):
        pass_raiser_on(matter=each, successor=successor, reason=reason, by=by, at=at)


def _open(user: User) -> list[Matter]:
    return list(Matter.objects.open().filter(followed_by(user)).order_by("pk"))
