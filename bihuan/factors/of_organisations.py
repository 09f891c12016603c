"""What projects still need is owed by departments."""

from __future__ import annotations

from datetime import date, datetime

from django.urls import reverse

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
    things = [
        HeldThing(_named(each), reverse("factors:project", args=[each.project_id]))
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


def _named(need: Need) -> str:
    """Return the project and what it needs, as its rules of that time call it."""
    element = catalogue(need.state_since).element(need.element)
    return f"{need.project} {named(element, need.element)}"
