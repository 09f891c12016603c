"""People belong to organisations."""

from __future__ import annotations

from datetime import date, datetime

from django.urls import reverse

from bihuan.kit.words import _

from .actions import move_people
from .holdings import HeldThing, Holding
from .models import Organisation, User


def belongs_to(organisation: Organisation) -> list[Holding]:
    """Return the people."""
    people = User.objects.filter(organisation=organisation).order_by("full_name", "username")
    things = [HeldThing(str(u), reverse("accounts:edit_user", args=[u.pk])) for u in people]
    return [Holding(_("People of the organisation"), things)]


def move(
    *, was: Organisation, into: Organisation, on: date, reason: str, by: User, at: datetime
) -> None:
    """Let them belong to another."""
    move_people(was=was, into=into, by=by, at=at)
