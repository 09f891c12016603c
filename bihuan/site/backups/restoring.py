"""Putting a backup back into an empty data folder and an empty database: all of it, or nothing."""

from __future__ import annotations

import os
import shutil
import zipfile
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection

from bihuan.audit.log import Actor, EventDraft, record_many
from bihuan.audit.origins import name_origin, named_origins
from bihuan.kit import advance
from bihuan.kit.errors import Refusal
from bihuan.kit.files import sync_file, sync_folder
from bihuan.kit.words import gettext
from bihuan.kit.writing import one_writer
from bihuan.site.lock import hold
from bihuan.site.upgrading import upgrade

from . import contents, manifest, postgres, sealed_keys, snapshot, sqlite, unfinished
from .archive import is_sealed, opened, read_member, read_small, seal_of
from .making import SEALED, THING
from .manifest import BackupManifest
from .verifying import (
    BackupVerdict,
    compare,
    database_member,
    newer,
    notes,
    read_manifest,
    unnamed_members,
)

SHARES = {"reading": 60, "database": 40}
ENGINES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


@dataclass(frozen=True)
class Restored:
    """What was put back, and in `missing` what was not."""

    manifest: BackupManifest
    has_keys: bool
    missing: list[str] = field(default_factory=list)


def restore_backup(*, place: Path, passphrase: str | None, by: Actor, at: datetime) -> Restored:
    """Put a backup back and bring it up to this version. Raises Refusal, with nothing changed, if
    there is anything already, the backup is damaged, of another engine or of a newer version.

    Killed in the middle it leaves a folder on which nothing runs until it was run again.
    """
    with opened(place) as packed:
        told = read_manifest(packed)
        _check(place, told)
        for sentence in unnamed_members(packed, told):
            raise Refusal(sentence)
        keys = _keys(packed, told, passphrase)
        with hold(Path(settings.HOME)):
            _put_back(packed, told, keys, place, by, at)
            if not keys and named_origins():
                name_origin(by=by, at=at, anew=True)
    said = notes(told, tried_keys=passphrase is not None)
    return Restored(told, bool(keys), [*said, *_consequences(told, keys)])


def _put_back(
    packed: zipfile.ZipFile,
    told: BackupManifest,
    keys: dict[str, bytes],
    place: Path,
    by: Actor,
    at: datetime,
) -> None:
    Path(settings.HOME).chmod(0o700)
    _clear_what_an_interrupted_one_left()
    _check_emptiness()
    room = unfinished.begin(place)
    try:
        _unpack(packed, told, room)
        for path, content in keys.items():
            _write(room / "home" / path, content)
        _bring_in_database(room / database_member(told), told, place, by, at)
    except BaseException:
        _clear_what_an_interrupted_one_left()
        raise
    _move_into_place(room)


def _check(place: Path, told: BackupManifest) -> None:
    if not is_sealed(place):
        raise Refusal(gettext("The file was changed or damaged since it was written."))
    if told.engine != connection.vendor:
        raise Refusal(
            gettext("The backup is of %(told)s, the database here is %(here)s: see DATABASE_URL.")
            % {"told": ENGINES.get(told.engine, told.engine), "here": ENGINES[connection.vendor]}
        )
    if manifest.unknown_migrations(told.migrations):
        raise Refusal(newer(told))
    if connection.vendor == "postgresql":
        postgres.check_programs()


def _keys(
    packed: zipfile.ZipFile, told: BackupManifest, passphrase: str | None
) -> dict[str, bytes]:
    if passphrase is None or not told.has_keys:
        return {}
    found = sealed_keys.unseal(read_small(packed, SEALED), passphrase)
    return {path: content for path, content in found.items() if contents.is_safe(path)}


def _check_emptiness() -> None:
    database = snapshot.place().name  # a command that looked for it has made an empty one
    if any(not each.name.startswith(database) for each in unfinished.strangers()):
        raise Refusal(
            gettext("There is something in %s already: restore into an empty folder.")
            % settings.HOME
        )
    if not snapshot.is_empty():
        raise Refusal(gettext("The database holds tables already: restore into an empty one."))


def _clear_what_an_interrupted_one_left() -> None:
    told = unfinished.left_behind()
    if told is None:
        return
    if connection.vendor == "postgresql" and told.get("filling"):
        if told["filling"] != _database_name():
            raise Refusal(
                gettext("The interrupted restore went into another database: %s.") % told["filling"]
            )
        postgres.clear()
    unfinished.clear()


def _database_name() -> str:
    chosen = connection.settings_dict
    return f"{chosen['HOST']}:{chosen['PORT']}/{chosen['NAME']}"


def _unpack(packed: zipfile.ZipFile, told: BackupManifest, room: Path) -> None:
    advance.enter("reading", sum(member.size for member in told.members.values()))
    database = database_member(told)
    for name, member in told.members.items():
        if name == SEALED:
            continue
        if not contents.is_safe(name) or not (name == database or name.startswith(contents.INSIDE)):
            raise Refusal(gettext("“%s” would lie outside the data folder.") % name)
        inside = name if name == database else f"home/{name.removeprefix(contents.INSIDE)}"
        target = _new_file(room / inside)
        with os.fdopen(target, "wb") as copy:
            found = read_member(packed, name, copy)
            copy.flush()
            os.fsync(copy.fileno())
        if found != member:
            raise Refusal(gettext("“%s” in the backup is not what its manifest says.") % name)


def _bring_in_database(
    database: Path, told: BackupManifest, place: Path, by: Actor, at: datetime
) -> None:
    advance.enter("database", 3)
    if told.engine == "postgresql":
        unfinished.note(filling=_database_name())
        postgres.restore(database)
        database.unlink()
        _bring_up_to_date(told, place, by, at)
        return
    if found := sqlite.damage(database):
        raise Refusal(
            gettext(
                "The database in the backup is damaged: %s. Nothing was restored: take an older"
                " one."
            )
            % found
        )
    with sqlite.database_at(database):
        _bring_up_to_date(told, place, by, at)
        sqlite.let_read_while_one_writes()
    sync_file(database)


def _bring_up_to_date(told: BackupManifest, place: Path, by: Actor, at: datetime) -> None:
    """Compare with the manifest, migrate, and note in the record that it went back to then."""
    verdict = BackupVerdict(told)
    compare(told, verdict)
    advance.add()
    if verdict.faults:
        raise Refusal("\n".join(verdict.faults))
    upgrade(at)
    advance.add()
    head = told.head.number if told.head else 0
    note = {"sha256": seal_of(place), "made_at": told.made_at, "event": head}
    with one_writer():
        record_many([EventDraft("backup.restored", THING, place.name, note)], by=by, at=at)


def _move_into_place(room: Path) -> None:
    """Rename all that was unpacked into the data folder, the database last; then end.

    A key that a command made in the empty folder gives way to the one from the backup.
    """
    home, unpacked = Path(settings.HOME), room / "home"
    for folder, _folders, _files in os.walk(unpacked):
        sync_folder(Path(folder))
    for each in sorted(unpacked.iterdir()) if unpacked.exists() else []:
        target = home / each.name
        if target.is_dir():
            shutil.rmtree(target)
        each.replace(target)
    database = room / snapshot.MEMBERS["sqlite"]
    if database.exists():
        for companion in ("-wal", "-shm"):
            Path(f"{snapshot.place()}{companion}").unlink(missing_ok=True)
        database.replace(snapshot.place())
    sync_folder(home)
    unfinished.end()


def _consequences(told: BackupManifest, keys: dict[str, bytes]) -> list[str]:
    """Return who must do what, for want of the keys."""
    if keys:
        return []
    return [
        gettext("Without the old keys everybody signs in anew."),
        gettext(
            "What was encrypted with them cannot be read: the mail password, robots' secrets and"
            " second steps must be set up again."
        ),
    ]


def _new_file(place: Path) -> int:
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    return os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)


def _write(place: Path, content: bytes) -> None:
    with os.fdopen(_new_file(place), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
