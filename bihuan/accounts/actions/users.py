"""Who signs in, and as what."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth.hashers import get_hasher, identify_hasher
from django.core.exceptions import ValidationError

from bihuan.accounts import rules
from bihuan.accounts.holdings import counted, held_by
from bihuan.accounts.models import Leader, Organisation, User
from bihuan.accounts.passwords import check_password_for, new_password
from bihuan.accounts.permissions import require
from bihuan.accounts.roles import Can, Role
from bihuan.audit.log import Actor, record
from bihuan.kit.errors import Refusal
from bihuan.kit.words import gettext
from bihuan.kit.writing import action

from .organisations import check_standing
from .tokens import end_keys

CONSOLE = "console"


@action
def console_user(*, account: str = "", by: Actor | None = None, at: datetime) -> User:
    """Return the user whom commands act as: the person at the machine, who may do everything. With
    `account`, who that is for the machine, or that it is the example which is loaded.
    """
    name = f"{CONSOLE}:{account}" if account else CONSOLE
    user, new = User.objects.get_or_create(username=name, defaults={"role": Role.CONSOLE})
    if new:
        user.set_unusable_password()
        user.save()
        record("user.added", user, by=by or user, at=at, role=user.role)
    return user


@action
def add_user(  # noqa: PLR0913  # the fields of one form, all named
    *,
    username: str,
    role: str,
    password: str | None,
    by: User,
    at: datetime,
    full_name: str = "",
    title: str = "",
    phone: str = "",
    organisation: Organisation | None = None,
    leader: Leader | None = None,
    chosen_by_user: bool = False,
) -> User:
    """Let somebody sign in. `leader` makes a commander of the user. The password is changed at
    first use (ACCOUNT-8), unless the user chose it and nobody else knows it.
    """
    require(by, Can.ACCOUNTS_MANAGE)
    user = User(
        username=username.strip(),
        role=role,
        full_name=full_name.strip(),
        title=title.strip(),
        phone=rules.phone_written(phone),
        organisation=organisation,
    )
    check_new_user(user)
    check_password_for(user, password)
    user.set_password(password)
    user.must_change_password = not chosen_by_user
    check_user(user)
    user.save()
    if leader is not None:
        Leader.objects.filter(pk=leader.pk).update(user=user)
    record("user.added", user, by=by, at=at, role=role, organisation=str(organisation or ""))
    return user


@action
def edit_user(
    *,
    user: User,
    role: str,
    organisation: Organisation | None,
    by: User,
    at: datetime,
    full_name: str = "",
    phone: str = "",
    title: str | None = None,
) -> User:
    """Give a user another role, organisation, name, phone or title (None leaves it as it is)."""
    require(by, Can.ACCOUNTS_MANAGE)
    user = _locked(user)
    rules.check_role(role, has_organisation=organisation is not None)
    check_office_stays(user, stays=role == Role.OFFICE)
    check_standing(organisation)
    said = {
        "role": role,
        "organisation": organisation,
        "full_name": full_name.strip(),
        "title": user.title if title is None else title.strip(),
        "phone": rules.phone_written(phone),
    }
    take_particulars(user, said, by=by, at=at)
    return user


@action
def deactivate(
    *, user: User, by: User, at: datetime, reason: str = "", leave_held: bool = False
) -> User:
    """Let somebody no longer sign in; their keys end too. What they did stays on record.

    Raises Refusal while something hangs on the person, unless `leave_held` says that it is to.
    """
    require(by, Can.ACCOUNTS_MANAGE)
    user = _locked(user)
    check_office_stays(user, stays=False)
    if not leave_held and (found := held_by(user)):
        raise Refusal(
            gettext("Something still hangs on “%(user)s” (%(held)s): hand it over first.")
            % {"user": user, "held": counted(found)}
        )
    if user.is_active:
        user.is_active = False
        user.sessions_ended += 1  # none opens again when the user comes back
        user.save()
        record("user.deactivated", user, by=by, at=at, reason=reason)
        end_keys(user=user, by=by, at=at)
    return user


@action
def reactivate(*, user: User, by: User, at: datetime) -> User:
    """Let somebody sign in again. Ended keys stay ended."""
    require(by, Can.ACCOUNTS_MANAGE)
    user = _locked(user)
    if user.role == Role.CONSOLE:
        raise Refusal(gettext("The console stays as it is."))
    if not user.is_active:
        user.is_active = True
        user.save()
        record("user.reactivated", user, by=by, at=at)
    return user


@action
def reset_password(*, user: User, by: User, at: datetime) -> str:
    """Return a new password, to be told once; whoever is signed in as the user is signed out, and
    the user's keys end. It opens nothing but the page on which the user chooses another.
    """
    require(by, Can.ACCOUNTS_MANAGE)
    user = _locked(user)
    if user.role == Role.CONSOLE:
        raise Refusal(gettext("Nobody signs in as the console."))
    password = new_password()
    user.set_password(password)
    user.must_change_password = True
    user.save()
    record("user.password_reset", user, by=by, at=at)
    end_keys(user=user, by=by, at=at)
    return password


@action
def change_password(*, user: User, old: str, password: str, by: User, at: datetime) -> User:
    """Take the password that a user chose; `old` is the one before, as it was typed. Other sessions
    end with it, and so do keys.

    Raises Refusal for one that is the old one, also in another letter case or with other spaces
    (ACCOUNT-7), that the rules do not take, or if `old` is not the one before.
    """
    _require_own_or_managed(user, by)
    user = _locked(user)
    if not user.check_password(old):
        raise Refusal(gettext("The old password is wrong."))
    rules.check_new_password(password, old=old)
    check_password_for(user, password)
    user.set_password(password)
    user.must_change_password = False
    user.save()
    record("user.password_changed", user, by=by, at=at)
    end_keys(user=user, by=by, at=at)
    return user


@action
def strengthen_password(*, user: User, password: str, at: datetime, by: User) -> None:
    """Digest a password anew, which its user just proved to know, if Django's way of doing so has
    become stronger since. One that was changed after it was proved stays as it is now.
    """
    require(by, Can.OWN_ACCOUNT)
    proved, user = user.password, _locked(user)
    if user.password != proved or not _is_weak(proved):
        return
    user.set_password(password)
    user.save(update_fields=["password"])
    record("user.password_strengthened", user, by=by, at=at)


def _is_weak(encoded: str) -> bool:
    """True for a digest made in a way, or with an effort, that is not today's."""
    stronger = get_hasher()
    used = identify_hasher(encoded)
    return used.algorithm != stronger.algorithm or stronger.must_update(encoded)


def _require_own_or_managed(user: User, by: User) -> None:
    require(by, Can.OWN_ACCOUNT if user.pk == by.pk else Can.ACCOUNTS_MANAGE)


def _locked(user: User) -> User:
    return User.objects.select_for_update(of=("self",)).get(pk=user.pk)


def take_particulars(user: User, said: dict[str, Any], *, by: Actor, at: datetime) -> None:
    """Give a locked user what is said of him or her, and record what it changes, if anything."""
    changes = {
        key: [str(getattr(user, key) or ""), str(value or "")]
        for key, value in said.items()
        if getattr(user, key) != value
    }
    if not changes:
        return
    if "phone" in changes:  # one that stands already is nobody's fault now
        rules.check_phone(said["phone"])
    for key, value in said.items():
        setattr(user, key, value)
    check_user(user)
    user.save()
    record("user.edited", user, by=by, at=at, changes=changes)


def check_new_user(user: User) -> None:
    """Refuse a role that does not fit, and a sign-in name that somebody bears."""
    rules.check_role(user.role, has_organisation=user.organisation is not None)
    check_standing(user.organisation)
    rules.check_phone(user.phone)
    if User.objects.filter(username__iexact=user.username).exists():
        raise Refusal(gettext("There is a user “%s” already.") % user.username)


def check_user(user: User) -> None:
    """Refuse a user whose fields do not fit."""
    try:
        user.full_clean(exclude=["password"])
    except ValidationError as told:
        raise Refusal("\n".join(told.messages)) from told


def check_office_stays(user: User, *, stays: bool) -> None:
    """Refuse to take away the last who can manage accounts (ACCOUNT-3)."""
    if user.role == Role.CONSOLE:
        raise Refusal(gettext("The console stays as it is."))
    office = User.objects.select_for_update().filter(role=Role.OFFICE, is_active=True)
    others = [each for each in office if each.pk != user.pk]
    rules.check_office_stays(
        is_office=user.role == Role.OFFICE and user.is_active,
        stays_office=stays,
        others=len(others),
    )
