"""Whose turn it is to write to a database's file, among the threads and processes of a machine.

SQLite itself lets a writer try again after longer and longer pauses, so that one who came early may
be passed by many who come later. Here they stand in a queue; SQLite's own lock stays what keeps
writers apart, also from those who know of no queue.
"""

from __future__ import annotations

import fcntl
import os
import threading
import weakref
from functools import cache
from pathlib import Path
from time import monotonic, sleep

ENDING = ".lock"
WRITES, IS_NEXT = 0, 1  # bytes of the file that are locked: by who writes, by who is next
PAUSE_SECONDS = 0.0005
"""Between two looks of who is next. Nobody else of all who wait looks at all."""

_queues: weakref.WeakSet[WriteQueue] = weakref.WeakSet()


class WriteQueue:
    """Those who want to write to one database.

    Of each process one at a time stands in the queue of processes: it locks the byte of who is
    next, then that of who writes, then lets go of the first. So who has just written cannot write
    again before who waited meanwhile. The locks are the kernel's and end with their process.
    """

    def __init__(self, place: Path) -> None:
        self._place = place
        self._file: int | None = None
        self._within = threading.Lock()
        _queues.add(self)

    def take(self, seconds: float) -> bool:
        """Wait for the turn, at most so long, and return whether it came."""
        until = monotonic() + seconds
        if not self._within.acquire(timeout=seconds):
            return False
        came = False
        try:
            came = self._lock(IS_NEXT, until) and self._lock(WRITES, until)
        finally:
            self._unlock(IS_NEXT)
            if not came:
                self._within.release()
        return came

    def give_back(self) -> None:
        """Let the next one write."""
        self._unlock(WRITES)
        self._within.release()

    def forget(self) -> None:
        """Be nobody's, in a process that was forked: what its parent holds is not its own."""
        self._within = threading.Lock()

    def _lock(self, byte: int, until: float) -> bool:
        while True:
            try:
                if self._file is None:  # for good: closing it would end all locks of the process
                    self._file = os.open(self._place, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
                fcntl.lockf(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, byte)
            except BlockingIOError:
                if monotonic() > until:
                    return False
                sleep(PAUSE_SECONDS)
            except OSError:  # no lock can be had here: SQLite's own must do
                return True
            else:
                return True

    def _unlock(self, byte: int) -> None:
        if self._file is not None:
            fcntl.lockf(self._file, fcntl.LOCK_UN, 1, byte)


@cache
def queue_of(database: str) -> WriteQueue:
    """Return this process's place in the queue of a database's file."""
    return WriteQueue(Path(f"{database}{ENDING}"))


def _after_fork() -> None:
    for each in _queues:
        each.forget()


os.register_at_fork(after_in_child=_after_fork)
