"""Making a backup while others write: the database first, then the files that its rows name.

Files are only ever added, so that each file named in the copied database is still there.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone

from bihuan.audit.log import Actor, EventDraft, record_many
from bihuan.kit import advance
from bihuan.kit.errors import Refusal
from bihuan.kit.troubles import Trouble, trouble_of
from bihuan.kit.words import gettext
from bihuan.kit.writing import one_writer

from . import contents, manifest, postgres, sealed_keys, snapshot, sqlite
from .archive import new_archive, seal_of
from .manifest import BackupManifest

SHARES = {"database": 30, "figures": 10, "packing": 60}
SEALED = "keys.sealed"
PREFIX, ENDING = "bihuan-", ".zip"
THING = "site.backup"
BUSY = "backup.lock"


@dataclass(frozen=True)
class Made:
    """A backup that is there."""

    place: Path
    size: int
    sha256: str
    manifest: BackupManifest
    is_recorded: bool = True


def make_backup(*, place: Path, passphrase: str | None, by: Actor, at: datetime) -> Made:
    """Write all that the installation holds to one file. Raises Refusal if there is one already,
    or if the database is damaged.

    The keys go in, encrypted, if there is a passphrase.
    """
    if passphrase is not None:
        sealed_keys.check_passphrase(passphrase)
    if place.exists():
        raise Refusal(gettext("“%s” is there already: give the backup another name.") % place)
    try:
        with _alone(), _workroom(place) as room:
            told = _pack(room, place, passphrase, at)
    except (DatabaseError, sqlite3.DatabaseError) as error:
        if trouble_of(error) is not Trouble.DAMAGED:
            raise
        raise Refusal(sqlite.damaged(str(error))) from error
    except OSError as error:
        raise Refusal(
            gettext("The backup could not be written to %(place)s: %(reason)s.")
            % {"place": error.filename or place, "reason": error.strerror or error}
        ) from error
    made = Made(place, place.stat().st_size, seal_of(place), told)
    return replace(made, is_recorded=_recorded(made, by, at))


def name_for(at: datetime) -> str:
    """Return the name of a backup made at a moment, in the district's time."""
    return f"{PREFIX}{timezone.localtime(at):%Y%m%d-%H%M%S}{ENDING}"


def _pack(room: Path, place: Path, passphrase: str | None, at: datetime) -> BackupManifest:
    database = room / snapshot.member()
    if connection.vendor == "postgresql":
        postgres.check_programs()
    heads = contents.heads()  # first: none may be of a later moment than the database
    with snapshot.one_moment():
        snapshot.dump(database)
        advance.enter("figures", 1)
        told = manifest.describe(at)
        named = contents.files_of_rows()
    home = Path(settings.HOME)
    missing = [path for path in named if not (home / path).is_file()]
    packed = [path for path in named + contents.settings_files() if (home / path).is_file()]
    packed = [path for path in packed if path not in missing and not _is_ours(home / path, place)]
    sizes = [database.stat().st_size, *((home / path).stat().st_size for path in packed)]
    advance.enter("packing", sum(sizes))
    keys = contents.key_files() if passphrase is not None else {}
    with new_archive(room / place.name, place) as archive:
        with database.open("rb") as source:
            archive.add(database.name, source, compress=connection.vendor == "sqlite")
        for path in packed:
            with (home / path).open("rb") as source:
                archive.add(contents.INSIDE + path, source)
        for path, content in heads.items():
            archive.add_bytes(contents.INSIDE + path, content)
        if passphrase is not None:
            archive.add_bytes(SEALED, sealed_keys.seal(keys, passphrase))
        told = replace(told, missing=missing, has_keys=bool(keys), members=archive.members)
        archive.add_bytes(manifest.NAME, told.encoded())
    return told


def _is_ours(path: Path, place: Path) -> bool:
    """Return whether a file is the backup itself, or what an interrupted one left."""
    return path.resolve() == place.resolve() or any(p.name.endswith(".part") for p in path.parents)


def _recorded(made: Made, by: Actor, at: datetime) -> bool:
    """Note the backup in the record; a database that is busy or full does not make it void."""
    note = {"sha256": made.sha256, "bytes": made.size, "has_keys": made.manifest.has_keys}
    try:
        with one_writer():
            record_many([EventDraft("backup.made", THING, made.place.name, note)], by=by, at=at)
    except (DatabaseError, Refusal):
        return False
    return True


class BackupUnderWay(Refusal):
    """Another backup of this data folder is being made: nothing has failed."""


@contextmanager
def _alone() -> Iterator[None]:
    """Raise BackupUnderWay while another one of this data folder is made; the lock ends with it."""
    handle = os.open(Path(settings.HOME) / BUSY, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BackupUnderWay(gettext("A backup is being made just now.")) from error
        yield
    finally:
        os.close(handle)


@contextmanager
def _workroom(place: Path) -> Iterator[Path]:
    """Yield a folder beside the backup's place, gone afterwards with what was left in it."""
    room = place.parent / f".{place.name}.part"
    shutil.rmtree(room, ignore_errors=True)
    room.mkdir(mode=0o700)
    try:
        yield room
    finally:
        shutil.rmtree(room, ignore_errors=True)
