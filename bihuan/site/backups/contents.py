"""Which files of the data folder go into a backup, beside the database."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.models import FileField

from bihuan.audit.reading import columns_of

HEADS = "record"
"""The folder of heads of the record."""
KEYS = ("secret-key", "keys", "sign-in.secret")
"""Files and folders that open what is encrypted or sign what is sent: never in clear text."""
MADE_ANEW = ("cache", "running", "statements")
"""Folders of what processes tell each other while they run: nothing is lost with them."""
LEFT_OUT = (
    *("backups", "logs", "media", "restoring", "restoring.done", "clock.json"),
    *(HEADS, *KEYS, *MADE_ANEW),
)
"""Folders at the top that are copied otherwise, or not at all."""
LEFT_OUT_ENDINGS = (
    ".sqlite3",
    ".sqlite3-wal",
    ".sqlite3-shm",
    ".sqlite3-journal",
    ".lock",
    ".part",
)
INSIDE = "files/"
"""Under which name a file's path in the data folder stands in the archive."""


def files_of_rows() -> list[str]:
    """Return the paths, in the data folder, of all files that rows name."""
    media = Path(settings.MEDIA_ROOT).relative_to(settings.HOME)
    names: set[str] = set()
    for model in apps.get_models():
        for field in model._meta.local_concrete_fields:
            if isinstance(field, FileField) and _is_there(field):
                rows = model._base_manager.exclude(**{field.name: ""})
                names |= set(rows.values_list(field.name, flat=True).iterator())
    return sorted((media / name).as_posix() for name in names if name)


def _is_there(field: FileField) -> bool:
    """Return whether the database has a column: one that an older version wrote may lack it."""
    table = field.model._meta.db_table
    tables = connection.introspection.table_names()
    return table in tables and field.column in columns_of(table)


def settings_files() -> list[str]:
    """Return the paths of what the office put there itself: presets, fonts, and whatever else."""
    home = Path(settings.HOME)
    found = [
        path
        for each in sorted(home.iterdir())
        if each.name not in LEFT_OUT
        for path in _files_under(each)
    ]
    return [
        path.relative_to(home).as_posix()
        for path in found
        if not path.name.endswith(LEFT_OUT_ENDINGS)
    ]


def heads() -> dict[str, bytes]:
    """Return the heads of the record noted beside the database, and what neighbours signed."""
    home = Path(settings.HOME)
    found = _files_under(home / HEADS)
    return {path.relative_to(home).as_posix(): path.read_bytes() for path in found}


def key_files() -> dict[str, bytes]:
    """Return the installation's keys, each under its path in the data folder."""
    home = Path(settings.HOME)
    found = [path for name in KEYS for path in _files_under(home / name)]
    return {path.relative_to(home).as_posix(): path.read_bytes() for path in found}


def is_safe(path: str) -> bool:
    """Return whether a path from an archive stays inside the folder into which it is unpacked."""
    parts = path.split("/")
    return not (
        path.startswith("/") or "\\" in path or "\0" in path or {"", ".", ".."} & set(parts)
    )


def _files_under(place: Path) -> Iterator[Path]:
    if place.is_file():
        yield place
    elif place.is_dir():
        for folder, _folders, names in os.walk(place):
            yield from (Path(folder) / name for name in sorted(names))
