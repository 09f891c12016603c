"""Processes that serve together, forked from one that then becomes small and only watches."""

from __future__ import annotations

import ctypes
import gc
import json
import os
import signal
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from time import monotonic, sleep
from typing import Any, NoReturn

import structlog
from django.db import connections

from bihuan.kit.memory import give_back

from . import watching
from .watching import ENDS, STATE

log = structlog.get_logger("bihuan.server")
PR_SET_PDEATHSIG = 1
SHORT_LIFE_SECONDS = 5
DEATHS = 5  # short lives in a row, until we give up

Work = Callable[[], None]


@dataclass
class Serving:
    """What is handed on between the command that forks and the process that watches: the socket
    and the lock, as open files; who lives, by process, with what it does and since when; who died,
    with its status.
    """

    heard: int
    lock: int
    living: dict[int, tuple[str, float]] = field(default_factory=dict)
    dead: list[tuple[int, int]] = field(default_factory=list)
    short_lives: int = 0


def handed_on() -> Serving | None:
    """Return whom this process watched before it became the command again; None at first."""
    told = os.environ.pop(STATE, None)
    if told is None:
        return None
    state = json.loads(told)
    living = {int(pid): (name, since) for pid, (name, since) in state.pop("living").items()}
    for file in (state["heard"], state["lock"]):
        os.set_inheritable(file, False)
    return Serving(living=living, **state)


class Supervisor:
    """Runs each piece of work in a process of its own until a signal ends them all.

    It has no threads and no connections when it forks. Then this process becomes `watching.py`:
    what the others have copied of its memory would stand there for nobody.
    """

    def __init__(self, work: Mapping[str, Work], serving: Serving) -> None:
        """Take what each process does, by name."""
        self._work, self._serving = work, serving

    def run(self, *, ready: Work) -> NoReturn:
        """Start all that do not live, call `ready`, and watch.

        Raises RuntimeError if they die as soon as they are started, again and again.
        """
        connections.close_all()
        give_back()
        gc.freeze()  # what is imported stays shared between them
        gc.enable()
        signal.pthread_sigmask(signal.SIG_BLOCK, ENDS)  # until a process can act on them
        self._bury()
        at_work = {name for name, _since in self._serving.living.values()}
        for name in self._work:
            if name not in at_work:
                self._start(name)
        ready()
        self._watch()

    def _start(self, name: str) -> None:
        parent, pid = os.getpid(), os.fork()
        if pid == 0:
            _live(self._work[name], parent)
        self._serving.living[pid] = (name, monotonic())

    def _bury(self) -> None:
        """Tell of those that died, and give up if none lives for long."""
        serving = self._serving
        dead = [*serving.dead, *_died_meanwhile()] if serving.living else []
        serving.dead = []
        for pid, status in dead:
            name, since = serving.living.pop(pid)
            log.error("a process of the server died", process=name, status=status)
            died_young = monotonic() - since < SHORT_LIFE_SECONDS
            serving.short_lives = serving.short_lives + 1 if died_young else 0
        if serving.short_lives >= DEATHS:
            self._give_up()
        if serving.short_lives:
            sleep(1)

    def _give_up(self) -> NoReturn:
        for pid in self._serving.living:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGTERM)
        for pid in self._serving.living:
            os.waitpid(pid, 0)
        raise RuntimeError("The processes that serve die as soon as they are started.")

    def _watch(self) -> NoReturn:
        for file in (self._serving.heard, self._serving.lock):
            os.set_inheritable(file, True)
        command = [sys.executable, *sys.orig_argv[1:]]
        watcher = [sys.executable, "-IS", watching.__file__, *command]
        environment = {**os.environ, STATE: json.dumps(asdict(self._serving))}
        os.execve(sys.executable, watcher, environment)


def _died_meanwhile() -> list[tuple[int, int]]:
    """Return the processes that ended since, with their status."""
    found = []
    with suppress(ChildProcessError):
        while (ended := os.waitpid(-1, os.WNOHANG))[0]:
            found.append(ended)
    return found


def _live(work: Work, parent: int) -> NoReturn:
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
