"""Caches what was computed from facts until a fact that it depends on changes."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from threading import Lock, RLock
from typing import Any, ParamSpec, TypeVar
from weakref import WeakValueDictionary

from django.db import connection

from .event_versions import HEARD

P = ParamSpec("P")
R = TypeVar("R")
SLOTS = 12

_caches: list[OrderedDict[Any, Any]] = []
_lock = Lock()
_at_work: WeakValueDictionary[Any, Any] = WeakValueDictionary()
"""The locks of those who work an answer out."""
_dependencies: ContextVar[tuple[frozenset[str], ...]] = ContextVar("dependencies", default=())


def cached_on(*apps: str, slots: int = SLOTS) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Keep the newest answers of a function while no event is recorded of a thing of `apps`: one to
    each question, so that what grew old makes room at once.

    `apps` name every app whose tables it reads; its arguments are hashable. Facts change only
    through actions, which record what they wrote under its own name. Inside a transaction nothing
    is cached: what it sees may never come to be.
    """
    depends_on = frozenset(apps)

    def decorator(function: Callable[P, R]) -> Callable[P, R]:
        cache: OrderedDict[Any, Any] = OrderedDict()
        _caches.append(cache)

        @wraps(function)
        def cached(*args: P.args, **kwargs: P.kwargs) -> R:
            if connection.in_atomic_block:
                with resting_on(depends_on):
                    return function(*args, **kwargs)
            with resting_on(None):
                heard = HEARD.now()
            version = heard.newest_of(depends_on)
            key = (heard.database, args, tuple(sorted(kwargs.items())))
            found: tuple[Hashable, R] | None = _answer_of(cache, key, version)
            if found:
                return found[1]
            with worked_out_once(cache, key):
                found = _answer_of(cache, key, version)
                if found:
                    return found[1]
                with resting_on(depends_on):
                    fresh = function(*args, **kwargs)
                put(cache, key, (version, fresh), slots)
                return fresh

        return cached

    return decorator


def _answer_of(cache: OrderedDict[Any, Any], key: Hashable, version: Hashable) -> Any:
    """Return the version and answer that are kept if they are of that version, else None."""
    with _lock:
        known = cache.get(key)
        if known is None or known[0] != version:
            return None
        cache.move_to_end(key)
        return known


@contextmanager
def worked_out_once(cache: OrderedDict[Any, Any], question: Hashable) -> Iterator[None]:
    """Let one thread at a time work out the answer to a question: who asks meanwhile waits, and
    finds it kept. A large answer worked out by several at once would take its memory as often.
    """
    with _lock:
        working = _at_work.setdefault((id(cache), question), RLock())
    with working:
        yield


def dependencies() -> tuple[frozenset[str], ...]:
    """Return the apps that each answer being computed now depends on, the outermost first."""
    return _dependencies.get()


@contextmanager
def resting_on(apps: frozenset[str] | None) -> Iterator[None]:
    """Let what follows say that it rests on `apps`, beside what an answer under way rests on; with
    None it reads the record, whatever an answer under way rests on.
    """
    token = _dependencies.set(() if apps is None else (*_dependencies.get(), apps))
    try:
        yield
    finally:
        _dependencies.reset(token)


def register_cache(cache: OrderedDict[Any, Any]) -> OrderedDict[Any, Any]:
    """Return a cache held elsewhere, registered so that `clear_caches` empties it too."""
    _caches.append(cache)
    return cache


def put(cache: OrderedDict[Any, Any], key: Hashable, cached: Any, slots: int) -> None:
    """Keep an answer in place of the one to the same question; of all, the `slots` newest."""
    with _lock:
        cache[key] = cached
        cache.move_to_end(key)
        while len(cache) > slots:
            cache.popitem(last=False)


def clear_caches() -> None:
    """Empty every cache."""
    with _lock:
        for cache in _caches:
            cache.clear()
