"""Data folders of tests: commands run on them, and those that one process makes for all others."""

from __future__ import annotations

import fcntl
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

from .forked import run_forked

Cli = Callable[..., "subprocess.CompletedProcess[str]"]


def made_once(name: str, make: Callable[[Path], None]) -> Path:
    """Return a folder made by whoever asks first in this run, or in this and the other of the
    suite; to be copied, not changed.
    """
    made = Path(os.environ.get("BIHUAN_MADE_HOME") or f"{os.environ['BIHUAN_TEST_HOME']}/made")
    made.mkdir(exist_ok=True)
    with (made / f"{name}.lock").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        if not (made / name).exists():
            make(made / f"{name}.unfinished")
            (made / f"{name}.unfinished").rename(made / name)
    return made / name


def command_line(home: Path) -> Cli:
    """Return what runs `bihuan WORDS…` in a process of its own, on that data folder and SQLite."""
    environment = {
        **{k: v for k, v in os.environ.items() if k != "DATABASE_URL"},
        "BIHUAN_HOME": str(home),
        "DJANGO_SETTINGS_MODULE": "bihuan.site.settings",
    }

    def run(*words: str, **more: str) -> subprocess.CompletedProcess[str]:
        return run_forked(words, environment | more)

    return run
