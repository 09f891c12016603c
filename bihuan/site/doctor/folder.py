"""The data folder: whose it is, who may read it, whether there is room and a key."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from bihuan.audit.origins import check_origin
from bihuan.kit.errors import Refusal
from bihuan.kit.words import gettext
from bihuan.projects.boundary import own_boundary
from bihuan.site import keyring
from bihuan.site.platform import configuration

from .kinds import DoctorFinding, fine, note, wrong

ENOUGH_BYTES = 2 * 2**30
LEAST_BYTES = 200 * 2**20
SECRET = ("secret-key", "*.key", "*.sqlite3", "*.sqlite3-wal", "keys/*", "logs/*")


def look() -> Iterator[DoctorFinding]:
    home = Path(settings.HOME)
    if not home.is_dir():
        yield wrong(
            gettext("The data folder %s is not there.") % home,
            gettext("Run `bihuan init`, or name the right folder in BIHUAN_HOME."),
        )
        return
    if not takes_files():
        yield wrong(
            gettext("The data folder %s cannot be written by this user.") % home,
            gettext("Give it to the user that serves: chown -R USER %s") % home,
        )
    others = [*_open_to_others(home), *_of_others(home)]
    yield from others or [fine(gettext("The data folder is %s.") % home)]


def look_at_disk() -> Iterator[DoctorFinding]:
    free = free_bytes()
    told = gettext("%s MB are free on the disk of the data folder.") % (free // 2**20)
    todo = gettext("Free some space: without it nothing can be saved, and no backup is made.")
    if free < LEAST_BYTES:
        yield wrong(told, todo)
    else:
        yield note(told, todo) if free < ENOUGH_BYTES else fine(told)


def look_at_keys() -> Iterator[DoctorFinding]:
    kept = Path(settings.HOME) / "secret-key"
    if os.environ.get("SECRET_KEY"):
        yield fine(gettext("The secret key is given by the environment."))
    elif not kept.is_file() or len(kept.read_text(encoding="utf-8").strip()) < 32:
        yield wrong(
            gettext("The secret key is missing or too short."),
            gettext(
                "Restore the file secret-key from a backup; without it everybody signs in anew."
            ),
        )
    else:
        yield fine(gettext("The secret key is there."))
    for sentence in keyring.state():
        yield wrong(sentence, gettext("docs/sign-in.md tells how keys are given anew."))
    try:
        check_origin()
    except Refusal as told:
        yield wrong(
            str(told),
            gettext("Heads noted before stay valid; note the next one elsewhere at once."),
        )
    for sentence in configuration.problems():
        yield wrong(sentence, gettext("Mend sign-in.yaml in the data folder."))


def look_at_boundary() -> Iterator[DoctorFinding]:
    """Tell whether the boundary in the data folder can be drawn; many offices have none."""
    try:
        own = own_boundary()
    except Refusal as told:
        yield wrong(str(told), gettext("docs/maps.md tells what the file holds."))
        return
    yield fine(
        gettext("The map has the district's boundary.")
        if own
        else gettext("The map has no boundary of the office's own.")
    )


def free_bytes() -> int:
    """Return how much the disk of the data folder still takes."""
    return shutil.disk_usage(settings.HOME).free


def takes_files() -> bool:
    """True if this process may write into the data folder."""
    return os.access(settings.HOME, os.W_OK | os.X_OK)


def _open_to_others(home: Path) -> Iterator[DoctorFinding]:
    """Tell of the folder and its secret files if other users of the machine may read them."""
    private = [home, *(path for pattern in SECRET for path in home.glob(pattern) if path.is_file())]
    open_ones = [path for path in private if stat.S_IMODE(path.stat().st_mode) & 0o077]
    if open_ones:
        names = ", ".join(str(path) for path in open_ones[:3])
        more = "" if len(open_ones) <= 3 else f" (+{len(open_ones) - 3})"
        yield wrong(
            gettext("Other users of this machine can read: %s") % (names + more),
            gettext("Close it: chmod -R go= %s") % home,
        )


def _of_others(home: Path) -> Iterator[DoctorFinding]:
    """Tell of files in the folder that belong to somebody else: the server could not write them."""
    mine = os.geteuid() or home.stat().st_uid  # root may everything: ask for the folder's owner
    others = [path for path in home.iterdir() if path.stat().st_uid != mine]
    if others:
        yield wrong(
            gettext("Files in the data folder belong to another user: %s")
            % ", ".join(path.name for path in others[:3]),
            gettext("Give it to the user that serves: chown -R USER %s") % home,
        )
