"""Organisations that a leader is in charge of hang on the person who signs in for the leader."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from bihuan.kit.words import _

from .actions import edit_organisation
from .holdings import HeldThing, Holding
from .models import Organisation, User


def held_by(user: User) -> list[Holding]:
    """Return the organisations in charge of."""
    things = [
        HeldThing(each.name, reverse("accounts:edit_organisation", args=[each.pk]))
        for each in _led_by(user)
    ]
    return [Holding(_("Organisations in charge of"), things)]


def pass_on(*, user: User, successor: User, reason: str, by: User, at: datetime) -> None:
    """Put the successor in charge of them."""
    for each in _led_by(user):
        edit_organisation(
            organisation=each,
            name=each.name,
            credit_code=each.credit_code,
            in_charge=successor.leader,
            by=by,
            at=at,
        )


def _led_by(user: User) -> list[Organisation]:
    return list(
        Organisation.objects.standing().filter(in_charge__user=user).order_by("pinyin", "name")
    )
