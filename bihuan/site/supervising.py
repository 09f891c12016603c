"""Processes that serve together: forked from one that only watches, and replaced when they die."""

from __future__ import annotations

import ctypes
import gc
import os
import signal
from collections.abc import Callable, Mapping
from contextlib import suppress
from time import monotonic, sleep
from typing import Any

import structlog
from django.db import connections

from bihuan.kit.memory import give_back

log = structlog.get_logger("bihuan.server")
ENDS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
PR_SET_PDEATHSIG = 1
SHORT_LIFE_SECONDS = 5
DEATHS = 5  # short lives in a row, until we give up

Work = Callable[[], None]


class Supervisor:
    """Runs each piece of work in a process of its own until a signal ends them all.

    It has no threads and no connections, so that it may fork whenever one of them dies.
    """

    def __init__(self, work: Mapping[str, Work], *, ending: Work) -> None:
        """Take what each process does, by name; `ending` is called when they are told to end."""
        self._work, self._ending = work, ending
        self._living: dict[int, tuple[str, float]] = {}
        self._stopping = False
        self._short_lives = 0

    def run(self, *, ready: Work) -> None:
        """Start them all, call `ready`, and return when the last has ended.

        Raises RuntimeError if they die as soon as they are started, again and again.
        """
        connections.close_all()
        give_back()
        gc.freeze()  # what is imported stays shared between them
        gc.enable()
        for each in ENDS:
            signal.signal(each, self._end)
        for name in self._work:
            self._start(name)
        ready()
        while self._living:
            self._wait()
        if self._short_lives >= DEATHS:
            raise RuntimeError("The processes that serve die as soon as they are started.")

    def _end(self, number: int, _frame: Any) -> None:
        """End what is under way in peace; at a second signal, at once."""
        signal.signal(number, lambda *_: self._tell(signal.SIGKILL))
        self._stopping = True
        self._ending()
        self._tell(signal.SIGTERM)

    def _tell(self, number: int) -> None:
        for pid in list(self._living):
            with suppress(ProcessLookupError):  # it ended while the signal came
                os.kill(pid, number)

    def _start(self, name: str) -> None:
        signal.pthread_sigmask(signal.SIG_BLOCK, ENDS)  # until the child has handlers of its own
        parent, pid = os.getpid(), os.fork()
        if pid == 0:
            _live(self._work[name], parent)
        self._living[pid] = (name, monotonic())
        signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDS)

    def _wait(self) -> None:
        pid, status = os.wait()
        name, since = self._living.pop(pid)
        if self._stopping:
            return
        log.error("a process of the server died", process=name, status=status)
        died_young = monotonic() - since < SHORT_LIFE_SECONDS
        self._short_lives = self._short_lives + 1 if died_young else 0
        if self._short_lives >= DEATHS:
            self._stopping = True
            self._tell(signal.SIGTERM)
            return
        if died_young:
            sleep(1)
        if not self._stopping:
            self._start(name)


def _live(work: Work, parent: int) -> None:
    """Do the work in this new process, which goes with its parent, and end it."""
    code = 1
    try:
        for each in ENDS:  # a terminal tells the whole group: whom to end is the parent's to say
            signal.signal(each, signal.SIG_IGN if each != signal.SIGTERM else signal.SIG_DFL)
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        if os.getppid() == parent:
            work()
            code = 0
    except Exception:
        log.exception("a process of the server failed")
    finally:
        os._exit(code)


def until_told(stop: Work) -> None:
    """Call `stop` when this process is told to end; who tells it twice is not heard again."""

    def asked(_number: int, _frame: Any) -> None:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        stop()

    signal.signal(signal.SIGTERM, asked)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDS)
