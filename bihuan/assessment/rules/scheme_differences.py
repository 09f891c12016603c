"""Where two schemes differ, value by value, with the sheet and item that it is about. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .scheme import Scheme
from .stored_schemes import to_plain

TITLED = ("sheets", "items")
"""Lists of things that have titles, by which a difference says where it is."""
NAMED = ("id", "of", "title")
"""What names a thing in a list: two lists are compared by it where it is there."""


@dataclass(frozen=True)
class SchemeDifference:
    """One value that differs; None where one of both has none. `sheet` and `item` are titles, ""
    for what is said of the scheme or the sheet itself.
    """

    sheet: str
    item: str
    key: str
    before: str | None
    after: str | None


def differences(before: Scheme, after: Scheme) -> list[SchemeDifference]:
    """Return every value that differs between two schemes, in the order of the later one."""
    return list(_between(to_plain(before), to_plain(after), ()))


def _between(
    old: Any, new: Any, path: tuple[str, ...], sheet: str = "", item: str = ""
) -> Iterator[SchemeDifference]:
    if old == new:
        return
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        for name in dict.fromkeys([*new, *old]):
            yield from _between(old.get(name), new.get(name), (*path, name), sheet, item)
    elif _holds_things(old, new):
        yield from _in_list(old, new, path, sheet, item)
    else:
        key = ".".join(each for each in path if each not in TITLED)
        yield SchemeDifference(sheet, item, key, _shown(old), _shown(new))


def _in_list(
    old: Sequence[Any], new: Sequence[Any], path: tuple[str, ...], sheet: str, item: str
) -> Iterator[SchemeDifference]:
    for place, (before, after) in enumerate(_pairs(old, new), 1):
        if path[-1] in TITLED:
            yield from _titled(before, after, path, sheet)
        else:
            at = (*path[:-1], f"{path[-1]}[{place}]")
            yield from _between(before, after, at, sheet, item)


def _titled(old: Any, new: Any, path: tuple[str, ...], sheet: str) -> Iterator[SchemeDifference]:
    """Yield what differs of a sheet, or of an item of the sheet; it as a whole, if it came or
    went.
    """
    title = str((new or old)["title"])
    at = (sheet, title) if sheet else (title, "")
    if old is None or new is None:
        yield SchemeDifference(*at, "", old and title, new and title)
    else:
        yield from _between(old, new, path, *at)


def _holds_things(*lists: Any) -> bool:
    return all(isinstance(each, list) for each in lists) and any(
        isinstance(part, Mapping) for each in lists for part in each
    )


def _pairs(old: Sequence[Any], new: Sequence[Any]) -> Iterator[tuple[Any, Any]]:
    """Yield what stands in both lists under one name, or at one place if nothing names it; then
    what stands in the older one alone.
    """
    before, after = _by_name(old), _by_name(new)
    for name in dict.fromkeys([*after, *before]):
        yield before.get(name), after.get(name)


def _by_name(things: Sequence[Any]) -> dict[Any, Any]:
    named = {_name(each, place): each for place, each in enumerate(things)}
    return named if len(named) == len(things) else dict(enumerate(things))


def _name(thing: Any, place: int) -> Any:
    if isinstance(thing, Mapping):
        return next((str(thing[name]) for name in NAMED if name in thing), place)
    return place


def _shown(value: Any) -> str | None:
    if isinstance(value, Mapping):
        return ", ".join(f"{name}: {_shown(part)}" for name, part in value.items())
    if isinstance(value, list):
        return ", ".join(str(_shown(part)) for part in value)
    return None if value is None else str(value)
