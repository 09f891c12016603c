"""Presets as nodes of YAML, before they take a shape: what extends what, which values hold when.

A preset with `extends: NAME` holds only what differs from that one. Where the other has a list of
things with codes, it names the things that differ by their code. A value with dates is written
`{values: {2024-01-01: 3, 2025-07-01: 5}}`; the first holds from the beginning, or what it extends.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

import yaml

from .preset_faults import BadNode, PresetFault, join
from .preset_files import MOST_NODES, composed, size_of
from .words import gettext

EXTENDS = "extends"
VALUES = "values"
START = "start"
LONGEST_CHAIN = 20
"""Presets that may extend each other in a row."""
IDENTITIES = ("clause", "id", "code", "metric", "project_class", "name", "colour")
"""The fields by which a thing in a list is named by a preset that extends another."""


def read_nodes(paths: tuple[Path, ...], faults: list[PresetFault]) -> dict[str, yaml.Node]:
    """Return the presets of all files that there are, by name; a later file's replaces another's.
    What is wrong is added to `faults`.
    """
    found: dict[str, yaml.Node] = {}
    for path in paths:
        if path.exists():
            found |= _File(path, found, faults).presets()
    return found


def names_in(path: Path) -> list[str]:
    """Return the names of the presets of a file; none if it cannot be read."""
    node = composed(path, [])
    try:
        return list(pairs_of(node, "")) if node else []
    except BadNode:
        return []


def pairs_of(node: yaml.Node, key: str) -> dict[str, yaml.Node]:
    """Return the values of a mapping by name. Raises BadNode if it is none, or names one twice."""
    if not isinstance(node, yaml.MappingNode):
        raise BadNode(node, key, gettext("Names with values are wanted here."))
    pairs: dict[str, yaml.Node] = {}
    for name, value in node.value:
        if not isinstance(name, yaml.ScalarNode):
            raise BadNode(name, key, gettext("A name is wanted here."))
        if name.value in pairs:
            raise BadNode(name, join(key, name.value), gettext("This name stands here twice."))
        pairs[name.value] = value
    return pairs


def days_of(node: yaml.Node, key: str) -> Iterator[date]:
    """Yield each day from which some value within `node` holds; date.min for the beginning."""
    if _is_dated(node):
        yield from (day for day, _value in _by_day(node, key))
    for name, child in _children(node):
        yield from days_of(child, join(key, name))


def as_of(node: yaml.Node, day: date, key: str = "") -> yaml.Node:
    """Return `node` with the values that hold on `day`."""
    if _is_dated(node):
        steps = _by_day(node, key)
        held = [value for since, value in steps if since <= day]
        return as_of(held[-1] if held else steps[0][1], day, key)
    if isinstance(node, yaml.MappingNode):
        pairs = [(name, as_of(v, day, join(key, str(name.value)))) for name, v in node.value]
        return _like(node, pairs)
    if isinstance(node, yaml.SequenceNode):
        return _like(node, [as_of(part, day, key) for part in node.value])
    return node


class _File:
    """The presets written in one file, those of `before` being known."""

    def __init__(
        self, path: Path, before: Mapping[str, yaml.Node], faults: list[PresetFault]
    ) -> None:
        self.before, self.faults = before, faults
        self.written = self._pairs(composed(path, faults))

    def presets(self) -> dict[str, yaml.Node]:
        found, left = {}, MOST_NODES
        for name in self.written:
            try:
                found[name] = self._whole(name, ())
                left -= size_of(found[name], name, left)
            except BadNode as bad:
                self.faults.append(bad.fault())
        return found

    def _pairs(self, root: yaml.Node | None) -> dict[str, yaml.Node]:
        try:
            return pairs_of(root, "") if root else {}
        except BadNode as bad:
            self.faults.append(bad.fault())
            return {}

    def _whole(self, name: str, within: tuple[str, ...]) -> yaml.Node:
        """Return a preset with all that it takes from the one that it extends."""
        node = self.written[name]
        pairs = pairs_of(node, name) if isinstance(node, yaml.MappingNode) else {}
        if EXTENDS not in pairs:
            return node
        base = self._base(name, pairs[EXTENDS], (*within, name))
        rest = [(key, value) for key, value in node.value if key.value != EXTENDS]
        return merged(base, _like(node, rest), name)

    def _base(self, name: str, said: yaml.Node, within: tuple[str, ...]) -> yaml.Node:
        base, key = str(said.value), join(name, EXTENDS)
        if not isinstance(said, yaml.ScalarNode):
            raise BadNode(said, key, gettext("A single value is wanted here."))
        if len(within) > LONGEST_CHAIN:
            raise BadNode(said, key, gettext("Too many presets extend each other in a row."))
        if base in self.written and base != name:
            if base in within:
                raise BadNode(said, key, gettext("These presets extend each other in a circle."))
            return self._whole(base, within)
        if base not in self.before:
            known = ", ".join(sorted({*self.before, *self.written} - {name}))
            told = {"name": base, "known": known}
            raise BadNode(
                said, key, gettext("There is no preset “%(name)s”. There are: %(known)s.") % told
            )
        return self.before[base]


def merged(base: yaml.Node, over: yaml.Node, key: str) -> yaml.Node:
    """Return `base` with what `over` says differently; each part keeps its place in its file."""
    if _is_dated(over):
        return _dated_over(base, over, key)
    if _is_dated(base):
        return over
    if isinstance(over, yaml.MappingNode) and isinstance(base, yaml.MappingNode):
        return _mapping_over(base, over, key)
    if isinstance(over, yaml.MappingNode) and isinstance(base, yaml.SequenceNode):
        return _sequence_over(base, over, key)
    return over


def _mapping_over(base: yaml.MappingNode, over: yaml.MappingNode, key: str) -> yaml.Node:
    names = {name.value: (name, value) for name, value in base.value}
    for name, value in pairs_of(over, key).items():
        if name in names:
            kept, old = names[name]
            names[name] = kept, merged(old, value, join(key, name))
        else:
            names[name] = yaml.ScalarNode("tag:yaml.org,2002:str", name, value.start_mark), value
    return _like(over, list(names.values()))


def _sequence_over(base: yaml.SequenceNode, over: yaml.MappingNode, key: str) -> yaml.Node:
    parts = list(base.value)
    called: dict[str, list[int]] = {}
    for place, part in enumerate(base.value):
        for identity in dict.fromkeys(_identities(part)):
            called.setdefault(identity, []).append(place)
    for name, value in pairs_of(over, key).items():
        within, places = join(key, name), called.get(name, [])
        if len(places) != 1:
            known = ", ".join(called)
            raise BadNode(value, within, _not_one(len(places)) % {"name": name, "known": known})
        parts[places[0]] = merged(parts[places[0]], value, within)
    return yaml.SequenceNode(base.tag, parts, over.start_mark, over.end_mark)


def _not_one(found: int) -> str:
    if found:
        return gettext("Several here are called “%(name)s”: write the whole list.")
    return gettext("Nothing here is called “%(name)s”; known are: %(known)s.")


def _identities(node: yaml.Node) -> list[str]:
    if not isinstance(node, yaml.MappingNode):
        return []
    return [str(value.value) for name, value in node.value if name.value in IDENTITIES]


def _dated_over(base: yaml.Node, over: yaml.Node, key: str) -> yaml.Node:
    """Return values with dates over others: what held before their first day holds until then."""
    first = _by_day(over, key)[0][0]
    before = _by_day(base, key) if _is_dated(base) else [(date.min, base)]
    kept = [
        (yaml.ScalarNode("tag:yaml.org,2002:str", _day_text(day), value.start_mark), value)
        for day, value in before
        if day < first
    ]
    ((name, said),) = over.value
    return _like(over, [(name, _like(said, [*kept, *said.value]))])


def _is_dated(node: yaml.Node) -> bool:
    return isinstance(node, yaml.MappingNode) and [n.value for n, _v in node.value] == [VALUES]


def _by_day(node: yaml.Node, key: str) -> list[tuple[date, yaml.Node]]:
    """Return the values of a dated node in order. Raises BadNode for what is no day."""
    ((_name, said),) = node.value
    within = join(key, VALUES)
    found = [
        (_day(said, join(within, name), name), v) for name, v in pairs_of(said, within).items()
    ]
    if not found:
        raise BadNode(said, within, gettext("Days with their values are wanted here."))
    return sorted(found, key=lambda pair: pair[0])


def _day(node: yaml.Node, key: str, text: str) -> date:
    if text == START:
        return date.min
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        told = gettext("“%s” is not a day such as 2024-03-28, nor “start”.") % text
        raise BadNode(node, key, told) from error


def _day_text(day: date) -> str:
    return START if day == date.min else day.isoformat()


def _children(node: yaml.Node) -> Iterator[tuple[str, yaml.Node]]:
    if isinstance(node, yaml.MappingNode):
        yield from ((str(name.value), value) for name, value in node.value)
    elif isinstance(node, yaml.SequenceNode):
        yield from ((str(place), part) for place, part in enumerate(node.value, 1))


def _like(node: yaml.Node, value: Sequence[object]) -> yaml.Node:
    return type(node)(node.tag, list(value), node.start_mark, node.end_mark)
