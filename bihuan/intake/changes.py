"""What a batch would change: objects to create and fields to set, before any is written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model

from bihuan.kit.money import wan
from bihuan.kit.words import say

Shown = tuple[str, str, str]


@dataclass
class Edit:
    """An object that exists, and the [old, new] of each field to set."""

    thing: Model
    fields: dict[str, tuple[Any, Any]] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    """What one row comes to: created, updated or unchanged, and the fields that differ."""

    file: str
    sheet: str
    row: int
    label: str
    what: str
    fields: tuple[Shown, ...] = ()


class Changes:
    """Collects creations and edits. Nothing here touches the database."""

    def __init__(self) -> None:
        self.new: dict[type[Model], list[Model]] = {}
        self.fresh: set[int] = set()
        self.edits: dict[int, Edit] = {}
        self.links: list[tuple[Model, Model]] = []
        self.created = 0
        self.touched: list[Shown] = []

    def create(self, thing: Model) -> None:
        self.new.setdefault(type(thing), []).append(thing)
        self.fresh.add(id(thing))
        self.created += 1

    def is_fresh(self, thing: Model) -> bool:
        return id(thing) in self.fresh

    def link(self, project: Model, theme: Model) -> None:
        self.links.append((project, theme))

    def set(self, thing: Model, name: str, value: Any, *, quiet: bool = False) -> bool:
        """Set a field if it differs; remember what it was. True if it differed. What is `quiet` is
        not shown in the preview.
        """
        old = getattr(thing, name)
        if old == value:
            return False
        setattr(thing, name, value)
        if id(thing) not in self.fresh:
            edit = self.edits.setdefault(id(thing), Edit(thing))
            first = edit.fields[name][0] if name in edit.fields else old
            edit.fields[name] = (first, value)
            if quiet:
                return True
            column = thing._meta.get_field(name)
            label = str(column.verbose_name)  # type: ignore[union-attr]  # a concrete field
            words = dict(getattr(column, "flatchoices", ()))
            before, after = (words.get(each, each) if words else each for each in (old, value))
            self.say(label, before, after, name=name)
        return True

    def retire(self, thing: Model) -> None:
        """Mark a version as no longer the newest."""
        self.set(thing, "is_current", value=False, quiet=True)

    def say(self, label: str, old: Any, new: Any, *, name: str = "") -> None:
        """Show a difference, also one that is no field set, such as a new version.

        The `name` of a field tells how its values are shown.
        """
        self.touched.append((label, shown(old, name), shown(new, name)))

    def mark(self) -> tuple[int, int]:
        return self.created, len(self.touched)

    def since(self, mark: tuple[int, int]) -> tuple[Shown, ...]:
        return tuple(self.touched[mark[1] :])

    def of(self, model: type[Model]) -> Iterable[Model]:
        return self.new.get(model, [])


def shown(value: Any, name: str = "") -> str:
    """Return a value as people read it: an amount (`…_yuan`) in ten thousand yuan."""
    if value is None:
        return ""
    if name.endswith("_yuan") and isinstance(value, int):
        return f"{wan(value)} {say('ten thousand yuan')}"
    return str(value)
