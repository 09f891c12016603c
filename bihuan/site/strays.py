"""Files that a sending which was cut off left behind: no row and no event ever named them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from bihuan.accounts.models import User
from bihuan.accounts.permissions import require
from bihuan.accounts.roles import Can
from bihuan.audit.log import EventDraft, record_many
from bihuan.audit.reading import last_digests
from bihuan.audit.sealing import FILE, file_digest
from bihuan.kit.writing import action, one_writer

from .backups.contents import files_of_rows

THING = "site.files"
LEFT_ALONE = timedelta(days=1)  # what is younger may belong to a sending under way
IN_ONE_EVENT = 500


@dataclass(frozen=True)
class Stray:
    """A file of no fact: its name under `media/`, its size in bytes."""

    name: str
    size: int


def sweep_strays(*, by: User, at: datetime) -> list[Stray]:
    """Remove strays older than a day; return them. Each is on record with its digest first: killed
    in the middle it leaves files that the next one finds, none that is gone without a record.
    """
    require(by, Can.ACCOUNTS_MANAGE)
    noted = _note_strays(by=by, at=at)
    with one_writer():  # a sending might just be taking up a file that is there already
        found = [each for each in strays(at=at) if each in noted]
        for each in found:
            (Path(settings.MEDIA_ROOT) / each.name).unlink(missing_ok=True)
    return found


@action
def _note_strays(*, by: User, at: datetime) -> list[Stray]:
    found = strays(at=at)
    for start in range(0, len(found), IN_ONE_EVENT):
        part = found[start : start + IN_ONE_EVENT]
        note = {"files": {_in_words(each.name): file_digest(each.name) for each in part}}
        record_many([EventDraft("files.swept", THING, "", note)], by=by, at=at)
    return found


def _in_words(name: str) -> str:
    """Return a name as text: a file may be called by bytes that are none."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def strays(*, at: datetime) -> list[Stray]:
    """Return the files that no row names and the record never did, older than a day."""
    named = set(files_of_rows()) | set(last_digests()[0].of(FILE))
    until = (at - LEFT_ALONE).timestamp()
    root, home = Path(settings.MEDIA_ROOT), Path(settings.HOME)
    return [
        Stray(path.relative_to(root).as_posix(), path.stat().st_size)
        for path in _files_in(root)
        if path.stat().st_mtime < until
        and not named & {path.relative_to(root).as_posix(), path.relative_to(home).as_posix()}
    ]


def _files_in(root: Path) -> Iterator[Path]:
    yield from (
        path for path in sorted(root.rglob("*")) if path.is_file() and not path.is_symlink()
    )
