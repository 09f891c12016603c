"""Nodes of YAML read into the shape of dataclasses."""

from __future__ import annotations

import dataclasses
import enum
import types
from collections.abc import Callable
from dataclasses import MISSING
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Union, get_args, get_origin, get_type_hints

import yaml

from .preset_faults import BadNode, PresetFault, PresetValueError, join
from .preset_nodes import pairs_of
from .words import gettext

ORDINARY = range(-10, 15)
"""Powers of ten of numbers that rules may hold: none makes a sum run out of digits."""


class Reader:
    """Reads nodes into a shape; `faults` gathers what is wrong, `since` says from which day."""

    def __init__(self, since: date | None = None) -> None:
        self.faults: list[PresetFault] = []
        self.since = since

    def try_read(self, node: yaml.Node | None, shape: Any, key: str) -> Any:
        """Read a value; note its fault and return None if it has one."""
        try:
            return self.read(node, shape, key)
        except BadNode as bad:
            self.note(bad)
            return None

    def read(self, node: yaml.Node | None, shape: Any, key: str) -> Any:
        if node is None:
            return None
        if get_origin(shape) in (Union, types.UnionType):
            return self.optional(node, shape, key)
        if dataclasses.is_dataclass(shape):
            return self.record(node, shape, key)
        if get_origin(shape) is tuple:
            return self.several(node, get_args(shape)[0], key)
        if get_origin(shape) is dict:
            return self.table(node, get_args(shape)[1], key)
        return _scalar(node, shape, key)

    def optional(self, node: yaml.Node, shape: Any, key: str) -> Any:
        if node.tag == "tag:yaml.org,2002:null":
            return None
        (inner,) = (part for part in get_args(shape) if part is not type(None))
        return self.read(node, inner, key)

    def several(self, node: yaml.Node, shape: Any, key: str) -> tuple[Any, ...]:
        if not isinstance(node, yaml.SequenceNode):
            raise BadNode(node, key, gettext("A list is wanted here."))
        return tuple(
            self.try_read(part, shape, f"{key}[{place}]")
            for place, part in enumerate(node.value, 1)
        )

    def table(self, node: yaml.Node, shape: Any, key: str) -> dict[str, Any]:
        return {
            name: self.try_read(value, shape, join(key, name))
            for name, value in pairs_of(node, key).items()
        }

    def record(self, node: yaml.Node, shape: Any, key: str) -> Any:
        before = len(self.faults)
        pairs, hints = pairs_of(node, key), get_type_hints(shape)
        fields = {field.name: field for field in dataclasses.fields(shape)}
        for name, value in pairs.items():
            if name not in fields:
                known = ", ".join(fields)
                self.note(
                    BadNode(value, join(key, name), gettext("Unknown; known are: %s.") % known)
                )
        for name, field in fields.items():
            if name not in pairs and field.default is field.default_factory is MISSING:
                wanted = gettext("This is missing; %s is wanted.") % expected(hints[name])
                self.note(BadNode(node, join(key, name), wanted))
        values = {
            name: self.try_read(value, hints[name], join(key, name))
            for name, value in pairs.items()
            if name in fields
        }
        if len(self.faults) > before:
            return None
        try:
            return shape(**values)
        except PresetValueError as error:
            raise _at(node, key, error) from error
        except ValueError as error:
            raise BadNode(node, key, str(error)) from error

    def note(self, bad: BadNode) -> None:
        if self.since:
            bad.sentence += gettext(" (from %s on)") % self.since
        self.faults.append(bad.fault())


def expected(shape: Any) -> str:
    """Return what a shape wants, in words."""
    if get_origin(shape) in (Union, types.UnionType):
        return expected(next(part for part in get_args(shape) if part is not type(None)))
    if get_origin(shape) is tuple:
        return gettext("a list")
    if get_origin(shape) is dict or dataclasses.is_dataclass(shape):
        return gettext("a group of names with values")
    if isinstance(shape, type) and issubclass(shape, enum.Enum):
        return gettext("one of %s") % ", ".join(str(member.value) for member in shape)
    return _SCALARS[shape][1]()


def _at(node: yaml.Node, key: str, error: PresetValueError) -> BadNode:
    """Return the fault at the value to which the error's path leads, or as near as there is one in
    the file that says the record: what it extends was right without it.
    """
    file, nearest = _file_of(node), (node, key)
    for step in error.path:
        if isinstance(node, yaml.SequenceNode) and isinstance(step, int):
            node, key = node.value[step], f"{key}[{step + 1}]"
        else:
            key = join(key, str(step))
            if isinstance(node, yaml.MappingNode):
                node = {name.value: value for name, value in node.value}.get(step, node)
        if _file_of(node) == file:
            nearest = node, key
    if _file_of(node) != file:
        node, key = _own_part(*nearest)
    return BadNode(node, key, str(error))


def _own_part(node: yaml.Node, key: str) -> tuple[yaml.Node, str]:
    """Return the last value of a record that stands in the same file as the record, or itself."""
    if isinstance(node, yaml.MappingNode):
        for name, value in reversed(node.value):
            if _file_of(value) == _file_of(node):
                return value, join(key, name.value)
    return node, key


def _file_of(node: yaml.Node) -> str:
    return str(node.start_mark.name)


def _scalar(node: yaml.Node, shape: Any, key: str) -> Any:
    if not isinstance(node, yaml.ScalarNode):
        raise BadNode(node, key, gettext("A single value is wanted here."))
    if isinstance(shape, type) and issubclass(shape, enum.Enum):
        return _member(node, shape, key)
    read, wanted = _SCALARS[shape]
    try:
        return read(node)
    except (ValueError, InvalidOperation) as error:
        values = {"value": node.value, "wanted": str(wanted())}
        raise BadNode(node, key, gettext("“%(value)s” is not %(wanted)s.") % values) from error


def _member(node: yaml.ScalarNode, shape: type[enum.Enum], key: str) -> enum.Enum:
    try:
        return shape(node.value)
    except ValueError as error:
        known = ", ".join(str(member.value) for member in shape)
        raise BadNode(node, key, gettext("It must be one of: %s.") % known) from error


def _text(node: yaml.ScalarNode) -> str:
    return str(node.value)


def _whole(node: yaml.ScalarNode) -> int:
    number = int(node.value)
    if abs(number) >= 10**ORDINARY.stop:
        raise ValueError(node.value)
    return number


def _decimal(node: yaml.ScalarNode) -> Decimal:
    number = Decimal(node.value)
    if not number.is_finite():
        raise ValueError(node.value)
    if not number:
        return Decimal()
    if number.adjusted() not in ORDINARY or len(number.as_tuple().digits) > len(ORDINARY):
        raise ValueError(node.value)
    return number


def _yes_or_no(node: yaml.ScalarNode) -> bool:
    spoken = str(node.value).lower()
    if spoken not in _SPOKEN:
        raise ValueError(node.value)
    return _SPOKEN[spoken]


def _day(node: yaml.ScalarNode) -> date:
    return date.fromisoformat(node.value)


_SPOKEN = {"true": True, "yes": True, "false": False, "no": False}
_SCALARS: dict[Any, tuple[Callable[[yaml.ScalarNode], Any], Callable[[], str]]] = {
    str: (_text, lambda: gettext("a text")),
    int: (_whole, lambda: gettext("a whole number")),
    Decimal: (_decimal, lambda: gettext("a number")),
    bool: (_yes_or_no, lambda: gettext("true or false")),
    date: (_day, lambda: gettext("a day such as 2024-03-28")),
}
