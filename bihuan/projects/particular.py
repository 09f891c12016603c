"""One particular of a project: how it is grouped, measured, shown, read, written and limited."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db import models

from bihuan.kit.choices import Choice
from bihuan.kit.days import short_day
from bihuan.kit.money import WAN, wan
from bihuan.kit.words import _

from . import rules
from .models import Project
from .rules import NumberLimits

__all__ = ["FormCard", "LedgerCells", "NumberLimits", "Particular"]

Rule = Callable[..., str]


class FormCard(Choice):
    """The cards of the form on which particulars are typed."""

    IDENTITY = "identity", _("Identity")
    PEOPLE = "people", _("People")
    PLACE = "place", _("Place")
    MONEY_AND_TIME = "money_and_time", _("Money and time")
    READ_UNDER = "read_under", _("Read under")


@dataclass(frozen=True)
class LedgerCells:
    """How a ledger tells of a particular: by which `reader` its cells are read, under which
    `headings` (parted by spaces, the first of them is written); `key` is its name in sheets, where
    that is not the column's. `words` are the office's own for its choices. `units` that a heading
    or a cell may name, by how many of its own unit each is: the first of them is written.
    """

    reader: str
    headings: str
    key: str = ""
    width: int = 14
    words: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, int | Decimal] = field(default_factory=dict)

    @property
    def aliases(self) -> tuple[str, ...]:
        """Every heading."""
        return tuple(self.headings.split())


@dataclass(frozen=True)
class Particular:
    """One entry of the catalogue. `rule` returns a sentence about the values `beside` it and its
    own, which it is given in this order; `meaning` is the name behind a code.
    """

    name: str
    card: FormCard
    cells: LedgerCells | None = None
    rule: Rule | None = None
    beside: tuple[str, ...] = ()
    limits: NumberLimits | None = None
    unit: Any = ""
    is_code: bool = False
    meaning: Callable[[str], str] | None = None
    on_page: bool = True
    in_list: bool = True

    @cached_property
    def column(self) -> models.Field[Any, Any]:
        """Its column, with label, choices and length."""
        return Project._meta.get_field(self.name)  # type: ignore[return-value]  # a column

    @property
    def label(self) -> str:
        return str(self.column.verbose_name)

    @cached_property
    def key(self) -> str:
        """Its name in sheets."""
        return (self.cells.key if self.cells else "") or self.name

    @cached_property
    def is_reference(self) -> bool:
        """True if it names an organisation, a leader or a chain."""
        return self.column.is_relation

    @cached_property
    def is_money(self) -> bool:
        return self.name.endswith("_yuan")

    @cached_property
    def is_number(self) -> bool:
        """True for what is added up and stands to the right."""
        return self.is_money or self.limits is not None

    @property
    def choices(self) -> list[tuple[str, str]]:
        """Value and label of each choice; none if it is not chosen from a list."""
        return [(str(value), str(label)) for value, label in self.column.flatchoices]

    @cached_property
    def blank(self) -> Any:
        """What stands where nothing was said."""
        return "" if isinstance(self.column, models.CharField | models.TextField) else None

    @property
    def shown_unit(self) -> Any:
        """The unit in which people type and read it."""
        return _("ten thousand yuan") if self.is_money else self.unit

    def clean(self, value: Any) -> Any:
        """Return what is kept of what was said: trimmed, a code in half width and capitals."""
        text = value.strip() if isinstance(value, str) else value
        return unicodedata.normalize("NFKC", text).upper() if self.is_code and text else text

    def problem(self, values: Mapping[str, Any]) -> str:
        """Return a sentence if its value is not believable, else nothing."""
        if self.limits is not None:
            value = values.get(self.name)
            if value is None or self.limits.least <= value <= self.limits.most:
                return ""  # as nearly always: neither label nor unit is put into words
            scale = WAN if self.is_money else 1
            return rules.limit_problem(self.label, value, self.limits, self.shown_unit, scale=scale)
        if self.rule is None:
            return ""
        return self.rule(*(values.get(name) for name in (*self.beside, self.name)))

    def text(self, value: Any) -> str:
        """Return a value as people read it, without its unit; nothing for a blank."""
        if value in (None, ""):
            return ""
        if self.is_money:
            return wan(value)
        if isinstance(value, Decimal):
            return f"{value.normalize():,f}"
        if isinstance(value, date):
            return short_day(value)
        name = self.meaning(value) if self.meaning else ""
        return f"{value} {name}" if name else dict(self.choices).get(value, str(value))

    def cell(self, project: Project) -> str | Decimal | date | None:
        """Return what a ledger that goes out tells of it, in the office's own words."""
        value = getattr(project, self.name)
        if value in (None, ""):
            return None
        if self.is_money:
            return Decimal(value) / WAN
        if self.cells and self.cells.words:
            return self.cells.words.get(value)
        return value if isinstance(value, Decimal | date) else str(value)
