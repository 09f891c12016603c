"""Which tables hold facts: every table of ours, unless its model says otherwise."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cache
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.models import Model

from bihuan.kit import writes

from .shapes import FactShape, left_out

shape_of = cache(FactShape.of)
"""Return how the rows of a model are recorded."""


@cache
def recorded_models() -> tuple[type[Model], ...]:
    """Return the models whose rows are facts, links between them included, by kind.

    `RECORDED_BESIDES` names those of other packages, each with the fields that are bookkeeping. A
    model of ours with `is_recorded = False` holds bookkeeping: what it says is nobody's statement.
    """
    found = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model.__module__.startswith("bihuan.") and getattr(model, "is_recorded", True)
    ]
    found += [apps.get_model(label) for label in settings.RECORDED_BESIDES]
    return tuple(sorted(found, key=lambda model: shape_of(model).kind))


@cache
def model_of(kind: str) -> type[Model] | None:
    """Return the model of a kind of fact; None if there is none any more."""
    return {shape_of(model).kind: model for model in recorded_models()}.get(kind)


def watch_all() -> None:
    """Let the database engines note what is written to facts."""
    for model in recorded_models():
        out = left_out(model)
        fields = (field.name for field in model._meta.local_concrete_fields)
        writes.watched[model] = frozenset(name for name in fields if name not in out)
    writes.digests_now = digests_now


def digests_now(model: type[Model], keys: Collection[Any]) -> Mapping[str, str]:
    """Return the digests of the rows with these keys as they stand, by key."""
    shape = shape_of(model)
    return {str(key): shape.digest(values) for key, values in shape.rows(keys)}
