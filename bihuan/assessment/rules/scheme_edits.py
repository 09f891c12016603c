"""A text of a scheme changed value by value: all else stays as it was written (ASSESS-27). Pure."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

import yaml

from bihuan.kit.errors import Refusal
from bihuan.kit.words import gettext

WORDS = ("title", "text", "clause", "missing")
NUMBERS = ("max", "extra", "least")
USUAL = {"extra": "0", "least": "0", "missing": "not_applicable"}
"""What holds of an item that does not say."""
PLAIN = re.compile(
    r"(?!(?:null|true|false|yes|no|on|off)$)[^\W_][^\n:#\[\]{},&*!|>'\"@`\\]*(?<! )", re.I
)
"""Words that need no quotation marks in YAML, wherever they stand."""
MULTIPLES = frozenset({("ratio", "most"), ("mean", "most")})
"""So many times the points, not points."""
FOLLOWING = frozenset({"weight", "base", "most", "points"})
"""Numbers of a formula that change with the item's weight where they equal it."""


@dataclass(frozen=True)
class ValuePlace:
    """One value of an item as the text has it: its key as faults name it, the way to it within the
    item, and where in the text it stands; nowhere if it is as usual and not written. `is_shared`
    where other places take it over by an alias.
    """

    key: str
    path: tuple[str | int, ...]
    value: str
    begin: int = 0
    end: int = 0
    is_written: bool = True
    is_shared: bool = False

    @property
    def name(self) -> str:
        """What the value is called in a form."""
        return ".".join(map(str, self.path))

    @property
    def is_number(self) -> bool:
        return self.path[0] in NUMBERS or self.path[0] == "formula"


@dataclass(frozen=True)
class ItemPlaces:
    """The values of an item that a form may change, and where others are put in."""

    sheet: str
    item: str
    places: tuple[ValuePlace, ...]
    before: int
    """Where what is not written yet is put in."""
    column: int
    is_flow: bool

    def place(self, name: str) -> ValuePlace | None:
        return next((each for each in self.places if each.name == name), None)


def item_places(text: str) -> list[ItemPlaces]:
    """Return the values of every item of a text that was found right, in its order."""
    root: Any = yaml.compose(text, Loader=yaml.SafeLoader)
    ((name, scheme),) = root.value
    seen = Counter(id(node) for node in _nodes(root))
    found: list[ItemPlaces] = []
    for at, sheet in enumerate(_part(scheme, "sheets").value, 1):
        for number, item in enumerate(_part(sheet, "items").value, 1):
            key = f"{name.value}.sheets[{at}].items[{number}]"
            places = [*_own(item, key, seen), *_formula(item, key, seen)]
            begin = next(mark for mark, _value in item.value if mark.value == "inputs").start_mark
            found.append(
                ItemPlaces(
                    _part(sheet, "id").value,
                    _part(item, "id").value,
                    tuple(places),
                    begin.index,
                    begin.column,
                    bool(item.flow_style),
                )
            )
    return found


def edited(text: str, changes: Iterable[tuple[ItemPlaces, Mapping[str, str]]]) -> str:
    """Return a text with values changed, by item and name of the value. Raises Refusal for one that
    an alias takes over elsewhere, and for one that the item has not.
    """
    cuts: list[tuple[int, int, str]] = []
    for item, said in changes:
        for name, value in said.items():
            place = item.place(name)
            if place is None:
                raise Refusal(gettext("This item has no value “%s”: reload the page.") % name)
            if value != place.value:
                cuts.append(_cut(item, place, value))
    for begin, end, written in sorted(cuts, reverse=True):
        text = text[:begin] + written + text[end:]
    return text


def weight_changes(item: ItemPlaces, weight: str) -> dict[str, str]:
    """Return what changes with the weight of an item: the weight, and the numbers of its formula
    that are this weight.
    """
    stands = item.place("max")
    if stands is None or stands.value == weight:
        return {}
    same = {
        each.name: weight
        for each in item.places
        if each.path[0] == "formula"
        and each.path[-1] in FOLLOWING
        and each.path[-2:] not in MULTIPLES
        and _decimal(each.value) == _decimal(stands.value)
    }
    return {"max": weight, **same}


def _cut(item: ItemPlaces, place: ValuePlace, value: str) -> tuple[int, int, str]:
    if place.is_shared:
        told = gettext("“%s” is used at several places of the text: change it there.")
        raise Refusal(told % place.key)
    written = _written(value, place)
    if place.is_written:
        return place.begin, place.end, written
    after = ", " if item.is_flow else "\n" + " " * item.column
    return item.before, item.before, f"{place.path[0]}: {written}{after}"


def _written(value: str, place: ValuePlace) -> str:
    if place.is_number:
        if not value.strip():
            return "null"
        return value.strip() if _decimal(value) is not None else json.dumps(value)
    return value if PLAIN.fullmatch(value) else json.dumps(value, ensure_ascii=False)


def _own(item: yaml.MappingNode, key: str, seen: Counter[int]) -> Iterator[ValuePlace]:
    pairs = {name.value: node for name, node in item.value}
    for name in (*WORDS, *NUMBERS):
        if name in pairs:
            yield _place(pairs[name], f"{key}.{name}", (name,), seen, item)
        else:
            yield ValuePlace(
                f"{key}.{name}",
                (name,),
                USUAL[name],
                is_written=False,
                is_shared=seen[id(item)] > 1,
            )


def _formula(item: yaml.MappingNode, key: str, seen: Counter[int]) -> Iterator[ValuePlace]:
    yield from _numbers(_part(item, "formula"), f"{key}.formula", ("formula",), seen)


def _numbers(
    node: yaml.Node, key: str, path: tuple[str | int, ...], seen: Counter[int]
) -> Iterator[ValuePlace]:
    if isinstance(node, yaml.MappingNode):
        for name, part in node.value:
            yield from _numbers(part, f"{key}.{name.value}", (*path, str(name.value)), seen)
    elif isinstance(node, yaml.SequenceNode):
        for place, part in enumerate(node.value, 1):
            yield from _numbers(part, f"{key}[{place}]", (*path, place), seen)
    elif _decimal(node.value) is not None and path[-1] not in ("of", "over"):
        yield _place(node, key, path, seen, node)


def _place(
    node: yaml.Node, key: str, path: tuple[str | int, ...], seen: Counter[int], item: yaml.Node
) -> ValuePlace:
    value = "" if node.tag == "tag:yaml.org,2002:null" else str(node.value)
    shared = max(seen[id(node)], seen[id(item)]) > 1
    return ValuePlace(
        key, path, value, node.start_mark.index, node.end_mark.index, is_shared=shared
    )


def _nodes(node: yaml.Node) -> Iterator[yaml.Node]:
    """Yield every node as often as it stands, those of an alias too."""
    yield node
    if isinstance(node, yaml.MappingNode):
        for _name, part in node.value:
            yield from _nodes(part)
    elif isinstance(node, yaml.SequenceNode):
        for part in node.value:
            yield from _nodes(part)


def _part(node: Any, name: str) -> Any:
    return next(part for key, part in node.value if key.value == name)


def _decimal(text: str) -> Decimal | None:
    try:
        number = Decimal(text.strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
