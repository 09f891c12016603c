"""How what is said of a project differs from what stands, and by which words it is found."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.db.models import Model
from django.utils.text import capfirst

from .models import Project
from .particulars import BY_NAME, CATALOGUE, FIELDS

_NO_ASCII = re.compile(r"([^\x00-\x7f]+)")
"""What has a pinyin: a list of projects repeats much of it."""
SHORT = 2


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


def spoken(name: str) -> str:
    """Return what people type of a name: its whole pinyin, by which names are sorted, a space, and
    the first letters: “项目” is xiangmu xm. It is kept with the name, so that no search and no
    list has to load the dictionary.
    """
    parts = _NO_ASCII.split(name)
    both = [_letters_of(part) if place % 2 else (part, part) for place, part in enumerate(parts)]
    first, whole = ("".join(letters).lower() for letters in zip(*both, strict=True))
    return f"{whole[:1000]} {first[:200]}"


def is_spoken_as(pinyin: str, typed: str) -> bool:
    """Return whether a name that is spoken so is found by what was typed: one or two letters are
    sought in the first letters alone, for most names have them somewhere.
    """
    return typed in (pinyin if len(typed) > SHORT else pinyin.rpartition(" ")[2])


@lru_cache(maxsize=4_096)
def _letters_of(characters: str) -> tuple[str, str]:
    from pypinyin import lazy_pinyin  # 60 MB and a second: only who names a project pays

    syllables = lazy_pinyin(characters)
    return "".join(each[:1] for each in syllables), "".join(syllables)
