"""How what is said of a project is shown, and how it differs from what stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Model
from django.utils.text import capfirst

from .models import Project
from .particulars import BY_NAME, CATALOGUE, FIELDS


@dataclass(frozen=True)
class ParticularText:
    """One particular as the project's page tells it."""

    label: str
    text: str
    unit: str


def facts(project: Project) -> list[ParticularText]:
    """Return what the project's page tells of it, in the order of the catalogue."""
    return described(project, (each.name for each in CATALOGUE if each.on_page))


def described(project: Project, names: Iterable[str]) -> list[ParticularText]:
    """Return some particulars of a project as people read them, in the order asked for."""
    return [
        ParticularText(
            capfirst(each.label), each.text(getattr(project, each.name)), str(each.shown_unit)
        )
        for each in (BY_NAME[name] for name in names)
    ]


def as_they_are(project: Project) -> dict[str, Any]:
    """Return what is said of the project now."""
    return {field: getattr(project, field) for field in FIELDS}


def differences(project: Project, said: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Return [old, new] of each field that `said` changes, as the record keeps them."""
    return {
        field: [readable(getattr(project, field)), readable(new)]
        for field, new in said.items()
        if getattr(project, field) != new
    }


def readable(value: Any) -> Any:
    """Return a value as the record keeps it: names of things, not their numbers."""
    return str(value) if isinstance(value, Model | Decimal | date) else value
