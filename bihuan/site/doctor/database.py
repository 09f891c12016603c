"""The database: does it answer, is it whole, does it fit this programme."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from bihuan.kit.database_file import is_missing, place
from bihuan.kit.databases.programmes import inner_programmes, lacking_conditions
from bihuan.kit.errors import Refusal
from bihuan.kit.troubles import trouble_of
from bihuan.kit.words import gettext
from bihuan.site.backups import sqlite
from bihuan.site.durability import doubts
from bihuan.site.home import refuse_unfit
from bihuan.site.newer import refuse_newer

from .kinds import DoctorFinding, fine, wrong

LARGEST_WAL_BYTES = 256 * 2**20
OLDEST_POSTGRESQL = 14_00_00


def look() -> Iterator[DoctorFinding]:
    """Tell whether the database answers, and whether its tables are this programme's."""
    try:
        refuse_unfit()
        if is_missing():
            yield wrong(
                gettext("There is no database in the data folder."),
                gettext(
                    "Run `bihuan init` for a new one, or `bihuan restore` with the newest backup."
                ),
            )
            return
        _value("SELECT 1")
        yield from _migrations()
        yield from _sqlite() if connection.vendor == "sqlite" else _postgresql()
        for each in inner_programmes():
            yield wrong(
                gettext("“%(name)s” on the table %(table)s changes what is written or read.")
                % vars(each),
                gettext(
                    "Nothing of ours acts inside the database: see who put it there; remove it."
                ),
            )
        for each in lacking_conditions(apps.get_models(include_auto_created=True)):
            yield wrong(
                gettext("The table %(table)s no longer holds to “%(name)s”.") % vars(each),
                gettext("Somebody changed the table: run `bihuan audit-check`, restore a backup."),
            )
        for sentence in doubts():
            yield wrong(sentence, gettext("Set it back to what the database does by itself."))
    except Refusal as told:
        yield wrong(
            str(told),
            gettext("Keep this folder as it is, and restore the newest backup into an empty one."),
        )
    except Exception as error:
        trouble = trouble_of(error)
        if trouble is None:
            raise
        yield wrong(str(trouble.label), gettext("Look at the database: %s") % _first_line(error))


def look_inside() -> Iterator[DoctorFinding]:
    """Tell whether the file is whole: reads all of it. PostgreSQL watches over its own files."""
    if connection.vendor != "sqlite":
        yield fine(gettext("PostgreSQL checks its own files."))
    elif not is_missing():
        told = sqlite.damage(place())
        if not told:
            yield fine(gettext("Every page of the database can be read."))
        else:
            yield wrong(
                gettext("The database is damaged: %s") % told,
                gettext("Stop the server, keep the file, and restore the last good backup."),
            )


def _migrations() -> Iterator[DoctorFinding]:
    try:
        refuse_newer()
    except Refusal as told:
        todo = gettext("Install that version again; an older one must not write into it.")
        yield wrong(str(told), todo)
        return
    executor = MigrationExecutor(connection)
    behind = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if behind:
        yield wrong(
            gettext("The database lacks %s steps of this version.") % len(behind),
            gettext("Make a backup, then run `bihuan init`."),
        )
    else:
        yield fine(gettext("The database fits this version."))


def _sqlite() -> Iterator[DoctorFinding]:
    if _value("PRAGMA journal_mode") not in ("wal", "memory"):  # the latter only in tests
        yield wrong(
            gettext("Readers wait for writers: the database is not in WAL mode."),
            gettext("Is the data folder on a network drive? Put it on a disk of this machine."),
        )
    log = Path(f"{settings.DATABASES['default']['NAME']}-wal")
    size = log.stat().st_size if log.is_file() else 0
    if size > LARGEST_WAL_BYTES:
        yield wrong(
            gettext("The write-ahead log has grown to %s MB.") % (size // 2**20),
            gettext(
                "A programme keeps the database open for reading: end it, or start the server anew."
            ),
        )


def _postgresql() -> Iterator[DoctorFinding]:
    version = int(_value("SHOW server_version_num"))
    told = _value("SHOW server_version")
    if version < OLDEST_POSTGRESQL:
        yield wrong(
            gettext("PostgreSQL %s is too old.") % told, gettext("Use PostgreSQL 14 or newer.")
        )
    encoding = _value("SHOW server_encoding")
    if encoding != "UTF8":
        yield wrong(
            gettext("The database's encoding is %s, which cannot hold every name.") % encoding,
            gettext("Make the database anew with encoding UTF8."),
        )
    yield fine(gettext("PostgreSQL %s answers.") % told)


def _value(question: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchone()[0]


def _first_line(error: Exception) -> str:
    return next(iter(str(error).strip().splitlines()), type(error).__name__)
