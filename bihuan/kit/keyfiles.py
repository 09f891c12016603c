"""Files that hold keys: one a line, the newest first; readable by their owner alone.

Knows no Django: the settings themselves are read from here.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Sequence
from pathlib import Path

PRIVATE_FILE, PRIVATE_FOLDER = 0o600, 0o700


class DamagedKeys(ValueError):
    """A file of keys that holds something else; says which."""


def data_folder() -> Path:
    """Return the data folder that the environment names, whether it is there or not."""
    return Path(os.environ.get("BIHUAN_HOME", "bihuan-data")).resolve()


def keys_in(path: Path) -> list[str]:
    """Return the keys in a file, the newest first; none if there is no file. Raises DamagedKeys."""
    try:
        return path.read_text(encoding="ascii").split()
    except FileNotFoundError:
        return []
    except UnicodeDecodeError as error:
        raise DamagedKeys(path) from error


def keys_or_first(path: Path, make: Callable[[], str]) -> list[str]:
    """Return the keys in a file; if it has none, make the first. Of two processes that do so at
    once one's is kept, and both return it.
    """
    if found := keys_in(path):
        return found
    path.parent.mkdir(parents=True, exist_ok=True, mode=PRIVATE_FOLDER)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)  # until it is closed
        if not keys_in(path):
            _written(path, [make()]).replace(path)
            os.fsync(folder)
    finally:
        os.close(folder)
    return keys_in(path)


def replace_keys(path: Path, keys: Sequence[str]) -> None:
    """Write the keys of a file anew: after a crash either the old or the new ones stand there."""
    _written(path, keys).replace(path)
    _sync_folder(path.parent)


def _written(path: Path, keys: Sequence[str]) -> Path:
    """Write a file beside `path`, wholly and safely on the disk, and return it."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=PRIVATE_FOLDER)
    beside = path.with_name(f".{path.name}.{os.getpid()}.{os.urandom(4).hex()}")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write("".join(f"{key}\n" for key in keys))
        file.flush()
        os.fsync(file.fileno())
    return beside


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
