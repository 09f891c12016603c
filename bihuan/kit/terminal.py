"""How far long work has come, on one line of a terminal that is wiped at the end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from .advance import Job

WIPE = "\r\033[K"
WIDTH = 24


@contextmanager
def progress_on(stream: Any, label: Callable[[Job], str]) -> Iterator[Callable[[Job], None] | None]:
    """Yield what shows a job's progress on `stream`, a command's; None where nobody looks on."""
    if not stream.isatty():
        yield None
        return
    shown = ""

    def show(job: Job) -> None:
        nonlocal shown
        full = "█" * (job.percent * WIDTH // 100)
        line = f"{full:·<{WIDTH}} {job.percent:3d}% {label(job)}"
        if job.stage and line != shown:
            shown = line
            stream.write(f"{WIPE}{line}", lambda text: text, ending="")
            stream.flush()

    try:
        yield show
    finally:
        stream.write(WIPE, lambda text: text, ending="")
