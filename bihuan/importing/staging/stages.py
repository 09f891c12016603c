"""The stages of an import, and what share of its time each takes, as measured with ten thousand
projects. Who imports may ask how far it has come, from any page of the same process.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

from bihuan.accounts.models import User
from bihuan.kit import advance
from bihuan.kit.choices import Choice
from bihuan.kit.words import _


class BatchStage(Choice):
    READING = "reading", _("Reading the sheets")
    CHECKING = "checking", _("Checking the rows")
    WRITING = "writing", _("Writing")
    RECORDING = "recording", _("Recording what was done")


LOOKING: dict[str, int] = {BatchStage.READING: 40, BatchStage.CHECKING: 60}
APPLYING: dict[str, int] = {
    BatchStage.READING: 15,
    BatchStage.CHECKING: 30,
    BatchStage.WRITING: 25,
    BatchStage.RECORDING: 30,
}


def watch(
    by: User | None,
    shares: dict[str, int],
    *,
    batch_id: int | None = None,
    told: Callable[[advance.Job], None] | None = None,
) -> AbstractContextManager[advance.Job]:
    """Let `by` ask about the import that runs within; nobody if it is None."""
    key = object() if by is None else _key(by)
    return advance.watch(key, shares, about=batch_id, told=told)


def running(by: User) -> advance.Job | None:
    """Return the import of `by` that runs now, or None."""
    return advance.running(_key(by))


def label(job: advance.Job) -> str:
    """Return the words for the stage that `job` is in."""
    return str(BatchStage(job.stage).label) if job.stage else ""


def _key(by: User) -> tuple[str, int]:
    return "import", by.pk
