"""Values that are stored as JSON: no table keeps their shape, so reading them looks at it.

What has another shape was not written by us, or was damaged. It is told as such, by name, instead
of failing somewhere in the middle of a page.
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models.fields.json import KeyTransform

from .choices import Choice
from .errors import DamagedValue

Shape = Any
"""What a value must be: a type, a kind of choice or one choice; a list of one shape, for each of
its members; a mapping of shapes, for keys that must be there, or of `str` for every key; a tuple of
shapes, one of which fits.
"""


def fits(value: Any, shape: Shape) -> bool:
    """Return whether a value has a shape."""
    if isinstance(shape, list):
        return isinstance(value, list) and all(fits(each, shape[0]) for each in value)
    if isinstance(shape, tuple):
        return any(fits(value, each) for each in shape)
    if isinstance(shape, dict):
        return isinstance(value, dict) and _has_all(value, shape)
    if not isinstance(shape, type):
        return bool(value == shape)
    if issubclass(shape, Choice):
        return isinstance(value, str) and value in shape.values
    return isinstance(value, shape) and (shape is bool or not isinstance(value, bool))


def shaped(value: Any, shape: Shape, name: str) -> Any:
    """Return a value that was read. Raises DamagedValue, by name, if it has not the shape."""
    if not fits(value, shape):
        raise DamagedValue(name)
    return value


def _has_all(value: dict[str, Any], shape: dict[Any, Shape]) -> bool:
    if str in shape:
        return all(fits(each, shape[str]) for each in value.values())
    return all(key in value and fits(value[key], each) for key, each in shape.items())


class ShapedJSONField(models.JSONField):
    """JSON of one shape. Reading a row whose value has another raises DamagedValue."""

    def __init__(self, *args: Any, shape: Shape = object, **options: Any) -> None:
        super().__init__(*args, **options)
        self.shape = shape

    def deconstruct(self) -> Any:
        """Return what migrations know of it: the shape is the code's, not the table's."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.JSONField", args, kwargs

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        if value is None:  # the row that is joined is not there; a JSON null is a text
            return None
        found = super().from_db_value(value, expression, connection)
        if not isinstance(expression, KeyTransform) and not fits(found, self.shape):
            raise DamagedValue(f"{self.model._meta.label}.{self.name}")
        return found
