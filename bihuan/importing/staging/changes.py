"""What a batch would change: drafts of what is to be and fields to set, before any is written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db.models import Model

from bihuan.kit.bulk_writes import Edit
from bihuan.kit.money import wan
from bihuan.kit.words import gettext

D = TypeVar("D")
Shown = tuple[str, str, str]


@dataclass(frozen=True)
class RowOutcome:
    """What one row comes to: created, updated or unchanged, and the fields that differ."""

    file: str
    sheet: str
    row: int
    label: str
    what: str
    differences: tuple[Shown, ...] = ()
    amounts: Callable[[], tuple[Shown, ...]] = tuple
    """Tells the amounts of a new row, for those of many that are shown."""

    @property
    def fields(self) -> tuple[Shown, ...]:
        """What differs, or the amounts of a new row."""
        return self.differences or self.amounts()


@dataclass(eq=False)
class BatchChanges:
    """Collects creations and edits. Nothing here touches the database."""

    new: dict[type[Any], list[Any]] = field(default_factory=dict)
    fresh: set[int] = field(default_factory=set)
    edits: dict[int, Edit] = field(default_factory=dict)
    created: int = 0
    touched: list[Shown] = field(default_factory=list)

    def create(self, thing: Any) -> None:
        """Keep a draft."""
        self.new.setdefault(type(thing), []).append(thing)
        self.fresh.add(id(thing))
        self.created += 1

    def is_fresh(self, thing: Any) -> bool:
        return id(thing) in self.fresh

    def value(self, thing: Any, name: str) -> Any:
        """Return a field as it will be: a row that stands may refer to a draft."""
        edit = self.edits.get(id(thing))
        return edit.fields[name][1] if edit and name in edit.fields else getattr(thing, name)

    def set(self, thing: Any, name: str, value: Any) -> bool:
        """Set a field if it differs; remember what it was. True if it differed."""
        old = self.value(thing, name)
        if old == value:
            return False
        if id(value) not in self.fresh or id(thing) in self.fresh:
            setattr(thing, name, value)
        if id(thing) not in self.fresh:
            edit = self.edits.setdefault(id(thing), Edit(thing))
            first = edit.fields[name][0] if name in edit.fields else old
            edit.fields[name] = (first, value)
            column = thing._meta.get_field(name)
            label = str(column.verbose_name)
            words = dict(getattr(column, "flatchoices", ()))
            before, after = (words.get(each, each) if words else each for each in (old, value))
            self.add_difference(label, before, after, name=name)
        return True

    def add_difference(self, label: str, old: Any, new: Any, *, name: str = "") -> None:
        """Show a difference, also one that is no field set, such as a new version.

        The `name` of a field tells how its values are shown.
        """
        self.touched.append((label, shown(old, name), shown(new, name)))

    def mark(self) -> tuple[int, int]:
        """Return how much was created and shown so far."""
        return self.created, len(self.touched)

    def of(self, draft: type[D]) -> list[D]:
        """Return the drafts of a kind."""
        return self.new.get(draft, [])

    def edits_of(self, *models: type[Model]) -> list[Edit]:
        """Return what is set in rows of these tables."""
        return [edit for edit in self.edits.values() if isinstance(edit.thing, models)]


def shown(value: Any, name: str = "") -> str:
    """Return a value as people read it: an amount (`…_yuan`) in ten thousand yuan."""
    if value is None:
        return ""
    if name.endswith("_yuan") and isinstance(value, int):
        return f"{wan(value)} {gettext('ten thousand yuan')}"
    return str(value)
