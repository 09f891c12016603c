"""Folders that the first process of a test run makes for all others."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable
from pathlib import Path


def made_once(name: str, make: Callable[[Path], None]) -> Path:
    """Return a folder of this run, made by whoever asks first; to be copied, not changed."""
    made = Path(os.environ["BIHUAN_TEST_HOME"]) / "made"
    made.mkdir(exist_ok=True)
    with (made / f"{name}.lock").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        if not (made / name).exists():
            make(made / f"{name}.unfinished")
            (made / f"{name}.unfinished").rename(made / name)
    return made / name
