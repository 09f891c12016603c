"""The doors: tries and who came, one person's own sign-in, and the platform's."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.hashers import make_password

from bihuan.access import actions as access
from bihuan.access.kinds import AccessKind, Secret
from bihuan.access.rules import BY_PERSON
from bihuan.access.visitors import VisitingActor
from bihuan.accounts import actions as accounts
from bihuan.accounts.actions.second_step import SecondStepChange
from bihuan.accounts.models import User
from bihuan.accounts.platform import Platform, PlatformPerson, Unknown
from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_user
from bihuan.kit import sealing

from .rows import PASSWORDS
from .scene import Deed, RaceScene

AT = datetime(2024, 3, 22, 2, tzinfo=UTC)
DAY = timedelta(days=1)
PLATFORM = Platform("统一门户", "https://sso.example.gov.cn", "bihuan", unknown=Unknown.VIEWER)
OLD, NEW, OTHER = PASSWORDS


def _at_door(user: User, device: str = "") -> VisitingActor:
    return VisitingActor(user.username, str(user.pk), "198.51.100.1", device, "Firefox")


def _door() -> dict[str, Any]:
    """One more wrong try and the next must wait; the day before is not sealed yet."""
    office, user = make_user(), make_user(role=Role.SUPERVISOR)
    by = _at_door(user)
    access.note(kind=AccessKind.SIGNED_IN, by=by, at=AT - 400 * DAY)
    access.note(kind=AccessKind.SIGNED_OUT, by=by, at=AT - DAY)
    tries = [
        access.begin_try(secret=Secret.PASSWORD, by=by, at=AT).attempt
        for _each in range(BY_PERSON.tries - 1)
    ]
    return {"office": office, "other": make_user(), "user": user, "by": by, "attempt": tries[-1]}


def _rules(*roles: str) -> Deed:
    return lambda s: access.set_sign_in_rules(
        two_step_roles=roles, two_step_since=date(2024, 4, 1), by=s.office, at=AT
    )


DOOR: dict[str, Deed] = {
    "access.begin_try": lambda s: access.begin_try(secret=Secret.PASSWORD, by=s.by, at=AT),
    "access.begin_try:code": lambda s: access.begin_try(secret=Secret.CODE, by=s.by, at=AT),
    "access.forgive": lambda s: access.forgive(attempt=s.attempt, by=s.by),
    "access.note": lambda s: access.note(kind=AccessKind.SIGNED_IN, by=s.by, at=AT),
    "access.seal_days": lambda s: access.seal_days(by=s.office, at=AT),
    "access.forget_old": lambda s: access.forget_old(keep_days=200, by=s.office, at=AT),
    "access.set_sign_in_rules": _rules("supervisor"),
    "access.set_sign_in_rules:other": _rules("office", "commander"),
    "access.unlock_person": lambda s: access.unlock_person(user=s.user, by=s.office, at=AT),
    "access.unlock_address": lambda s: access.unlock_address(
        address="198.51.100.1", by=s.other, at=AT
    ),
}


def _sign_in() -> dict[str, Any]:
    """Somebody with a password digested weakly, a key, a second step sealed with an old key."""
    office, user = make_user(), make_user(role=Role.SUPERVISOR)
    user.password = make_password(OLD, salt="short")
    user.save()
    sealing.end_rotation()
    TOTP.activate(user, generate_totp_secret())
    sealing.begin_rotation()
    token, _key = accounts.issue_token(name="接口", by=user, at=AT)
    return {"office": office, "user": user, "token": token, "other": make_user(role=Role.VIEWER)}


def _person(subject: str, name: str) -> PlatformPerson:
    return PlatformPerson(PLATFORM.server, subject, name, "张某", None, None)


def _let_in(subject: str, field: str = "") -> Deed:
    """Let in who bears the sign-in name of a user there, or a stranger."""
    return lambda s: accounts.let_in_from_platform(
        person=_person(subject, getattr(s, field).username if field else "zhang"),
        platform=PLATFORM,
        by=accounts.FromPlatform(),
        at=AT,
    )


def _linked(subject: str, field: str = "user") -> Deed:
    return lambda s: accounts.link_identity(
        user=getattr(s, field), issuer=PLATFORM.server, subject=subject, by=s.office, at=AT
    )


def _changed(password: str, by: str = "user") -> Deed:
    return lambda s: accounts.change_password(
        user=s.user, old=OLD, password=password, by=getattr(s, by), at=AT
    )


SIGN_IN: dict[str, Deed] = {
    "accounts.change_password": _changed(NEW),
    "accounts.change_password:office": _changed(OTHER, "office"),
    "accounts.strengthen_password": lambda s: accounts.strengthen_password(
        user=s.user, password=OLD, by=s.user, at=AT
    ),
    "accounts.reset_password": lambda s: accounts.reset_password(user=s.user, by=s.office, at=AT),
    "accounts.end_keys": lambda s: accounts.end_keys(user=s.user, by=s.office, at=AT),
    "accounts.issue_token": lambda s: accounts.issue_token(name="另一", by=s.user, at=AT),
    "accounts.revoke_token": lambda s: accounts.revoke_token(token=s.token, by=s.user, at=AT),
    "accounts.note_use": lambda s: accounts.note_use(
        token=s.token, address="198.51.100.1", by=s.user, at=AT
    ),
    "accounts.note_second_step": lambda s: accounts.note_second_step(
        change=SecondStepChange.NEW_CODES, by=s.user, at=AT
    ),
    "accounts.end_second_step": lambda s: accounts.end_second_step(user=s.user, by=s.office, at=AT),
    "accounts.reseal_second_steps": lambda s: accounts.reseal_second_steps(by=s.office, at=AT),
    "accounts.link_identity": _linked("1001"),
    "accounts.link_identity:else": _linked("2002"),
    "accounts.link_identity:other": _linked("1001", "other"),
    "accounts.link_identity:nobody": _linked(""),
    "accounts.let_in_from_platform": _let_in("1001", "user"),
    "accounts.let_in_from_platform:namesake": _let_in("3003", "user"),
    "accounts.let_in_from_platform:stranger": _let_in("4004"),
    "accounts.deactivate": lambda s: accounts.deactivate(user=s.user, by=s.office, at=AT),
    "accounts.edit_user": lambda s: accounts.edit_user(
        user=s.user, role=Role.VIEWER, organisation=None, by=s.office, at=AT
    ),
}

SCENES = [RaceScene("a door", _door, DOOR), RaceScene("a sign-in", _sign_in, SIGN_IN)]
