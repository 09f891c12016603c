"""Many people at once: all of them are written, or nobody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.auth.hashers import get_hasher

from bihuan.accounts.drafts import PersonDraft
from bihuan.accounts.models import Leader, Organisation, User
from bihuan.accounts.passwords import new_password
from bihuan.accounts.permissions import require
from bihuan.accounts.roles import Can, Role
from bihuan.audit.log import record
from bihuan.kit.writing import action

from .leaders import add_leader
from .organisations import add_organisation
from .users import check_new_user, check_user, edit_user

FIRST_ROUNDS = 20_000
"""Rounds of a digest that guards a long random password for some days: two hundred are made in one
go. Sign-in digests it anew with all rounds, and its user then chooses another.
"""


@dataclass(frozen=True)
class FirstPassword:
    """What is handed to a new user, once."""

    user: User
    password: str = field(repr=False)


@action
def take_people(*, people: Sequence[PersonDraft], by: User, at: datetime) -> list[FirstPassword]:
    """Let new people sign in and edit known ones, adding the organisations they name that are not
    there. Return the first passwords, which are kept nowhere (ACCOUNT-8, ACCOUNT-14).
    """
    require(by, Can.ACCOUNTS_MANAGE)
    there = _organisations(people, by=by, at=at)
    known = User.objects.in_bulk([draft.user_id for draft in people if draft.user_id])
    handed_out = []
    for draft in people:
        organisation = there[draft.organisation] if draft.organisation else None
        if draft.user_id is None:
            handed_out.append(_added(draft, organisation, by=by, at=at))
            continue
        edit_user(
            user=known[draft.user_id],
            role=draft.role,
            organisation=organisation,
            full_name=draft.full_name,
            title=draft.title,
            phone=draft.phone,
            by=by,
            at=at,
        )
    return handed_out


def _organisations(
    people: Sequence[PersonDraft], *, by: User, at: datetime
) -> dict[str, Organisation]:
    names = dict.fromkeys(draft.organisation for draft in people if draft.organisation)
    there = {each.name: each for each in Organisation.objects.filter(name__in=names)}
    for name in names:
        if name not in there:
            there[name] = add_organisation(name=name, by=by, at=at)
    return there


def _added(
    draft: PersonDraft, organisation: Organisation | None, *, by: User, at: datetime
) -> FirstPassword:
    user = User(
        username=draft.username,
        role=draft.role,
        full_name=draft.full_name,
        title=draft.title,
        phone=draft.phone,
        organisation=organisation,
        must_change_password=True,
    )
    check_new_user(user)
    password = new_password()
    user.password = _digest(password)
    check_user(user)
    user.save()
    record("user.added", user, by=by, at=at, role=user.role, organisation=str(organisation or ""))
    if draft.role == Role.COMMANDER:
        _stand_for_leader(user, by=by, at=at)
    return FirstPassword(user, password)


def _stand_for_leader(user: User, *, by: User, at: datetime) -> None:
    """Let a new commander's sign-in stand for the leader of that name, who is added if there is
    none; where several bear it, somebody says which.
    """
    same = list(Leader.objects.filter(name=user.full_name))
    free = [each for each in same if each.user_id is None]
    if len(free) > 1:
        free = [each for each in free if each.title == user.title]
    if not same:
        free = [add_leader(name=user.full_name, title=user.title, by=by, at=at)]
    if len(free) == 1:
        leader = free[0]
        leader.user = user
        changes = {"user": ["", str(user)]}
        if user.title and not leader.title:
            leader.title, changes["title"] = user.title, ["", user.title]
        leader.save()
        record("leader.linked", leader, by=by, at=at, changes=changes)


def _digest(password: str) -> str:
    hasher = get_hasher()
    rounds: dict[str, Any] = {"iterations": FIRST_ROUNDS} if hasattr(hasher, "iterations") else {}
    digest: str = hasher.encode(password, hasher.salt(), **rounds)
    return digest
