"""Keep what was computed from facts until a fact that it rests on changes."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from functools import wraps
from threading import Lock
from typing import Any, ParamSpec, TypeVar

from django.db import connection

from .heard import HEARD

P = ParamSpec("P")
R = TypeVar("R")
SLOTS = 12

_shelves: list[OrderedDict[Any, Any]] = []
_lock = Lock()
_grounds: ContextVar[tuple[frozenset[str], ...]] = ContextVar("grounds", default=())


def kept(*apps: str, slots: int = SLOTS) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Keep the newest answers of a function while no event is recorded of a thing of `apps`: one to
    each question, so that what grew old makes room at once.

    `apps` name every app whose tables it reads; its arguments are hashable. Facts change only
    through actions, which record what they wrote under its own name. Inside a transaction nothing
    is kept: what it sees may never come to be.
    """
    rests_on = frozenset(apps)

    def keeper(function: Callable[P, R]) -> Callable[P, R]:
        shelf: OrderedDict[Any, Any] = OrderedDict()
        _shelves.append(shelf)

        @wraps(function)
        def answer(*args: P.args, **kwargs: P.kwargs) -> R:
            if connection.in_atomic_block:
                with resting_on(rests_on):
                    return function(*args, **kwargs)
            with no_grounds():
                heard = HEARD.now()
            version = heard.newest_of(rests_on)
            key = (heard.database, args, tuple(sorted(kwargs.items())))
            with _lock:
                known = shelf.get(key)
                if known and known[0] == version:
                    shelf.move_to_end(key)
                    found: R = known[1]
                    return found
            with resting_on(rests_on):
                fresh = function(*args, **kwargs)
            put(shelf, key, (version, fresh), slots)
            return fresh

        return answer

    return keeper


def grounds() -> tuple[frozenset[str], ...]:
    """Return what each answer that is being computed now says it rests on, the outermost first."""
    return _grounds.get()


def resting_on(apps: frozenset[str]) -> AbstractContextManager[None]:
    """Let what follows say that it rests on `apps`, beside what an answer under way rests on."""
    return _told((*grounds(), apps))


def no_grounds() -> AbstractContextManager[None]:
    """Let what follows read the record, whatever an answer under way says it rests on."""
    return _told(())


def keep_here(shelf: OrderedDict[Any, Any]) -> OrderedDict[Any, Any]:
    """Let a shelf that somebody else keeps be dropped with all others by `forget`."""
    _shelves.append(shelf)
    return shelf


def put(shelf: OrderedDict[Any, Any], key: Hashable, answer: Any, slots: int) -> None:
    """Keep an answer in place of the one to the same question; of all, the `slots` newest."""
    with _lock:
        shelf[key] = answer
        shelf.move_to_end(key)
        while len(shelf) > slots:
            shelf.popitem(last=False)


def forget() -> None:
    """Drop everything that is kept."""
    with _lock:
        for shelf in _shelves:
            shelf.clear()


@contextmanager
def _told(told: tuple[frozenset[str], ...]) -> Iterator[None]:
    token = _grounds.set(told)
    try:
        yield
    finally:
        _grounds.reset(token)
