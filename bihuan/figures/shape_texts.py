"""What a statement is asked with, as a text that is the same in every process: no hash, no address.

Two arguments have the same text only if an expression cannot tell them apart. What has no such text
(a lambda, a class nobody foresaw) gives None: its statement is kept in no file.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any

PRODUCT = "bihuan."


def expression_text(expression: Callable[..., Any]) -> str | None:
    """Return the name of a function of the product; None for any other, and one inside another."""
    module, name = expression.__module__, getattr(expression, "__qualname__", "<")
    is_ours = module.startswith(PRODUCT) and ".tests." not in module
    return f"{module}.{name}" if is_ours and name.isidentifier() else None


def shape_text(asked: tuple[Hashable, ...]) -> str | None:
    """Return the arguments as one text; None if one of them has none."""
    try:
        return _text(asked)
    except TypeError:
        return None


def _text(value: object) -> str:
    """Return a value with its kind. Raises TypeError for one of a kind that is not foreseen."""
    if value is None or type(value) in (bool, int, str):
        return repr(value)
    if isinstance(value, Enum):
        return f"{_name(value)}.{value.name}"
    if isinstance(value, date | datetime):
        return f"{_name(value)}({value.isoformat()})"
    if type(value) is tuple:
        return f"({''.join(_text(each) + ',' for each in value)})"
    if is_dataclass(value) and _name(value).startswith(PRODUCT):
        told = (f"{each.name}={_text(getattr(value, each.name))}," for each in fields(value))
        return f"{_name(value)}({''.join(told)})"
    raise TypeError(f"{type(value)} has no text.")


def _name(value: object) -> str:
    kind = type(value)
    return f"{kind.__module__}.{kind.__qualname__}"
