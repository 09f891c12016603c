"""What a stranger may send in every place of every address and form: nothing of it may crash."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from .cells import FULL, turn_of_engine
from .house import PRODUCT

NUMBERS = ("0", "9" * 18, "9" * 30)
LONG = "长" * 350_000  # a megabyte
WORDS = (
    "9" * 5_000,
    "NaN",
    "9" * 30,
    "1e999999",
    "٣²",
    "-Infinity",
    "9" * 19,
    "😀\u202e",
    "x\r\n=1",
    "\0",
    "0001-01-01",
    "9999-12-31",
    "0001-01",
)
KEY = "key-of-a-table"
KEYS = ('"1"', '"\\u0000"', '"\\ud800"', f'"{"9" * 30}"', f'"{"9" * 5_000}"', '"NaN"', '"-1"')
JSON = (
    '"0001-01-01"',
    '"9999-12-31"',
    '"\\u0000"',
    '"\\ud800"',
    "9" * 30,
    "NaN",
    '"😀\u202e"',
    '"' + "长" * 40_000 + '"',
)
_ASKED = re.compile(r"""(?:GET|POST|asked|request)\w*\.get(?:list)?\(\s*"(\w+)\"""")
_PLACE = re.compile(r"<(?:(\w+):)?(\w+)>")


def places(
    patterns: list[URLPattern | URLResolver] | None = None, root: str = "/"
) -> Iterator[str]:
    """Yield the address of every page with its places still open: /projects/<int:pk>/."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        path = root + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield path
        elif not str(pattern.namespace).startswith("api-"):
            yield from places(pattern.url_patterns, path)


def filled(path: str, values: dict[str, str], fallback: str = "1") -> str:
    """Return an address with each of its places filled by the kind of its converter."""
    return _PLACE.sub(lambda found: values.get(found[1] or "str", fallback), path)


def parameters() -> set[str]:
    """Return every name by which the product reads a value out of a request."""
    found = {name for path in PRODUCT for name in _ASKED.findall(path.read_text("utf-8"))}
    return found | set(FILTERS)


def rounds(names: Iterable[str], words: tuple[str, ...], count: int) -> Iterator[dict[str, str]]:
    """Yield values for all names at once, so often: no name has the same value in two rounds."""
    for turn in range(count):
        yield {name: words[(at + turn * 3) % len(words)] for at, name in enumerate(sorted(names))}


def bodies(schema: dict[str, Any], shapes: dict[str, Any]) -> Iterator[list[str | int]]:
    """Yield the way to each place of a body that takes a value: ["parts", 0, "name"]."""
    while "$ref" in schema:
        schema = shapes[schema["$ref"].rpartition("/")[2]]
    if several := schema.get("anyOf") or schema.get("allOf"):
        yield from bodies(several[0], shapes)
    elif schema.get("type") == "array":
        yield from ([0, *rest] for rest in bodies(schema["items"], shapes))
    elif inner := schema.get("properties"):
        for name, each in inner.items():
            yield from ([name, *rest] for rest in bodies(each, shapes))
    elif isinstance(schema.get("additionalProperties"), dict):
        yield from ([KEY, *rest] for rest in bodies(schema["additionalProperties"], shapes))
    else:
        yield []


def put(body: Any, way: list[str | int], value: str) -> Any:
    """Return a body with `value` at the end of the way, making what is missing on it."""
    if not way:
        return value
    if way[0] == 0:
        return [put(body[0] if body else None, way[1:], value)]
    return {**(body or {}), way[0]: put((body or {}).get(way[0]), way[1:], value)}


FILTERS = (
    "year",
    "page",
    "project",
    "lead",
    "level",
    "kind",
    "type_code",
    "severity",
    "state",
    "source",
    "department",
    "element",
    "theme",
    "tier",
    "sector",
    "industry",
    "project_class",
    "organisation",
    "commander",
    "chain",
    "light",
    "responsible",
)


def is_tried(place: int, turn: int, *, of: int) -> bool:
    """True for all turns of a place in full, and for one of so many in the sample: another one for
    its neighbour, and on another engine.
    """
    return FULL or (place + turn + of // 2 * turn_of_engine()) % of == 0
