"""The list of projects narrowed: its filters, the names they offer, the words sought."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import islice
from operator import attrgetter
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import get_language

from bihuan.accounts.models import User
from bihuan.accounts.queries import PinyinOrder, pinyin_order
from bihuan.accounts.roles import DISTRICT_WIDE
from bihuan.audit.renewed import Told
from bihuan.figures.kinds import Basis
from bihuan.kit.choices import Choice
from bihuan.kit.months import Month
from bihuan.kit.pinyin import SHORT, is_spoken_as
from bihuan.kit.words import _
from bihuan.lights.kinds import Colour
from bihuan.projects.kinds import ProjectClass, ProjectState, Tier
from bihuan.projects.particulars import LISTED
from bihuan.projects.rules import name_key

from .project_row import ProjectRow
from .register import by_project

Named = Mapping[str, list[tuple[str, str]]]
"""Names to choose from with the numbers of their rows, by filter."""
MANY = 30
"""Beyond so many choices, a reader types a part of the name instead of looking through them."""
OFFERED = 20
"""So many names are offered to one who types."""

CHOSEN = tuple(each for each in LISTED if each.choices)


def _matcher(name: str) -> Callable[[ProjectRow, str], bool]:
    return lambda row, value: bool(row.value(name) == value)


FILTERS: Mapping[str, Callable[[ProjectRow, str], bool]] = {
    "tier": lambda row, value: value in row.tiers,
    "class": lambda row, value: row.project_class == value,
    **{each.name: _matcher(each.name) for each in CHOSEN},
    "state": lambda row, value: row.state == value,
    "light": lambda row, value: row.counts_as == value,
}
NAMES: Mapping[str, Callable[[ProjectRow], Sequence[tuple[int | None, str]]]] = {
    "organisation": lambda row: (
        (row.responsible_id, row.responsible),
        (row.owner_id, row.owner),
    ),
    "commander": lambda row: ((row.commander_id, row.commander),),
    "chain": lambda row: ((row.chain_id, row.chain),),
    "theme": lambda row: tuple(zip(row.themes, row.theme_names.split("、"), strict=False)),
}
"""What may be typed as well as chosen: numbers and names of a row, by filter."""


@dataclass(frozen=True)
class Filter:
    """One choice above the list."""

    name: str
    label: Any
    options: list[tuple[str, str]]
    chosen: str

    @property
    def is_first(self) -> bool:
        """True for what is asked most; the others fold away."""
        return self.name in ("tier", "class", "light")

    @property
    def is_typed(self) -> bool:
        """True if there are too many choices to look through, or none of them was chosen."""
        if len(self.options) > MANY:
            return True
        return bool(self.chosen) and all(self.chosen != value for value, _label in self.options)

    @property
    def typed(self) -> str:
        """What stands in the field: the name, also where an address has the number of a row."""
        return dict(self.options).get(self.chosen, self.chosen) if self.chosen else ""

    def offers(self, words: str) -> list[str]:
        """Return the first names that hold the words typed."""
        sought = words.strip().casefold()
        found = (label for _value, label in self.options if sought in label.casefold())
        return list(islice(found, OFFERED))


def is_narrowing(asked: Mapping[str, str]) -> bool:
    """Return whether anything is asked for that `narrowed` heeds."""
    return any(asked.get(name, "").strip() for name in (*FILTERS, *NAMES, "q", "scope"))


def in_scope(rows: Iterable[ProjectRow], asked: Mapping[str, str]) -> list[ProjectRow]:
    """Return the projects of the year; with `scope=all` those of other years too."""
    return [row for row in rows if row.is_of_year or asked.get("scope") == "all"]


def narrowed(rows: Iterable[ProjectRow], asked: Mapping[str, str]) -> list[ProjectRow]:
    """Return the rows in scope that answer every filter and the words sought; of one tier, as its
    list plans them.
    """
    found = in_scope(rows, asked)
    for name, matches in FILTERS.items():
        if value := asked.get(name, "").strip():
            found = [row for row in found if matches(row, value)]
    for name, told in NAMES.items():
        if value := asked.get(name, "").strip():
            found = _named_so(found, told, value)
    if tier := asked.get("tier", "").strip():
        found = [row.on_list(tier) for row in found]
    return _sought(found, asked.get("q", "").split())


def _sought(found: list[ProjectRow], words: Sequence[str]) -> list[ProjectRow]:
    """Return the rows of which every word stands in the name, a former name or the code."""
    for word in words:
        exact, key = word.casefold(), name_key(word)
        if exact != key:
            found = [row for row in found if exact in row.sought or (key and _bears(row, key))]
        elif len(key) > SHORT:  # asked of all projects at once: `_bears` without a call for each
            found = [row for row in found if key in row.sought or key in row.pinyin]
        else:
            found = [row for row in found if _bears(row, key)]
    return found


def _bears(row: ProjectRow, key: str) -> bool:
    return key in row.sought or is_spoken_as(row.pinyin, key)


def _named_so(
    rows: list[ProjectRow],
    told: Callable[[ProjectRow], Sequence[tuple[int | None, str]]],
    value: str,
) -> list[ProjectRow]:
    """Return the rows with that number, or that very name; else those that bear a part of it."""
    if value.isdecimal():
        return [row for row in rows if any(str(pk) == value for pk, _name in told(row))]
    key = value.casefold()
    named = [(row, [name.casefold() for _pk, name in told(row)]) for row in rows]
    exact = [row for row, names in named if key in names]
    return exact or [row for row, names in named if any(key in name for name in names)]


def filters(choices: Named, asked: Mapping[str, str]) -> list[Filter]:
    """Return the choices above the list; `choices` are the names that a reader may choose from."""
    offered: list[tuple[str, Any, list[tuple[str, str]]]] = [
        ("tier", _("Tier"), _choices(Tier)),
        ("class", _("Class"), _choices(ProjectClass)),
        ("light", _("Light"), _choices(Colour)),
        *((each.name, capfirst(each.label), each.choices) for each in CHOSEN),
        ("state", _("State"), _choices(ProjectState)),
        ("organisation", _("Responsible organisation"), choices["organisation"]),
        ("commander", _("Commander"), choices["commander"]),
        ("chain", _("Industry chain"), choices["chain"]),
        ("theme", _("Theme"), choices["theme"]),
    ]
    return [Filter(name, label, options, asked.get(name, "")) for name, label, options in offered]


def choices_of(user: User, month: Month, rows: Sequence[ProjectRow], today: date) -> Named:
    """Return the names that the rows a reader may see offer, by filter, each sorted."""
    if user.role in DISTRICT_WIDE:
        return by_project(month, Basis.ORIGINAL, today).once(_of_all)
    return _offered(rows)


def _of_all(rows: Told[int, ProjectRow]) -> Named:
    return _offered(list(rows.values()))


def _offered(rows: Sequence[ProjectRow]) -> Named:
    order = pinyin_order()
    return {
        "organisation": _named(rows, ("responsible", "owner"), order),
        "commander": _named(rows, ("commander",), order),
        "chain": _named(rows, ("chain",), order),
        "theme": _themes(rows),
    }


def _choices(choice: type[Choice]) -> list[tuple[str, str]]:
    return _choices_in(choice, get_language())


@cache
def _choices_in(choice: type[Choice], _language: str) -> list[tuple[str, str]]:
    return [(str(value), str(label)) for value, label in choice.choices]


def _named(
    rows: Sequence[ProjectRow], names: tuple[str, ...], order: PinyinOrder
) -> list[tuple[str, str]]:
    found: dict[int | None, str] = {}
    for name in names:
        numbers, told = map(attrgetter(f"{name}_id"), rows), map(attrgetter(name), rows)
        found |= {pk: label for pk, label in zip(numbers, told, strict=True) if label}
    return sorted(
        ((str(pk), label) for pk, label in found.items()), key=lambda pair: order(pair[1])
    )


def _themes(rows: Sequence[ProjectRow]) -> list[tuple[str, str]]:
    found = {
        str(pk): name
        for row in rows
        if row.themes
        for pk, name in zip(row.themes, row.theme_names.split("、"), strict=False)
    }
    return sorted(found.items(), key=lambda pair: pair[1])
