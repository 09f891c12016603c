"""Open matters are led and supported by organisations."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Q
from django.urls import reverse

from bihuan.accounts.holdings import HeldThing, Holding
from bihuan.accounts.models import Organisation, User
from bihuan.kit.words import _

from .actions import pass_organisation_on
from .models import Matter


def belongs_to(organisation: Organisation) -> list[Holding]:
    """Return the open matters in its hands; those that are closed stay its own."""
    things = [
        HeldThing(f"{each.number} {each.title}", reverse("matters:matter", args=[each.pk]))
        for each in _open(organisation)
    ]
    return [Holding(_("Open matters in its hands"), things)]


def move(
    *, was: Organisation, into: Organisation, on: date, reason: str, by: User, at: datetime
) -> None:
    """Put them into another's hands; no clock starts anew."""
    for matter in _open(was):
        pass_organisation_on(matter=matter, was=was, into=into, reason=reason, by=by, at=at)


def _open(organisation: Organisation) -> list[Matter]:
    own = Q(lead=organisation) | Q(supporting=organisation)
    return list(Matter.objects.open().filter(own).distinct().order_by("pk"))
