"""The installation's keys: sealing what is clear, changing keys, and what is wrong with them."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import connection

from bihuan.accounts.actions import reseal_second_steps
from bihuan.accounts.second_steps import lost_second_steps
from bihuan.audit.log import Actor
from bihuan.kit import sealing
from bihuan.kit.keyfiles import keys_in, replace_keys
from bihuan.notices.actions import reseal_channels
from bihuan.notices.lost import lost_secrets

from .platform.configuration import lost as lost_platform_secret
from .platform.configuration import reseal_secret

FORMER_KEPT = 2  # keys of sessions: a change that was interrupted and begun again signs nobody out


@dataclass(frozen=True)
class Rotated:
    """What a change of keys did. `given`: keys that come from the environment, left alone there."""

    resealed: int
    dropped: int
    given: tuple[str, ...]
    lost: list[str]


def seal_all(*, by: Actor, at: datetime) -> int:
    """Seal with the newest key whatever is clear or sealed with another; return how many rows.

    Harmless to repeat. Of what was clear, nothing stays in the free pages of an SQLite file.
    """
    changed = reseal_channels(by=by, at=at) + reseal_second_steps(by=by, at=at)
    reseal_secret()
    if changed and connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return changed


def rotate(*, by: Actor, at: datetime, forget: bool = False) -> Rotated:
    """Change the key of sessions and the key that seals; what was sealed is sealed anew.

    One that was interrupted goes on. With `forget` no session of before is valid any more.
    """
    given = []
    if os.environ.get("SECRET_KEY"):
        given.append("SECRET_KEY")
    else:
        _rotate_secret_key(forget=forget)
    if sealing.are_given():
        given.append("BIHUAN_ENCRYPTION_KEYS")
    elif sealing.keys_held() < 2:  # else one is under way
        sealing.begin_rotation()
    resealed = seal_all(by=by, at=at)
    dropped = 0 if sealing.are_given() else sealing.end_rotation()
    return Rotated(resealed, dropped, tuple(given), lost())


def lost() -> list[str]:
    """Return a sentence for every secret that no key opens: what it is, how to enter it anew."""
    return [*lost_secrets(), *lost_second_steps(), *lost_platform_secret()]


def state() -> list[str]:
    """Return what is wrong with the keys and with what they seal; nothing if all is well."""
    return [*sealing.state(), *lost()]


def _rotate_secret_key(*, forget: bool) -> None:
    path = settings.HOME / "secret-key"
    former = [] if forget else keys_in(path)[:FORMER_KEPT]
    replace_keys(path, [secrets.token_urlsafe(50), *former])
