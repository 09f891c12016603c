"""One process at a time serves, or replaces, a data folder."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from time import monotonic, sleep, time

from bihuan.kit.errors import Refusal
from bihuan.kit.words import gettext

NAME = "serve.lock"
DYING_SECONDS = 1


@dataclass(frozen=True)
class Holder:
    """Who holds a folder, and where it answers; a restore answers nowhere (port 0)."""

    pid: int
    host: str = ""
    port: int = 0
    since: float = 0  # seconds since 1970


@contextmanager
def hold(home: Path, *, host: str = "", port: int = 0) -> Iterator[int]:
    """Keep the folder to this process for the length of the block, which gets the open lock.

    The lock is the kernel's and ends with its process, however that ends: none is ever stale.
    Raises Refusal, naming the holder, if another process has it.
    """
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = os.open(home / NAME, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        _take(file, home)
        os.truncate(file, 0)
        os.pwrite(file, json.dumps(asdict(Holder(os.getpid(), host, port, time()))).encode(), 0)
        yield file
    finally:
        os.close(file)


def holder(home: Path) -> Holder | None:
    """Return who holds the folder now; None if nobody does."""
    try:
        file = os.open(home / NAME, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return _read(file)
    else:
        return None
    finally:
        os.close(file)


def _take(file: int, home: Path) -> None:
    """Take the lock, at the latest when the processes of a server that was killed are gone too."""
    until = monotonic() + DYING_SECONDS
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            if monotonic() > until:
                raise _in_use(file, home) from error
            sleep(0.05)
        else:
            return


def _in_use(file: int, home: Path) -> Refusal:
    told = {"home": home, "pid": _read(file).pid}
    return Refusal(
        gettext("The data folder %(home)s is in use by process %(pid)s: stop that one first.")
        % told
    )


def _read(file: int) -> Holder:
    try:
        return Holder(**json.loads(os.pread(file, 1_000, 0)))
    except (ValueError, TypeError):  # it has the lock, and writes its name this moment
        return Holder(0)
