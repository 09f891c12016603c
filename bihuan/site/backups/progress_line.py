"""How far a backup has come, in words and in one line on a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from django.core.management.base import OutputWrapper

from bihuan.kit import advance
from bihuan.kit.choices import Choice
from bihuan.kit.words import _

WIPE = "\r\x1b[K"  # back to the start of the line, and empty it


class BackupStage(Choice):
    DATABASE = "database", _("The database")
    FIGURES = "figures", _("The control figures")
    PACKING = "packing", _("Packing the files")
    READING = "reading", _("Reading every byte")
    COPYING = "copying", _("Copying to the second place")


def label(job: advance.Job) -> str:
    """Return the words for the stage that `job` is in."""
    return str(BackupStage(job.stage).label) if job.stage else ""


@contextmanager
def shown(terminal: OutputWrapper, shares: Mapping[str, int]) -> Iterator[None]:
    """Show how far the work within has come, in one line that is wiped at the end."""
    if not terminal.isatty():
        yield
        return
    line = ""

    def tell(job: advance.Job) -> None:
        nonlocal line
        fresh = f"{label(job)} {job.percent}%"
        if fresh != line:
            line = fresh
            terminal.write(f"{WIPE}{line}", str, ending="")
            terminal.flush()

    try:
        with advance.watch(object(), shares, told=tell):
            yield
    finally:
        terminal.write(WIPE, str, ending="")
