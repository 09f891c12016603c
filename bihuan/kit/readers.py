"""The processes that read strangers' workbooks: started when needed, bounded, and put to rest.

A process serves one file after another, since its start costs more than a small file. It is given
up if it exceeds its time or memory (IMPORT-5), dies, or has read something large or a picture.
"""

from __future__ import annotations

import atexit
import logging
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from django.conf import settings

from .reader.limits import MEBIBYTE
from .reader.values import ReadingFault, Unreadable
from .reader.wire import receive, send

ROOT = Path(__file__).resolve().parents[2]  # what is imported there is what runs here
AT_ONCE = 2  # files that are read at one time; others wait their turn
WAIT_SECONDS = 60  # for that turn
LONGEST_ANSWER = 1024 * MEBIBYTE
RESTS_AFTER = 4 * MEBIBYTE  # after a larger file its process ends, and gives back the memory
KEPT = ("PATH", "LANG", "LC_ALL", "TMPDIR", "HOME")  # of our environment: no key, no password
log = logging.getLogger(__name__)


class _Pool:
    """Processes that wait for a file, and how many may work at once. A fork has its own."""

    def __init__(self) -> None:
        self.pid = os.getpid()
        self.turns = threading.BoundedSemaphore(AT_ONCE)
        self.idle: list[subprocess.Popen[bytes]] = []

    def take(self) -> subprocess.Popen[bytes]:
        """Return a process that lives."""
        while self.idle:
            with suppress(IndexError):  # another thread was faster
                process = self.idle.pop()
                if process.poll() is None:
                    return process
        return _started()

    def end(self) -> None:
        while self.pid == os.getpid() and self.idle:
            _end(self.idle.pop())


_pool = _Pool()
_lock = threading.Lock()


def ask(message: dict[str, Any], content: bytes) -> tuple[Any, bytes]:
    """Return what a reading process answers about a file. Raises Unreadable if it answers with a
    fault, if it needs more time or memory than it may have, and if too many others are read.
    """
    pool = _own_pool()
    if not pool.turns.acquire(timeout=WAIT_SECONDS):
        raise Unreadable(ReadingFault.BUSY, message["name"])
    try:
        told, back = _asked(pool, message, content)
    finally:
        pool.turns.release()
    if "fault" in told:
        if trace := told.get("trace"):
            log.error("A workbook could not be read for a reason unforeseen:\n%s", trace)
        raise Unreadable(ReadingFault(told["fault"]), told["about"])
    return told, back


def _asked(pool: _Pool, message: dict[str, Any], content: bytes) -> tuple[dict[str, Any], bytes]:
    process = pool.take()
    whole = is_light = False
    try:
        with _watched(process) as overtime:
            answer = _exchanged(process, message, content)
        whole = answer is not None and not overtime.is_set()
        is_light = len(content) <= RESTS_AFTER and answer is not None and not answer[0]["heavy"]
    finally:  # also if somebody breaks off: nothing is left behind
        if whole and is_light:
            pool.idle.append(process)
        else:
            _end(process)
    if answer is None or not whole:
        raise Unreadable(_fault(process, overtime), message["name"])
    return answer


def _exchanged(
    process: subprocess.Popen[bytes], message: dict[str, Any], content: bytes
) -> tuple[dict[str, Any], bytes] | None:
    """Return the answer, or None if the process died over it."""
    assert process.stdin  # a pipe, as is the other
    assert process.stdout
    with suppress(OSError, EOFError, ValueError):
        send(process.stdin, message, content)
        return receive(process.stdout, LONGEST_ANSWER)
    return None


@contextmanager
def _watched(process: subprocess.Popen[bytes]) -> Iterator[threading.Event]:
    """Kill the process when its time is up, and say so."""
    overtime = threading.Event()

    def kill() -> None:
        overtime.set()
        process.kill()

    timer = threading.Timer(settings.READER_SECONDS, kill)
    timer.daemon = True
    timer.start()
    try:
        yield overtime
    finally:
        timer.cancel()


def _fault(process: subprocess.Popen[bytes], overtime: threading.Event) -> ReadingFault:
    """Return why there is no answer: time, or a death as by want of memory."""
    code = process.wait()
    log.warning("A process that read a workbook ended with %s.", code)
    if overtime.is_set():
        return ReadingFault.TIME
    return (
        ReadingFault.MEMORY
        if code in (-signal.SIGABRT, -signal.SIGKILL, 0)
        else ReadingFault.DAMAGED
    )


def _own_pool() -> _Pool:
    global _pool  # a fork must not speak into its parent's pipes
    with _lock:
        if _pool.pid != os.getpid():
            _pool = _Pool()
        return _pool


def _started() -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-X", "utf8", "-m", "bihuan.kit.reader", str(settings.READER_MEGABYTES)],
        cwd=ROOT,
        env={name: os.environ[name] for name in KEPT if name in os.environ},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # who presses Ctrl-C means the server, which ends it in order
    )


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    for pipe in (process.stdin, process.stdout):
        with suppress(OSError):
            pipe.close()  # type: ignore[union-attr]  # both are pipes
    process.wait()


atexit.register(_pool.end)
