"""Keys by which programmes act as their user."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import OperationalError, connection
from django.db.models import Q

from bihuan.accounts import rules
from bihuan.accounts.models import Token, User
from bihuan.accounts.permissions import require
from bihuan.accounts.roles import Can
from bihuan.accounts.scopes import Access, Area
from bihuan.audit.log import Actor, record
from bihuan.kit.errors import Refusal
from bihuan.kit.words import gettext
from bihuan.kit.writing import action

NOTED_AGAIN_AFTER = timedelta(minutes=10)


@action
def issue_token(
    *,
    name: str,
    by: User,
    at: datetime,
    access: str = Access.READ,
    areas: Sequence[str] = (Area.ALL,),
    days: int = rules.USUAL_KEY_DAYS,
) -> tuple[Token, str]:
    """Return a new token of `by` and its key, which is told this once and not kept."""
    require(by, Can.TOKENS_HOLD)
    name = name.strip()
    if not name:
        raise Refusal(gettext("Say what the key is for."))
    rules.check_key(access=access, areas=areas, days=days)
    by = User.objects.select_for_update(of=("self",)).get(pk=by.pk)
    require(by, Can.TOKENS_HOLD)  # nobody sent them away meanwhile
    if by.tokens.live(at).count() >= rules.MOST_TOKENS:
        raise Refusal(gettext("You hold %s keys already: end one first.") % rules.MOST_TOKENS)
    key = secrets.token_urlsafe(32)
    token = Token.objects.create(
        user=by,
        name=name,
        digest=rules.digest_of(key),
        access=access,
        areas=[str(area) for area in areas],
        created_at=at,
        expires_at=at + timedelta(days=days),
    )
    record(
        "token.issued",
        token,
        by=by,
        at=at,
        name=name,
        access=access,
        areas=token.areas,
        expires_at=token.expires_at,
    )
    return token, key


@action
def revoke_token(*, token: Token, by: User, at: datetime) -> Token:
    """End a key: one's own, or anybody's by who manages accounts."""
    require(by, Can.TOKENS_HOLD if token.user_id == by.pk else Can.ACCOUNTS_MANAGE)
    token = Token.objects.select_for_update(of=("self",)).get(pk=token.pk)
    if token.revoked_at is None:
        token.revoked_at = at
        token.save()
        record("token.revoked", token, by=by, at=at, name=token.name)
    return token


@action
def end_keys(*, user: User, by: Actor, at: datetime) -> int:
    """End every key of somebody whose password changed or who was sent away; return how many."""
    ended = list(user.tokens.select_for_update(of=("self",)).filter(revoked_at__isnull=True))
    for token in ended:
        token.revoked_at = at
        token.save()
        record("token.revoked", token, by=by, at=at, name=token.name)
    return len(ended)


def note_use(*, token: Token, address: str, by: Actor, at: datetime) -> bool:
    """Note when and from where a key was used, at most every ten minutes; True if it was noted.

    It is no fact, so it waits for nobody: while the database is held by another, nothing is noted.
    """
    if token.used_at is not None and at - token.used_at < NOTED_AGAIN_AFTER:
        return False
    stale = Q(used_at__isnull=True) | Q(used_at__lte=at - NOTED_AGAIN_AFTER)
    rows = Token.objects.filter(stale, pk=token.pk)
    with connection.cursor() as cursor:
        before = _wait_for(cursor, milliseconds=0)
        try:
            return bool(rows.update(used_at=at, used_from=address[:45]))
        except OperationalError:
            return False
        finally:
            _wait_for(cursor, milliseconds=before)


def _wait_for(cursor: Any, *, milliseconds: int) -> int:
    """Say how long to wait for another writer, and return what held before. SQLite only."""
    if connection.vendor != "sqlite":
        return 0
    cursor.execute("PRAGMA busy_timeout")
    before = int(cursor.fetchone()[0])
    cursor.execute(f"PRAGMA busy_timeout = {milliseconds}")
    return before
