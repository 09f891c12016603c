"""Keys by which programmes act as their user."""

from __future__ import annotations

import secrets
from datetime import datetime

from bihuan.accounts import rules
from bihuan.accounts.models import Token, User
from bihuan.accounts.permissions import require
from bihuan.accounts.roles import Can
from bihuan.accounts.tokens import digest
from bihuan.audit.log import record
from bihuan.kit.errors import Refusal
from bihuan.kit.words import say
from bihuan.kit.writing import action


@action
def issue_token(*, name: str, by: User, at: datetime) -> tuple[Token, str]:
    """Return a new token of `by` and its key, which is told this once and not kept."""
    require(by, Can.TOKENS_HOLD)
    name = name.strip()
    if not name:
        raise Refusal(say("Say what the key is for."))
    User.objects.select_for_update(of=("self",)).get(pk=by.pk)
    if by.tokens.filter(revoked_at__isnull=True).count() >= rules.MOST_TOKENS:
        raise Refusal(say("You hold %s keys already: end one first.") % rules.MOST_TOKENS)
    key = secrets.token_urlsafe(32)
    token = Token.objects.create(user=by, name=name, digest=digest(key), created_at=at)
    record("token.issued", token, by=by, at=at, name=name)
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
