"""Makers for tests: plain functions, keyword only, sensible defaults."""

from collections.abc import Sequence
from datetime import datetime
from itertools import count

from django.test import Client
from django.utils import timezone

from bihuan.accounts.actions import issue_token
from bihuan.accounts.models import Leader, Organisation, User
from bihuan.accounts.roles import Role
from bihuan.accounts.scopes import Access, Area

_numbers = count(1)


def make_organisation(*, name: str = "") -> Organisation:
    return Organisation.objects.create(name=name or f"单位{next(_numbers)}")


def make_user(*, role: str = Role.OFFICE, organisation: Organisation | None = None) -> User:
    user = User(
        username=f"user{next(_numbers)}",
        role=role,
        organisation=organisation or make_organisation(),
    )
    user.set_unusable_password()
    user.save()
    return user


def make_leader(*, user: User | None = None) -> Leader:
    return Leader.objects.create(name=f"领导{next(_numbers)}", title="副区长", user=user)


def make_key(
    *,
    user: User,
    access: str = Access.WRITE,
    areas: Sequence[str] = (Area.ALL,),
    at: datetime | None = None,
) -> str:
    """Return a key of the user, as its programme holds it."""
    at = at or timezone.now()
    return issue_token(name="脚本", access=access, areas=areas, by=user, at=at)[1]


def signed_in(user: User | None = None) -> Client:
    """A browser of somebody who has signed in: of the office, unless told otherwise."""
    client = Client()
    client.force_login(user or make_user())
    return client
