"""Tries of a secret: each counts as wrong until it proves right, so that many at once gain nothing.

Who signed in from a device before has a count of their own there, and so has each known address:
a stranger who guesses cannot lock out its owner.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from bihuan.access import rules
from bihuan.access.kinds import WRONG, AccessKind, Secret
from bihuan.access.models import AccessEvent
from bihuan.access.visitors import VisitingActor
from bihuan.accounts.models import User
from bihuan.accounts.permissions import require
from bihuan.accounts.roles import Can
from bihuan.audit.log import record
from bihuan.kit.addresses import network_of
from bihuan.kit.errors import Refusal
from bihuan.kit.words import gettext
from bihuan.kit.writing import action


@dataclass(frozen=True)
class Admission:
    """Whether a secret may be tried: the try that now counts, or until when to wait."""

    attempt: AccessEvent | None
    free_at: datetime | None = None


@action
def begin_try(*, secret: Secret, by: VisitingActor, at: datetime) -> Admission:
    """Count a try before it is judged (ACCESS-1 to ACCESS-3); `forgive` takes it back."""
    counter = _counter(secret, by, at)
    until = _free_at(AccessEvent.objects.filter(counter=counter), rules.BY_PERSON, at)
    if until is not None:
        _note_pause(AccessKind.NAME_PAUSED, Q(person=by.person), by, at, until)
        return Admission(None, until)
    if not by.device:
        here = AccessEvent.objects.filter(network=by.network, counts_by_address=True)
        until = _free_at(here, rules.BY_ADDRESS, at)
    if until is not None:
        _note_pause(AccessKind.ADDRESS_PAUSED, Q(network=by.network), by, at, until)
        return Admission(None, until)
    attempt = _written(WRONG[secret], by, at, counter=counter, counts_by_address=not by.device)
    return Admission(attempt)


@action
def forgive(*, attempt: AccessEvent, by: VisitingActor) -> None:
    """Take back a try that proved right, and let the wrong ones before it, of the same person from
    the same place, count no more.
    """
    attempt.delete()
    same = AccessEvent.objects.filter(person=by.person, network=by.network)
    same.filter(counter=attempt.counter).update(counter="", counts_by_address=False)
    same.filter(counts_by_address=True).update(counts_by_address=False)


@action
def unlock_person(*, user: User, by: User, at: datetime) -> int:
    """Let a person try again at once, from anywhere. Returns how many tries are forgiven."""
    require(by, Can.ACCOUNTS_MANAGE)
    forgiven = AccessEvent.objects.filter(person=str(user.pk)).exclude(counter="")
    count = forgiven.update(counter="", counts_by_address=False)
    record("user.unlocked", user, by=by, at=at, tries=count)
    return count


@action
def unlock_address(*, address: str, by: User, at: datetime) -> int:
    """Let whoever comes from an address try again at once."""
    require(by, Can.ACCOUNTS_MANAGE)
    network = network_of(address)
    if not network:
        raise Refusal(gettext("“%s” is not an address.") % address)
    count = AccessEvent.objects.filter(network=network, counts_by_address=True).update(
        counts_by_address=False
    )
    record("user.address_unlocked", by, by=by, at=at, address=network, tries=count)
    return count


def _counter(secret: Secret, by: VisitingActor, at: datetime) -> str:
    """Name what a wrong try counts towards: a known device, a known address, or all others."""
    if by.device:
        return f"{secret}:{by.person}:device:{by.device}"
    came = AccessEvent.objects.filter(
        person=by.person, network=by.network, kind=AccessKind.SIGNED_IN, at__gt=at - rules.KNOWN_FOR
    )
    return f"{secret}:{by.person}:{by.network if came.exists() else 'elsewhere'}"


def _free_at(wrong: QuerySet[AccessEvent], brake: rules.Brake, at: datetime) -> datetime | None:
    recent = wrong.filter(at__gt=at - brake.horizon).order_by("-at").values_list("at", flat=True)
    until = rules.free_at(list(recent), brake)
    return until if until is not None and until > at else None


def _note_pause(
    kind: AccessKind, same: Q, by: VisitingActor, at: datetime, until: datetime
) -> None:
    """Note each pause once: who knocks on does not fill the log."""
    noted = AccessEvent.objects.filter(same, kind=kind, note=until.isoformat())
    if not noted.exists():
        _written(kind, by, at, note=until.isoformat())


def _written(kind: AccessKind, by: VisitingActor, at: datetime, **more: object) -> AccessEvent:
    return AccessEvent.objects.create(
        at=at,
        kind=kind,
        name=by.name,
        person=by.person,
        address=by.address,
        network=by.network,
        browser=by.browser,
        **more,
    )
