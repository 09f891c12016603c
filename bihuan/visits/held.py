"""Visits that are planned and not yet made hang on the person who signs in for the leader."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from bihuan.accounts.holdings import HeldThing, Holding
from bihuan.accounts.models import User
from bihuan.kit.words import _

from .actions import pass_visit_on
from .models import PlannedVisit


def held_by(user: User) -> list[Holding]:
    """Return the planned visits."""
    things = [
        HeldThing(f"{each.plan} {each.project}", reverse("visits:plan", args=[str(each.plan)]))
        for each in _planned(user)
    ]
    return [Holding(_("Visits still to make"), things)]


def pass_on(*, user: User, successor: User, reason: str, by: User, at: datetime) -> None:
    """Let the successor's leader make them."""
    for each in _planned(user):
        pass_visit_on(planned=each, leader=successor.leader, reason=reason, by=by, at=at)


def _planned(user: User) -> list[PlannedVisit]:
    open_ = PlannedVisit.objects.filter(leader__user=user, done__isnull=True, dropped_reason="")
    return list(open_.select_related("plan", "project").order_by("pk"))
