"""A scheme as a text that people read and edit (ASSESS-25). Pure."""

from __future__ import annotations

import dataclasses
import enum
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import yaml

from bihuan.kit.preset_texts import read_whole
from bihuan.kit.words import gettext

from .scheme import Scheme

NAME = "scheme"
"""Under which a text has its scheme, where nothing else names it."""
LAST = ("items", "inputs", "formula", "sheets")
"""Fields that are written below the others of theirs, in this order."""
WIDE = 10_000
"""No line is broken: a fault is named by its line."""


def read_scheme(text: str) -> Scheme:
    """Return the scheme of a text. Raises PresetError naming each fault by line and key."""
    return read_whole(Scheme, text, gettext("draft"))


def scheme_text(scheme: Scheme, name: str = NAME) -> str:
    """Return a scheme as a text that reads as the same scheme; what is as usual is left out."""
    return yaml.dump(
        {name: _given(scheme)},
        Dumper=_Writer,
        allow_unicode=True,
        sort_keys=False,
        default_flow_style=None,
        width=WIDE,
    )


class _Writer(yaml.SafeDumper):
    """Writes numbers as they are, and what stands twice twice."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _number(writer: _Writer, value: Decimal) -> yaml.ScalarNode:
    text = format(value, "f")
    kind = "float" if "." in text else "int"
    return writer.represent_scalar(f"tag:yaml.org,2002:{kind}", text)


_Writer.add_representer(Decimal, _number)


def _given(value: Any) -> Any:
    """Return a value of a scheme as plain ones, without those that are as usual."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {name: _given(part) for name, part in _unusual(value)}
    if isinstance(value, Mapping):
        return {str(name): _given(part) for name, part in value.items()}
    if isinstance(value, tuple | list):
        return [_given(part) for part in value]
    if isinstance(value, enum.Enum):
        return value.value
    return value.isoformat() if isinstance(value, date) else value


def _unusual(value: Any) -> Iterator[tuple[str, Any]]:
    fields = dataclasses.fields(value)
    for field in sorted(fields, key=lambda each: each.name in LAST):
        part = getattr(value, field.name)
        if field.default is dataclasses.MISSING or part != field.default:
            yield field.name, part
