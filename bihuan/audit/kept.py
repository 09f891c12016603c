"""Keep what was computed from facts until a fact that it rests on changes."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from threading import Lock
from typing import Any, ParamSpec, TypeVar

from django.db import connection

from .heard import Heard

P = ParamSpec("P")
R = TypeVar("R")
SLOTS = 12

_shelves: list[OrderedDict[Any, Any]] = []
_heard = Heard()
_lock = Lock()
_grounds: ContextVar[tuple[frozenset[str], ...]] = ContextVar("grounds", default=())


def kept(*apps: str, slots: int = SLOTS) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Keep the newest answers of a function while no event is recorded of a thing of `apps`.

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
            is_kept, key = not connection.in_atomic_block, None
            token = _grounds.set((*_grounds.get(), rests_on))
            try:
                if is_kept:
                    with no_grounds():
                        version = _heard.newest_of(rests_on)
                    key = (version, args, tuple(sorted(kwargs.items())))
                    with _lock:
                        if key in shelf:
                            shelf.move_to_end(key)
                            found: R = shelf[key]
                            return found
                fresh = function(*args, **kwargs)
            finally:
                _grounds.reset(token)
            if is_kept:
                with _lock:
                    shelf[key] = fresh
                    while len(shelf) > slots:
                        shelf.popitem(last=False)
            return fresh

        return answer

    return keeper


def grounds() -> tuple[frozenset[str], ...]:
    """Return what each answer that is being computed now says it rests on, the outermost first."""
    return _grounds.get()


@contextmanager
def no_grounds() -> Iterator[None]:
    """Let what follows read the record, whatever an answer under way says it rests on."""
    token = _grounds.set(())
    try:
        yield
    finally:
        _grounds.reset(token)


def keep_here(shelf: OrderedDict[Any, Any]) -> OrderedDict[Any, Any]:
    """Let a shelf that somebody else keeps be dropped with all others by `forget`."""
    _shelves.append(shelf)
    return shelf


def forget() -> None:
    """Drop everything that is kept."""
    with _lock:
        for shelf in _shelves:
            shelf.clear()
