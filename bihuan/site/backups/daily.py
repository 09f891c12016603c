"""Backups that `serve` makes by itself, on a thread of its own, and those made from the page."""

from __future__ import annotations

import logging
import shutil
from datetime import datetime
from pathlib import Path
from threading import Event, Thread

from django.conf import settings
from django.db import DatabaseError, connections
from django.utils import timezone, translation

from bihuan.audit.log import Actor, ClockActor, EventDraft, record_many
from bihuan.kit import advance
from bihuan.kit.errors import Refusal
from bihuan.kit.files import sync_file, sync_folder
from bihuan.kit.words import gettext
from bihuan.kit.writing import one_writer

from . import making, passphrase, verifying
from .archive import is_sealed
from .folder import (
    Attempt,
    backups_folder,
    backups_in,
    last_attempt,
    newest_backup,
    note_attempt,
    sweep,
)
from .making import Made, make_backup, name_for
from .plan import BackupPlan, plan
from .progress_line import BackupStage
from .retention import Keep, is_due, to_retain

KEY = "backup"
SHARES = {**making.SHARES, BackupStage.READING: 30, BackupStage.COPYING: 20}
EVERY_SECONDS = 60
log = logging.getLogger(__name__)


def start() -> Event:
    """Make backups when they are due, until the returned event is set or the process ends."""
    stop = Event()
    Thread(target=_run, args=(stop,), name="backups", daemon=True).start()
    return stop


def back_up_if_due(now: datetime) -> bool:
    """Make the day's backup if it is time; return whether one was tried."""
    asked = plan()
    newest, last = newest_backup(), last_attempt()
    failed = timezone.localtime(last.at) if last and last.fault else None
    if asked.daily_at is None or not is_due(
        now=timezone.localtime(now),
        daily_at=asked.daily_at,
        newest=timezone.localtime(newest[1]) if newest else None,
        failed=failed,
    ):
        return False
    back_up(by=ClockActor(), at=now)
    return True


def back_up(*, by: Actor, at: datetime) -> str:
    """Make a backup in the data folder, verify it, copy it to the second place and drop old ones.

    Returns what went wrong, in a sentence, noted for the office; "" if all went well. Of a failed
    one nothing stays, and no older one is dropped for it. That another one is being made is told
    and not noted: it is no failure, and the day's backup comes a minute later.
    """
    try:
        backups_folder().mkdir(mode=0o700, parents=True, exist_ok=True)
        with advance.watch(KEY, SHARES):
            _back_up(plan(), by, at)
        fault = ""
    except making.BackupUnderWay as busy:
        return str(busy)
    except (Refusal, DatabaseError, OSError) as error:
        log.exception("The backup failed")
        fault = str(error)
        _record_failure(fault, by, at)
    try:
        note_attempt(Attempt(at, fault))
    except OSError:  # a full disk, which the fault tells of
        log.exception("How the backup went could not be noted")
    return fault


def _back_up(asked: BackupPlan, by: Actor, at: datetime) -> None:
    sweep(backups_folder())
    made = make_backup(
        place=backups_folder() / name_for(at), passphrase=passphrase.given(), by=by, at=at
    )
    verdict = verifying.verify_backup(made.place, passphrase=passphrase.given())
    if verdict.faults:
        made.place.unlink(missing_ok=True)  # none that cannot be relied on counts as the newest
        raise Refusal(verdict.faults[0])
    drop_old(backups_folder(), asked.keep)
    if asked.second_place:
        copy_to(asked.second_place, made)
        drop_old(asked.second_place, asked.keep)


def copy_to(folder: Path, made: Made) -> None:
    """Copy a backup to the second place and read it there again. Raises Refusal if it is not there:
    a disk that is not mounted is not made up for by a folder.
    """
    if not folder.is_dir():
        raise Refusal(gettext("The second place %s is not there: is it mounted?") % folder)
    sweep(folder)
    advance.enter(BackupStage.COPYING, 1)
    fresh = folder / f".{made.place.name}.part"
    fresh.touch(mode=0o600)
    shutil.copyfile(made.place, fresh)
    sync_file(fresh)
    if not is_sealed(fresh):
        raise Refusal(gettext("The copy in %s is damaged.") % folder)
    fresh.replace(folder / made.place.name)
    sync_folder(folder)


def drop_old(folder: Path, keep: Keep) -> None:
    """Remove the backups in a folder that are kept no longer."""
    there = {timezone.localtime(each.made_at): each.place for each in backups_in(folder)}
    for moment in there.keys() - to_retain(there, keep):
        there[moment].unlink(missing_ok=True)


def _record_failure(fault: str, by: Actor, at: datetime) -> None:
    draft = EventDraft("backup.failed", making.THING, name_for(at), {"why": fault})
    try:
        with one_writer():
            record_many([draft], by=by, at=at)
    except (DatabaseError, Refusal):  # it may be what failed; the folder's own note tells of it
        log.exception("The failure could not be noted in the record")


def _run(stop: Event) -> None:
    while not stop.wait(EVERY_SECONDS):
        try:
            with translation.override(settings.LANGUAGE_CODE):
                back_up_if_due(timezone.now())
        except Exception:  # whatever it is, the next time must still come
            log.exception("The backups' clock stumbled")
        connections.close_all()  # of this thread: none is held meanwhile
