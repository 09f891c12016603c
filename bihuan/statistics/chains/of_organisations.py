"""Chains are looked after by departments."""

from __future__ import annotations

from datetime import date, datetime

from django.urls import reverse

from bihuan.accounts.holdings import HeldThing, Holding
from bihuan.accounts.models import Organisation, User
from bihuan.kit.words import _
from bihuan.statistics.actions import set_chain_lead

from .models import ChainLead


def belongs_to(organisation: Organisation) -> list[Holding]:
    """Return the chains that it looks after."""
    chains = [
        HeldThing(each.chain.name, reverse("statistics:register", args=[each.chain_id]))
        for each in _of(organisation)
    ]
    return [Holding(_("Industry chains looked after"), chains)]


def move(
    *, was: Organisation, into: Organisation, on: date, reason: str, by: User, at: datetime
) -> None:
    """Let another look after them."""
    for each in _of(was):
        set_chain_lead(
            chain=each.chain, leader=each.leader, department=into, reason=reason, by=by, at=at
        )


def _of(organisation: Organisation) -> list[ChainLead]:
    leads = ChainLead.objects.filter(department=organisation)
    return list(leads.select_related("chain", "leader").order_by("pk"))
