"""Keep what was computed from facts until a fact changes."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from functools import wraps
from threading import Lock
from typing import Any, ParamSpec, TypeVar

from django.db import connection

from .models import Event

P = ParamSpec("P")
R = TypeVar("R")
SLOTS = 12

_shelves: list[OrderedDict[Any, Any]] = []
_lock = Lock()


def kept(function: Callable[P, R]) -> Callable[P, R]:
    """Keep the newest answers of `function`, whose arguments are hashable, while no event is added.

    Facts change only through actions, which all record. Inside a transaction nothing is kept: what
    it sees may never come to be.
    """
    shelf: OrderedDict[Any, Any] = OrderedDict()
    _shelves.append(shelf)

    @wraps(function)
    def answer(*args: P.args, **kwargs: P.kwargs) -> R:
        if connection.in_atomic_block:
            return function(*args, **kwargs)
        key = (newest_hash(), args, tuple(sorted(kwargs.items())))
        if key not in shelf:
            found = function(*args, **kwargs)
            with _lock:
                shelf[key] = found
                while len(shelf) > SLOTS:
                    shelf.popitem(last=False)
        return shelf[key] if key in shelf else function(*args, **kwargs)

    return answer


def newest_hash() -> str:
    """Hash of the newest event: stands for the state of all facts."""
    return Event.objects.order_by("-pk").values_list("hash", flat=True).first() or ""


def forget() -> None:
    """Drop everything that is kept."""
    with _lock:
        for shelf in _shelves:
            shelf.clear()
