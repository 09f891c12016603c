"""Who signs in. Pages, API and commands all come here."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from bihuan.audit.log import Actor, record
from bihuan.kit.errors import Refusal
from bihuan.kit.words import say

from .models import Leader, Organisation, User
from .permissions import require
from .roles import Can, Role

CONSOLE = "console"


@transaction.atomic
def console_user(*, by: Actor | None = None, at: datetime) -> User:
    """Return the user whom commands act as: the person at the machine, who may do everything."""
    user, new = User.objects.get_or_create(username=CONSOLE, defaults={"role": Role.CONSOLE})
    if new:
        user.set_unusable_password()
        user.save()
        record("user.added", user, by=by or user, at=at, role=user.role)
    return user


@transaction.atomic
def add_user(
    *, username: str, role: str, password: str | None, by: User, at: datetime,
    full_name: str = "", organisation: Organisation | None = None, leader: Leader | None = None,
) -> User:  # fmt: skip
    """Let somebody sign in. `leader` makes a commander of the user."""
    require(by, Can.ACCOUNTS_MANAGE)
    if User.objects.filter(username=username).exists():
        raise Refusal(say("There is a user “%s” already.") % username)
    user = User(username=username, role=role, full_name=full_name, organisation=organisation)
    user.set_password(password)
    user.full_clean(exclude=["password"])
    user.save()
    if leader is not None:
        leader.user = user
        leader.save()
    record("user.added", user, by=by, at=at, role=role, organisation=str(organisation or ""))
    return user
