"""What projects still need is owed by departments."""

from __future__ import annotations

from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone

from bihuan.accounts.holdings import HeldThing, Holding
from bihuan.accounts.models import Organisation, User
from bihuan.kit.words import _

from .actions import pass_need_on
from .kinds import DONE
from .models import Need
from .presets import catalogue
from .queries import named


def belongs_to(organisation: Organisation) -> list[Holding]:
    """Return the needs that it still owes."""
    found = catalogue(timezone.localdate())
    things = [
        HeldThing(
            f"{each.project} {named(found.element(each.element), each.element)}",
            reverse("factors:project", args=[each.project_id]),
        )
        for each in _owed(organisation)
    ]
    return [Holding(_("Needs of projects to decide on"), things)]


def move(
    *, was: Organisation, into: Organisation, on: date, reason: str, by: User, at: datetime
) -> None:
    """Let another owe them; no clock starts anew."""
    for need in _owed(was):
        pass_need_on(need=need, into=into, reason=reason, by=by, at=at)


def _owed(organisation: Organisation) -> list[Need]:
    open_ = Need.objects.filter(department=organisation).exclude(state__in=DONE)
    return list(open_.select_related("project").order_by("pk"))
