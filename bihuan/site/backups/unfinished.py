"""The mark of a restore that is not finished: a folder that stands until all is in place."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

from django.conf import settings

from bihuan.kit.errors import Refusal
from bihuan.kit.files import sync_file, sync_folder
from bihuan.kit.words import gettext

FOLDER = "restoring"
OVER = "restoring.done"
MARK = "restoring.json"
MAY_BE_THERE = frozenset({"secret-key", "keys", "logs", "statements"})
"""What a command makes by itself in a folder that is empty otherwise."""


def folder() -> Path:
    """Return where a restore keeps what it has unpacked."""
    return Path(settings.HOME) / FOLDER


def refuse_unfinished() -> None:
    """Raise Refusal if a restore into the data folder was interrupted: nothing may run on half."""
    if folder().exists():
        raise Refusal(
            gettext("A restore into %s was interrupted: run `bihuan restore` again.")
            % settings.HOME
        )


def begin(backup: Path) -> Path:
    """Set the mark and return the folder to unpack into."""
    folder().mkdir(mode=0o700)
    note(backup=backup.name)
    sync_folder(Path(settings.HOME))
    return folder()


def note(**told: str) -> None:
    """Add to what the mark says, for who must clear up after an interruption."""
    mark, fresh = folder() / MARK, folder() / f"{MARK}.part"
    fresh.write_text(json.dumps({**(left_behind() or {}), **told}), encoding="utf-8")
    fresh.chmod(0o600)
    sync_file(fresh)
    fresh.replace(mark)
    sync_folder(folder())


def left_behind() -> dict[str, Any] | None:
    """Return what an interrupted restore noted; None if there was none."""
    if not folder().exists():
        return None
    try:
        told: dict[str, Any] = json.loads((folder() / MARK).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return told


def clear() -> None:
    """Remove all that an interrupted restore put into the data folder, which was empty before it;
    the mark goes last.
    """
    for each in strangers():
        _remove(each)
    end()


def end() -> None:
    """Take the mark away, in one step: all is in place, or all is cleared."""
    home = Path(settings.HOME)
    shutil.rmtree(home / OVER, ignore_errors=True)
    folder().replace(home / OVER)
    sync_folder(home)
    shutil.rmtree(home / OVER)


def strangers() -> list[Path]:
    """Return what is in the data folder and not made by a command itself."""
    known = MAY_BE_THERE | {FOLDER, OVER}
    home = Path(settings.HOME)
    return sorted(
        each
        for each in home.iterdir()
        if each.name not in known and not each.name.endswith(".lock")
    )


def _remove(place: Path) -> None:
    if place.is_dir() and not place.is_symlink():
        shutil.rmtree(place)
    else:
        place.unlink()
