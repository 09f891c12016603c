"""Whether a backup can be relied on: every byte, every file, the database and its figures."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from bihuan.kit import advance
from bihuan.kit.errors import Refusal
from bihuan.kit.words import gettext
from bihuan.site.upgrading import steps_ahead

from . import contents, manifest, postgres, sealed_keys, snapshot, sqlite
from .archive import ArchiveMember, is_sealed, opened, read_member, read_small
from .making import SEALED
from .manifest import BackupManifest

SHARES = {"reading": 70, "database": 30}


@dataclass
class BackupVerdict:
    """What was found: `faults` make the backup unfit; `notes` are good to know."""

    manifest: BackupManifest | None = None
    faults: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def verify_backup(place: Path, *, passphrase: str | None = None) -> BackupVerdict:
    """Read a backup to its last byte and compare all with its manifest.

    Raises Refusal if the file is no backup at all.
    """
    verdict = BackupVerdict()
    with opened(place) as packed:
        if not is_sealed(place):
            verdict.faults.append(gettext("The file was changed or damaged since it was written."))
        try:
            told = verdict.manifest = read_manifest(packed)
        except Refusal as refusal:
            verdict.faults.append(str(refusal))
            return verdict
        with tempfile.TemporaryDirectory(prefix="bihuan-verify-") as folder:
            database = Path(folder) / database_member(told)
            verdict.faults += _faults_of_members(packed, told, database)
            if not verdict.faults:
                _look_inside(told, database, verdict)
        verdict.faults += _faults_of_keys(packed, told, passphrase)
    verdict.notes += notes(told, tried_keys=passphrase is not None)
    return verdict


def read_manifest(packed: zipfile.ZipFile) -> BackupManifest:
    """Return what a backup says of itself. Raises Refusal if it says nothing."""
    if manifest.NAME not in packed.namelist():
        raise Refusal(gettext("The backup has no manifest."))
    return manifest.decoded(read_small(packed, manifest.NAME))


def database_member(told: BackupManifest) -> str:
    """Return the name of the database in a backup. Raises Refusal for an engine unknown here."""
    try:
        return snapshot.MEMBERS[told.engine]
    except KeyError as error:
        raise Refusal(gettext("The backup's manifest cannot be read.")) from error


def notes(told: BackupManifest, *, tried_keys: bool) -> list[str]:
    """Return what is good to know of a sound backup."""
    said = []
    if not told.has_keys:
        said.append(gettext("It holds no keys: they must come from elsewhere, or be made anew."))
    elif not tried_keys:
        said.append(gettext("Its keys were not tried: no passphrase was given."))
    if told.missing:
        said.append(
            gettext("%(count)s files that rows name were missing already: %(first)s …")
            % {"count": len(told.missing), "first": told.missing[0]}
        )
    return said


def unnamed_members(packed: zipfile.ZipFile, told: BackupManifest) -> Iterator[str]:
    """Yield a sentence about each file in a backup that its manifest does not name."""
    there = {entry.filename for entry in packed.infolist()} - {manifest.NAME}
    for name in sorted(there - told.members.keys()):
        yield gettext("“%s” is in the backup, but not in its manifest.") % name


def _faults_of_members(
    packed: zipfile.ZipFile, told: BackupManifest, database: Path
) -> Iterator[str]:
    advance.enter("reading", sum(member.size for member in told.members.values()))
    there = {entry.filename for entry in packed.infolist()} - {manifest.NAME}
    if database.name not in told.members:
        yield gettext("The manifest names no database.")
    yield from unnamed_members(packed, told)
    for name, member in told.members.items():
        if name not in there:
            yield gettext("“%s” is missing in the backup.") % name
        elif not contents.is_safe(name):
            yield gettext("“%s” would lie outside the data folder.") % name
        else:
            yield from _faults_of_member(packed, name, member, database)


def _faults_of_member(
    packed: zipfile.ZipFile, name: str, member: ArchiveMember, database: Path
) -> Iterator[str]:
    try:
        if name == database.name:
            with database.open("wb") as copy:
                found = read_member(packed, name, copy)
        else:
            found = read_member(packed, name)
    except Refusal as refusal:
        yield str(refusal)
        return
    if found != member:
        yield gettext("“%s” in the backup is not what its manifest says.") % name


def _look_inside(told: BackupManifest, database: Path, verdict: BackupVerdict) -> None:
    advance.enter("database", 1)
    if told.engine == "postgresql":
        verdict.faults += postgres.faults(database)
        return
    verdict.faults += sqlite.faults(database)
    if verdict.faults:
        return
    if manifest.unknown_migrations(told.migrations):
        verdict.notes.append(newer(told))
        return
    with sqlite.database_at(database):
        compare(told, verdict)


def compare(told: BackupManifest, verdict: BackupVerdict) -> None:
    """Compare the database in use with what a manifest says, as far as this version can."""
    moment = datetime.fromisoformat(told.made_at)
    if steps_ahead():
        verdict.faults += manifest.count_differences(told, manifest.row_counts())
        verdict.notes.append(gettext("An older version made it: restoring brings it up to date."))
        return
    with snapshot.one_moment():
        verdict.faults += manifest.differences(told, manifest.describe(moment))


def newer(told: BackupManifest) -> str:
    """Return the sentence about a backup of a version later than this one."""
    return gettext("The backup was made by a newer version, %s.") % told.version


def _faults_of_keys(
    packed: zipfile.ZipFile, told: BackupManifest, passphrase: str | None
) -> Iterator[str]:
    if passphrase is None or not told.has_keys:
        return
    try:
        sealed_keys.unseal(read_small(packed, SEALED), passphrase)
    except Refusal as refusal:
        yield str(refusal)
