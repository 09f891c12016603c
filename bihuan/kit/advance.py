"""How far a long piece of work has come: told while it runs, to whoever asks.

It is kept in memory, outside every transaction: SQLite has one writer, and the work itself is it.
Processes that serve together tell one another (`share`). Work that nobody watches tells nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import Any, TypeVar

from .notice_board import NoticeBoard

T = TypeVar("T")
EVERY = 200  # items between two tellings
SHARED_AFTER_SECONDS = 0.2  # at the earliest, since the last time

_watched: ContextVar[Job | None] = ContextVar("watched", default=None)
_running: dict[object, Job] = {}
_board: NoticeBoard | None = None


@dataclass
class Job:
    """Work under way: its stages with their shares of the whole, and how far it is in which."""

    shares: Mapping[str, int]
    about: int | None = None
    stage: str = ""
    done: int = 0
    total: int = 0
    told: Callable[[Job], None] | None = None
    _behind: int = field(default=0, repr=False)
    _shared_at: float = field(default=0, repr=False)
    _key: object = field(default=None, repr=False)

    @property
    def percent(self) -> int:
        """Whole percent done, from 0 to 99: what is finished runs no longer."""
        within = self.shares.get(self.stage, 0) * min(self.done / max(self.total, 1), 1)
        return min(int(100 * (self._behind + within) / max(sum(self.shares.values()), 1)), 99)

    def enter(self, stage: str, total: int) -> None:
        names = list(self.shares)
        before = names[: names.index(stage)] if stage in self.shares else names
        self._behind = sum(self.shares[name] for name in before)
        self.stage, self.done, self.total = stage, 0, total
        self._shared_at = 0
        self.add(0)

    def add(self, count: int) -> None:
        """Count so many items more as done, and tell whoever watches."""
        self.done += count
        if self.told:
            self.told(self)
        if monotonic() - self._shared_at > SHARED_AFTER_SECONDS:
            self.share()

    def share(self) -> None:
        """Let other processes hear how far it is."""
        if _board and self._key:
            self._shared_at = monotonic()
            _board.hang(self._key, self._notice())

    def _notice(self) -> dict[str, Any]:
        return {
            "shares": dict(self.shares),
            "about": self.about,
            "stage": self.stage,
            "done": self.done,
            "total": self.total,
            "_behind": self._behind,
        }


def share(folder: Path) -> None:
    """From now on tell other processes through that folder, and hear of their work."""
    global _board  # said once, before anything runs
    _board = NoticeBoard(folder)


@contextmanager
def watch(
    key: object,
    shares: Mapping[str, int],
    *,
    about: int | None = None,
    told: Callable[[Job], None] | None = None,
) -> Iterator[Job]:
    """Let what runs within be asked about under `key`; of two under one key, about the later."""
    job = Job(shares, about, told=told, _key=key if isinstance(key, str | tuple) else None)
    token = _watched.set(job)
    _running[key] = job
    job.share()
    try:
        yield job
    finally:
        _watched.reset(token)
        if _running.get(key) is job:
            del _running[key]
            if _board:
                _board.take_down(key)


def running(key: object) -> Job | None:
    """Return the work that runs under `key`, or None."""
    if key in _running or _board is None:
        return _running.get(key)
    told = _board.look(key)
    return Job(**told) if told else None


def enter(stage: str, total: int) -> None:
    """Say that a stage begins, and of how many items."""
    if job := _watched.get():
        job.enter(stage, total)


def add(count: int = 1) -> None:
    """Say that so many items more are done."""
    if job := _watched.get():
        job.add(count)


def counted(items: Iterable[T]) -> Iterable[T]:
    """Yield the items, telling from time to time how many are done."""
    return items if _watched.get() is None else _counting(items)


def _counting(items: Iterable[T]) -> Iterator[T]:
    number = 0
    for number, item in enumerate(items, start=1):
        yield item
        if number % EVERY == 0:
            add(EVERY)
    add(number % EVERY)
