"""Keep what is told of each of many things, and ask again only of those that a change touched."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar

from django.db import connection

from bihuan.kit.memory import give_back

from .cached import SLOTS, put, register_cache, resting_on, worked_out_once
from .changes import Place, WrittenRows
from .event_versions import HEARD, Hearing

MANY = 1_000
"""Things of which telling takes much memory for a while."""
K = TypeVar("K", bound=Hashable)
V = TypeVar("V")
R = TypeVar("R")
P = ParamSpec("P")
Touched = Callable[[WrittenRows], Collection[K] | None]
"""Says which things rows that were written may tell anew; None if it may be any."""


class Told(dict[K, V]):
    """What is told of each thing. Everybody shares it, so nobody changes it."""

    __slots__ = ("_follows",)

    def __init__(self, told: Mapping[K, V]) -> None:
        super().__init__(told)
        self._follows: dict[Any, Any] = {}

    def once(self, function: Callable[Concatenate[Told[K, V], ...], R], *args: Hashable) -> R:
        """Return what follows from all of it together, worked out only once."""
        key = (function, args)
        if key not in self._follows:
            self._follows[key] = function(self, *args)
        found: R = self._follows[key]
        return found


Telling = Callable[..., Mapping[K, V]]
"""A function that tells something of the things in its argument `only`, or of all (None)."""


@dataclass(frozen=True)
class _Shelved(Generic[R]):
    """What was told as of a place in the record, and what beside its things it rested on."""

    since: Place
    place: Place
    told: R
    beside: Hashable = None


def renewed(
    *apps: str,
    touched: Touched[K],
    beside: Callable[..., Hashable] | None = None,
    slots: int = SLOTS,
) -> Callable[[Telling[K, V]], Callable[..., Told[K, V]]]:
    """Keep the newest answers of a function that tells something of each thing. After a change it
    is asked again `only` for the things that were `touched`; for all of them where what the answer
    rests on `beside` them has become another.

    `apps` name every app whose tables it reads; its arguments are hashable. Inside a transaction
    nothing is kept: what it sees may never come to be.
    """
    rests_on = frozenset(apps)

    def keeper(function: Telling[K, V]) -> Callable[..., Told[K, V]]:
        shelf: OrderedDict[Any, _Shelved[Told[K, V]]] = register_cache(OrderedDict())

        @wraps(function)
        def answer(*asked: Hashable) -> Told[K, V]:
            if connection.in_atomic_block:
                with resting_on(rests_on):
                    return Told(function(*asked))
            heard = _latest_hearing()

            def anew(known: _Shelved[Told[K, V]] | None) -> tuple[Told[K, V], Hashable]:
                with resting_on(rests_on):
                    rests_beside = beside(*asked) if beside else None
                if known and known.beside != rests_beside:
                    known = None
                things = _touched(touched, known.place, heard) if known else None
                with resting_on(rests_on):
                    told = _renewed(function, asked, known.told if known else None, things)
                return told, rests_beside

            return _shelved(shelf, (heard.database, asked), heard, anew, slots)

        return answer

    return keeper


def renewed_singly(
    *apps: str, touched: Touched[K], slots: int
) -> Callable[[Callable[Concatenate[K, P], R]], Callable[Concatenate[K, P], R]]:
    """Keep the newest answers of a function that tells something of one thing, its first argument,
    until a change may have touched that thing. Otherwise as `renewed`.
    """
    rests_on = frozenset(apps)

    def keeper(function: Callable[Concatenate[K, P], R]) -> Callable[Concatenate[K, P], R]:
        shelf: OrderedDict[Any, _Shelved[R]] = register_cache(OrderedDict())

        @wraps(function)
        def answer(thing: K, /, *args: P.args, **kwargs: P.kwargs) -> R:
            if connection.in_atomic_block:
                with resting_on(rests_on):
                    return function(thing, *args, **kwargs)
            heard = _latest_hearing()

            def anew(known: _Shelved[R] | None) -> tuple[R, Hashable]:
                things = _touched(touched, known.place, heard) if known else None
                if known and things is not None and thing not in things:
                    return known.told, None
                with resting_on(rests_on):
                    return function(thing, *args, **kwargs), None

            key = (heard.database, thing, args, tuple(sorted(kwargs.items())))
            return _shelved(shelf, key, heard, anew, slots)

        return answer

    return keeper


def _latest_hearing() -> Hearing:
    with resting_on(None):
        return HEARD.now()


def _shelved(
    shelf: OrderedDict[Any, _Shelved[R]],
    key: Hashable,
    heard: Hearing,
    anew: Callable[[_Shelved[R] | None], tuple[R, Hashable]],
    slots: int,
) -> R:
    """Return what is on the shelf if it is up to date, else what is told `anew`, given what was
    known; once, whoever asks meanwhile.
    """
    if found := _up_to_date(shelf.get(key), heard):
        return found.told
    with worked_out_once(shelf, key):
        known = shelf.get(key)
        if found := _up_to_date(known, heard):
            return found.told
        told, beside = anew(known if known and known.since == heard.since else None)
        put(shelf, key, _Shelved(heard.since, heard.place, told, beside), slots)
        return told


def _up_to_date(known: _Shelved[R] | None, heard: Hearing) -> _Shelved[R] | None:
    is_so = known and known.since == heard.since and known.place[0] >= heard.place[0]
    return known if is_so else None


def _touched(touched: Touched[K], known: Place, heard: Hearing) -> Collection[K] | None:
    with resting_on(None):
        return touched(heard.changes_since(known))


def _renewed(
    function: Telling[K, V],
    asked: tuple[Hashable, ...],
    known: Told[K, V] | None,
    touched: Collection[K] | None,
) -> Told[K, V]:
    """Return all that is told: what was known of the things that nothing touched, among it."""
    if known is None or touched is None:
        told = Told(function(*asked))
        if len(told) > MANY:
            give_back()
        return told
    if not touched:
        return known
    fresh, found = function(*asked, only=touched), Told(known)
    for thing in touched:
        if thing in fresh:
            found[thing] = fresh[thing]
        else:
            found.pop(thing, None)
    return found
