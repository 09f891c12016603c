"""The backups that are there: in the data folder, and how the last attempt went."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from bihuan.kit.files import sync_file, sync_folder
from bihuan.kit.words import gettext

from .making import ENDING, PREFIX

STAMP = f"{PREFIX}%Y%m%d-%H%M%S{ENDING}"
LAST = "last.json"
TOO_OLD = timedelta(hours=50)  # two nights missed


@dataclass(frozen=True)
class Backup:
    """A backup in the folder; `made_at` is the moment in its name."""

    place: Path
    made_at: datetime

    @property
    def megabytes(self) -> float:
        return max(round(self.place.stat().st_size / 1_000_000, 1), 0.1)


@dataclass(frozen=True)
class Attempt:
    """How the last backup made by the server or on the page went: `fault` is empty if well."""

    at: datetime
    fault: str = ""


def backups_folder() -> Path:
    """Return where `serve` and the page put backups."""
    return Path(settings.HOME) / "backups"


def backups_in(folder: Path) -> list[Backup]:
    """Return the backups in a folder, the newest first; files of other names are none of ours."""
    found = []
    for place in folder.glob(f"{PREFIX}*{ENDING}"):
        try:
            made_at = datetime.strptime(place.name, STAMP)  # noqa: DTZ007  # its zone follows
        except ValueError:
            continue
        found.append(Backup(place, timezone.make_aware(made_at)))
    return sorted(found, key=lambda each: each.made_at, reverse=True)


def newest_backup() -> tuple[Path, datetime] | None:
    """Return the newest backup in the data folder and when it was made; None if there is none."""
    there = backups_in(backups_folder())
    return (there[0].place, there[0].made_at) if there else None


def last_attempt() -> Attempt | None:
    """Return how the last attempt went; None if there was none."""
    try:
        told = json.loads((backups_folder() / LAST).read_text(encoding="utf-8"))
        return Attempt(datetime.fromisoformat(told["at"]), told["fault"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def note_attempt(attempt: Attempt) -> None:
    """Keep how an attempt went, beside the database: it may be the database that failed."""
    told = json.dumps({"at": attempt.at.isoformat(), "fault": attempt.fault}, ensure_ascii=False)
    fresh = backups_folder() / f"{LAST}.part"
    fresh.write_text(told, encoding="utf-8")
    fresh.chmod(0o600)
    sync_file(fresh)
    fresh.replace(backups_folder() / LAST)
    sync_folder(backups_folder())


def sweep(folder: Path) -> None:
    """Remove what interrupted backups left in a folder."""
    for left in folder.glob(f".{PREFIX}*.part"):
        if left.is_dir():
            shutil.rmtree(left, ignore_errors=True)
        else:
            left.unlink(missing_ok=True)


def trouble(now: datetime) -> str:
    """Return what the office must know of its backups, in a sentence; "" if all is well."""
    attempt, newest = last_attempt(), newest_backup()
    if attempt and attempt.fault:
        return gettext("The last backup failed: %s") % attempt.fault
    if newest and now - newest[1] > TOO_OLD:
        days = (now - newest[1]).days
        return gettext("The newest backup is %s days old.") % days
    return ""
