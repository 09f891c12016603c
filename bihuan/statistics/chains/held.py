"""Chains hang on the person who signs in for their leader."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from bihuan.accounts.holdings import HeldThing, Holding
from bihuan.accounts.models import User
from bihuan.kit.words import _
from bihuan.statistics.actions import set_chain_lead

from .models import ChainLead


def held_by(user: User) -> list[Holding]:
    """Return the chains led."""
    chains = [
        HeldThing(each.chain.name, reverse("statistics:register", args=[each.chain_id]))
        for each in _led(user)
    ]
    return [Holding(_("Industry chains led"), chains)]


def pass_on(*, user: User, successor: User, reason: str, by: User, at: datetime) -> None:
    """Let the successor's leader lead them."""
    for each in _led(user):
        set_chain_lead(
            chain=each.chain,
            leader=successor.leader,
            department=each.department,
            reason=reason,
            by=by,
            at=at,
        )


def _led(user: User) -> list[ChainLead]:
    leads = ChainLead.objects.filter(leader__user=user)
    return list(leads.select_related("chain", "department").order_by("pk"))
