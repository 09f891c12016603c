"""Rules that an office may change: YAML read into dataclasses, each fault named by file, line, key.

A file maps the name of a preset to its values. A dataclass gives the shape: `str`, `int`, `bool`,
`Decimal` (read from the text, never through a float), `date`, a `Choice`, another dataclass,
`tuple[X, ...]`, `dict[str, X]` and `X | None`. A check that spans fields belongs in the dataclass's
`__post_init__`, which raises ValueError with a sentence.
"""

from __future__ import annotations

import dataclasses
import enum
import types
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

import yaml

from .errors import Refusal
from .words import say

T = TypeVar("T")


@dataclass(frozen=True)
class Fault:
    """One thing wrong in a preset file."""

    file: str
    line: int
    key: str
    sentence: str

    def __str__(self) -> str:
        return say("%(file)s, line %(line)s, “%(key)s”: %(sentence)s") % vars(self)


class PresetError(Refusal):
    """A preset file cannot be used. `faults` holds all that is wrong with it."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in faults))


def load_presets(shape: type[T], *paths: Path) -> Mapping[str, T]:
    """Return the presets of all `paths` by name; a later file's preset replaces an earlier one's.

    A path that does not exist is passed over, so that an office's own file is optional. Raises
    PresetError listing every fault.
    """
    found: dict[str, T] = {}
    faults: list[Fault] = []
    for path in paths:
        if path.exists():
            reader = _Reader(path.name)
            found |= reader.file(path.read_text(encoding="utf-8"), shape)
            faults += reader.faults
    if faults:
        raise PresetError(faults)
    return found


def choose(presets: Mapping[str, T], name: str) -> T:
    """Return the preset called `name`. Raises Refusal naming those there are."""
    if name not in presets:
        raise Refusal(
            say("There is no preset “%(name)s”. There are: %(known)s.")
            % {"name": name, "known": ", ".join(presets)}
        )
    return presets[name]


class _Bad(Exception):
    """A value that cannot be read, and why."""

    def __init__(self, node: yaml.Node, key: str, sentence: str) -> None:
        self.node, self.key, self.sentence = node, key, sentence


class _Reader:
    def __init__(self, file: str) -> None:
        self.file_name = file
        self.faults: list[Fault] = []

    def file(self, text: str, shape: type[T]) -> dict[str, T]:
        try:
            root = yaml.compose(text, Loader=yaml.SafeLoader)
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 1
            self.faults.append(Fault(self.file_name, line, "", say("This is not readable YAML.")))
            return {}
        read: dict[str, T] = self.try_read(root, dict[str, shape], "") or {}  # type: ignore[valid-type]  # a shape known at run time
        return read

    def try_read(self, node: yaml.Node | None, shape: Any, key: str) -> Any:
        """Read a value; note its fault and return None if it has one."""
        try:
            return self.read(node, shape, key)
        except _Bad as bad:
            line = bad.node.start_mark.line + 1
            self.faults.append(Fault(self.file_name, line, bad.key, bad.sentence))
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
            raise _Bad(node, key, say("A list is wanted here."))
        return tuple(
            self.try_read(part, shape, f"{key}[{place}]")
            for place, part in enumerate(node.value, 1)
        )

    def table(self, node: yaml.Node, shape: Any, key: str) -> dict[str, Any]:
        return {
            name: self.try_read(value, shape, _join(key, name))
            for name, value in self.pairs(node, key).items()
        }

    def pairs(self, node: yaml.Node, key: str) -> dict[str, yaml.Node]:
        if not isinstance(node, yaml.MappingNode):
            raise _Bad(node, key, say("Names with values are wanted here."))
        pairs: dict[str, yaml.Node] = {}
        for name, value in node.value:
            if name.value in pairs:
                raise _Bad(name, _join(key, name.value), say("This name stands here twice."))
            pairs[name.value] = value
        return pairs

    def record(self, node: yaml.Node, shape: Any, key: str) -> Any:
        before = len(self.faults)
        pairs, hints = self.pairs(node, key), get_type_hints(shape)
        fields = {field.name: field for field in dataclasses.fields(shape)}
        for name, value in pairs.items():
            if name not in fields:
                known = ", ".join(fields)
                self.note(value, _join(key, name), say("Unknown; known are: %s.") % known)
        for name, field in fields.items():
            if name not in pairs and field.default is field.default_factory is MISSING:
                self.note(node, _join(key, name), say("This is missing."))
        values = {
            name: self.try_read(value, hints[name], _join(key, name))
            for name, value in pairs.items()
            if name in fields
        }
        if len(self.faults) > before:
            return None
        try:
            return shape(**values)
        except ValueError as error:
            raise _Bad(node, key, str(error)) from error

    def note(self, node: yaml.Node, key: str, sentence: str) -> None:
        self.faults.append(Fault(self.file_name, node.start_mark.line + 1, key, sentence))


def _join(key: str, name: str) -> str:
    return f"{key}.{name}" if key else str(name)


def _scalar(node: yaml.Node, shape: Any, key: str) -> Any:
    if not isinstance(node, yaml.ScalarNode):
        raise _Bad(node, key, say("A single value is wanted here."))
    if isinstance(shape, type) and issubclass(shape, enum.Enum):
        return _member(node, shape, key)
    read, wanted = _SCALARS[shape]
    try:
        return read(node)
    except (ValueError, InvalidOperation) as error:
        values = {"value": node.value, "wanted": str(wanted())}
        raise _Bad(node, key, say("“%(value)s” is not %(wanted)s.") % values) from error


def _member(node: yaml.ScalarNode, shape: type[enum.Enum], key: str) -> enum.Enum:
    try:
        return shape(node.value)
    except ValueError as error:
        known = ", ".join(str(member.value) for member in shape)
        raise _Bad(node, key, say("It must be one of: %s.") % known) from error


def _text(node: yaml.ScalarNode) -> str:
    return str(node.value)


def _whole(node: yaml.ScalarNode) -> int:
    return int(node.value)


def _decimal(node: yaml.ScalarNode) -> Decimal:
    number = Decimal(node.value)
    if not number.is_finite():
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
    str: (_text, lambda: say("a text")),
    int: (_whole, lambda: say("a whole number")),
    Decimal: (_decimal, lambda: say("a number")),
    bool: (_yes_or_no, lambda: say("true or false")),
    date: (_day, lambda: say("a day such as 2024-03-28")),
}
