"""A scheme as plain values that can be stored, and read again as it was (RESULT-1). Pure."""

from __future__ import annotations

import dataclasses
import enum
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from hashlib import sha256
from json import dumps, loads
from typing import Any

import yaml

from bihuan.kit.errors import DamagedValue
from bihuan.kit.preset_faults import BadNode
from bihuan.kit.preset_reader import Reader

from .scheme import Scheme

NULL = "tag:yaml.org,2002:null"
TEXT = "tag:yaml.org,2002:str"
MARK = yaml.Mark("frozen scheme", 0, 0, 0, None, 0)


def to_plain(value: Any) -> Any:
    """Return a value of a preset as JSON holds it; what is None by default is left out."""
    if dataclasses.is_dataclass(value):
        given = ((each, getattr(value, each.name)) for each in dataclasses.fields(value))
        return {
            field.name: to_plain(part)
            for field, part in given
            if not (part is None and field.default is None)
        }
    if isinstance(value, Mapping):
        return {str(name): to_plain(part) for name, part in value.items()}
    if isinstance(value, tuple | list):
        return [to_plain(part) for part in value]
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, Decimal):
        return format(value, "f")
    return value.isoformat() if isinstance(value, date) else value


def written_scheme(scheme: Mapping[str, Any]) -> str:
    """Return the one text of a stored scheme, from which its digest is made."""
    return dumps(scheme, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest_of(scheme: Mapping[str, Any]) -> str:
    return sha256(written_scheme(scheme).encode()).hexdigest()


def stored_scheme(scheme: Mapping[str, Any], column: str = "assessment.Freeze.scheme") -> Scheme:
    """Return the scheme that was stored in a column. Raises DamagedValue if it is none."""
    return _read(written_scheme(scheme), column)


@lru_cache(maxsize=64)
def _read(text: str, column: str) -> Scheme:
    reader, found = Reader(), None
    try:
        found = reader.read(_node(loads(text)), Scheme, "scheme")
    except BadNode as bad:
        reader.note(bad)
    if reader.faults or not isinstance(found, Scheme):
        raise DamagedValue(column)
    return found


def _node(value: Any) -> yaml.Node:
    if isinstance(value, dict):
        pairs = [(_node(name), _node(part)) for name, part in value.items()]
        return yaml.MappingNode("tag:yaml.org,2002:map", pairs, MARK, MARK)
    if isinstance(value, list):
        return yaml.SequenceNode("tag:yaml.org,2002:seq", list(map(_node, value)), MARK, MARK)
    if value is None:
        return yaml.ScalarNode(NULL, "", MARK, MARK)
    return yaml.ScalarNode(
        TEXT, str(value).lower() if isinstance(value, bool) else str(value), MARK, MARK
    )
