"""One writer at a time: what an action reads stays true until it has written.

SQLite lets one transaction write at a time, and ours ask for that when they begin. Here PostgreSQL
is held to the same. Events are chained one after the other, so writers would wait for each other
anyway, only later: after they had read what another was about to change.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import OperationalError, connection, transaction

from .errors import Refusal
from .words import gettext

WRITE_LOCK = 0x6269_7772  # "biwr"
LONGEST_WAIT = "20s"  # as long as a writer waits on SQLite
WAIT_FOR_TURN = "SELECT set_config('lock_timeout', %s, true), pg_advisory_xact_lock(%s)"
GAVE_WAY = frozenset({"40001", "40P01", "55P03"})  # conflict, deadlock, waited too long

_has_turn: ContextVar[bool] = ContextVar("has_turn", default=False)


@contextmanager
def one_writer() -> Iterator[None]:
    """Begin a transaction that no other writes beside; within one, go on in it.

    Raises Refusal if others write for too long; nothing is written then.
    """
    try:
        with transaction.atomic():
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute(WAIT_FOR_TURN, [LONGEST_WAIT, WRITE_LOCK])
            token = _has_turn.set(True)
            try:
                yield
            finally:
                _has_turn.reset(token)
    except OperationalError as error:
        if connection.in_atomic_block or not _gave_way(error):
            raise
        raise Refusal(
            gettext(
                "Somebody else's change is still being written, perhaps a large import. "
                "Nothing of yours was saved: try again in a minute."
            )
        ) from error


action = one_writer()
"""Decorates an action: it runs as one transaction that no other writes beside, so that it locks
first and reads then.
"""


def require_turn() -> None:
    """Raise RuntimeError unless the running transaction is one that no other writes beside."""
    if not (_has_turn.get() and connection.in_atomic_block):
        raise RuntimeError("Written out of turn: begin with @action, or write within one_writer().")


def _gave_way(error: OperationalError) -> bool:
    """Return whether a transaction was given up for another's sake, and can be tried again."""
    cause = error.__cause__
    if connection.vendor == "postgresql":
        return getattr(cause, "sqlstate", "") in GAVE_WAY
    return "locked" in str(cause)
