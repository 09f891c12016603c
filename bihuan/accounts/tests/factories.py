"""Makers for tests: plain functions, keyword only, sensible defaults."""

from itertools import count

from bihuan.accounts.models import Leader, Organisation, User
from bihuan.accounts.roles import Role

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
