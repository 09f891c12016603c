"""Bringing the tables up to date, on record: what an upgrade changes is told, and hides nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from bihuan.audit.baseline import is_begun, look_before_upgrade, seal
from bihuan.audit.log import ClockActor
from bihuan.kit.database_file import is_missing
from bihuan.kit.errors import Refusal
from bihuan.kit.words import gettext
from bihuan.kit.writing import one_writer

from .newer import known_steps


def steps_ahead() -> int:
    """Return how many migrations the database has not seen."""
    return _steps_of(MigrationExecutor(connection))


def refuse_older() -> None:
    """Refuse to work in tables that an older version made. Looking makes no database."""
    if is_older():
        raise Refusal(
            gettext(
                "The database was written by an older version: make a backup, then run"
                " `bihuan init`."
            )
        )


def is_older() -> bool:
    """Return whether the database has tables of ours that lack steps of this version."""
    if is_missing():
        return False
    taken = set(MigrationRecorder(connection).applied_migrations())
    return bool(taken) and not known_steps() <= taken and steps_ahead() > 0


def _steps_of(executor: MigrationExecutor) -> int:
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def upgrade(at: datetime) -> int:
    """Take the steps ahead, all or none; return how many. The record's first word on facts is said
    here too.
    """
    executor = MigrationExecutor(connection)
    steps = _steps_of(executor)
    if not steps:
        executor.check_replacements()  # old steps will be dropped one day
    if steps or not is_begun():
        with _whole():
            before = look_before_upgrade()
            if steps:
                call_command("migrate", interactive=False, verbosity=0)
            seal(before=before, by=ClockActor(), at=at)
    return steps


@contextmanager
def _whole() -> Iterator[None]:
    """Change tables and the record in one transaction: cut off anywhere, nothing was begun."""
    with connection.constraint_checks_disabled(), one_writer():
        if connection.vendor == "postgresql":  # it alters no table on which a check is still due
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        yield
