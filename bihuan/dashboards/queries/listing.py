"""The list of projects as a reader asks for it: sorted, in chosen columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from bihuan.kit.choices import Choice
from bihuan.kit.money import wan
from bihuan.kit.words import _
from bihuan.projects.kinds import ProjectClass, ProjectState, Sector, Tier

from .register import ProjectRow

WAN = _("ten thousand yuan")
POINTS = _("points")


@dataclass(frozen=True)
class ListColumn:
    """One column: how it is headed, what it sorts by, and how its cell is told."""

    key: str
    label: Any
    kind: str = "text"
    unit: Any = ""

    @property
    def is_minor(self) -> bool:
        """True for what a phone leaves out."""
        return self.key not in ON_PHONES

    @property
    def is_number(self) -> bool:
        return self.kind in ("money", "percent", "points")


@dataclass(frozen=True)
class ListCell:
    """One cell: `text` to read, or the colour of a light."""

    column: ListColumn
    text: str
    colour: str = ""


COLUMNS = {
    column.key: column
    for column in (
        ListColumn("light", _("Light"), "light"),
        ListColumn("tiers", _("Tier"), "tiers"),
        ListColumn("project_class", _("Class"), "class"),
        ListColumn("sector", _("Sector"), "sector"),
        ListColumn("state", _("State"), "state"),
        ListColumn("responsible", _("Responsible organisation")),
        ListColumn("owner", _("Project owner")),
        ListColumn("commander", _("Commander")),
        ListColumn("chain", _("Industry chain")),
        ListColumn("theme_names", _("Themes")),
        ListColumn("total_yuan", _("Total investment"), "money", WAN),
        ListColumn("planned_yuan", _("Annual plan"), "money", WAN),
        ListColumn("to_date_yuan", _("Completed investment"), "money", WAN),
        ListColumn("month_yuan", _("Completed this month"), "money", WAN),
        ListColumn("completion", _("Completion"), "percent", "%"),
        ListColumn("gap_linear", _("Gap to even schedule"), "points", POINTS),
        ListColumn("gap_curve", _("Gap to plan curve"), "points", POINTS),
        ListColumn("lacking_yuan", _("Behind the even schedule"), "money", WAN),
        ListColumn("physical_percent", _("Physical progress"), "percent", "%"),
        ListColumn("planned_start_on", _("Planned start"), "day"),
        ListColumn("planned_finish_on", _("Planned finish"), "day"),
        ListColumn("started_on", _("Started (office)"), "day"),
        ListColumn("entered_on", _("Entered the statistics"), "day"),
        ListColumn("in_use_on", _("In use since"), "day"),
        ListColumn("code", _("National project code")),
    )
}
USUAL = (
    "light",
    "tiers",
    "project_class",
    "responsible",
    "planned_yuan",
    "to_date_yuan",
    "completion",
    "gap_linear",
    "month_yuan",
)
ON_PHONES = ("light", "responsible", "to_date_yuan", "completion", "gap_linear")
_LABELS: Mapping[str, type[Choice]] = {
    "class": ProjectClass,
    "sector": Sector,
    "state": ProjectState,
}
_ORDER = {colour: place for place, colour in enumerate(("red", "yellow", "grey", "green", ""))}


def sorted_rows(rows: list[ProjectRow], by: str) -> list[ProjectRow]:
    """Sort by a column, "-" before it for the other way; what has no value stays last. Names
    sort as they are spoken. Unasked, the rows stay in the register's order.
    """
    key, down = by.removeprefix("-"), by.startswith("-")
    if key != "name" and key not in COLUMNS:
        return rows
    full = [row for row in rows if getattr(row, key) not in (None, "", ())]
    empty = [row for row in rows if getattr(row, key) in (None, "", ())]
    return sorted(full, key=lambda row: _rank(row, key), reverse=down) + empty


def columns(chosen: Iterable[str]) -> list[ListColumn]:
    """Return the columns asked for in the order of the list, or the usual ones."""
    wanted = [key for key in chosen if key in COLUMNS] or list(USUAL)
    return [column for key, column in COLUMNS.items() if key in wanted]


def cells(row: ProjectRow, chosen: list[ListColumn]) -> list[ListCell]:
    return [ListCell(column, _told(row, column), _colour(row, column)) for column in chosen]


def _told(row: ProjectRow, column: ListColumn) -> str:
    value = getattr(row, column.key)
    if value in (None, "", ()):
        return ""
    if column.kind == "money":
        return wan(value)
    if column.kind in ("percent", "points"):
        sign = "+" if column.kind == "points" and value > 0 else ""
        return f"{sign}{value:.2f}"
    if column.kind == "tiers":
        return "、".join(str(Tier(tier).label) for tier in value)
    if column.kind in _LABELS:
        return str(_LABELS[column.kind](value).label)
    return str(value)


def _colour(row: ProjectRow, column: ListColumn) -> str:
    return row.light if column.kind == "light" else ""


def _rank(row: ProjectRow, key: str) -> int | Decimal | str | date | tuple[int, ...]:
    value = getattr(row, key)
    if key == "light":
        return _ORDER[value]
    if key == "name":
        return row.pinyin
    if key == "tiers":
        return tuple(list(Tier.values).index(tier) for tier in value)
    found: int | Decimal | str | date = value
    return found
