"""The list of projects as a reader asks for it: sorted, in chosen columns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from operator import attrgetter
from typing import Any, NamedTuple

from django.utils.text import capfirst

from bihuan.kit.choices import Choice
from bihuan.kit.days import short_day
from bihuan.kit.money import wan
from bihuan.kit.words import _, gettext
from bihuan.lights.kinds import Colour
from bihuan.projects.kinds import ProjectClass, ProjectState, Tier
from bihuan.projects.particular import Particular
from bihuan.projects.particulars import BY_NAME, LISTED

from .project_row import ProjectRow, reader
from .why import HeldUpBy

WAN = _("ten thousand yuan")
POINTS = _("points")


@dataclass(frozen=True)
class ListColumn:
    """One column: how it is headed, what it sorts by, and how its cell is told: a particular by
    the catalogue, if its `kind` is one's name.
    """

    key: str
    label: Any
    kind: str = "text"
    unit: Any = ""

    @property
    def is_minor(self) -> bool:
        """True for what a phone leaves out."""
        return self.key not in ON_PHONES

    @property
    def is_sortable(self) -> bool:
        """False for what is read only for the rows of one page."""
        return self.kind != "held_up"

    @property
    def is_summed(self) -> bool:
        """True for what can be added up; rates and shares cannot."""
        return self.kind == "money" or (self.kind in BY_NAME and BY_NAME[self.kind].is_number)

    @property
    def has_total(self) -> bool:
        """True for what is told of all rows together."""
        return self.is_summed or self.key in RATES_OF_SUMS

    @property
    def is_number(self) -> bool:
        return self.kind in ("money", "percent", "points") or (
            self.kind in BY_NAME and BY_NAME[self.kind].is_number
        )


class ListCell(NamedTuple):
    """One cell: `text` to read, or the colour of a light; a `day` is one in a workbook too."""

    column: ListColumn
    text: str
    colour: str = ""
    day: date | None = None


def _of_particular(each: Particular) -> ListColumn:
    return ListColumn(each.name, capfirst(each.column.verbose_name), each.name, each.shown_unit)


COLUMNS = {
    column.key: column
    for column in (
        ListColumn("light", _("Light"), "light"),
        ListColumn("tiers", _("Tier"), "tiers"),
        ListColumn("project_class", _("Class"), "class"),
        ListColumn("state", _("State"), "state"),
        ListColumn("responsible", _("Responsible organisation")),
        ListColumn("owner", _("Project owner")),
        ListColumn("commander", _("Commander")),
        ListColumn("chain", _("Industry chain")),
        ListColumn("theme_names", _("Themes")),
        *map(_of_particular, LISTED),
        ListColumn("planned_yuan", _("Original plan"), "money", WAN),
        ListColumn("to_date_yuan", _("Completed investment"), "money", WAN),
        ListColumn("month_yuan", _("Completed this month"), "money", WAN),
        ListColumn("completion", _("Completion"), "percent", "%"),
        ListColumn("gap_linear", _("Gap to even schedule"), "points", POINTS),
        ListColumn("gap_curve", _("Gap to plan curve"), "points", POINTS),
        ListColumn("lacking_yuan", _("Behind the even schedule"), "money", WAN),
        ListColumn("physical_percent", _("Physical progress"), "percent", "%"),
        ListColumn("started_on", _("Started (office)"), "day"),
        ListColumn("entered_on", _("Entered the statistics"), "day"),
        ListColumn("in_use_on", _("In use since"), "day"),
        ListColumn("held_up", _("Main problem"), "held_up"),
    )
}
FORMERLY = {"total_yuan": "total_investment_yuan", "code": "national_code"}
"""Columns as views that were saved may name them."""
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
    "held_up",
)
RATES_OF_SUMS = ("completion", "gap_linear")
ON_PHONES: Mapping[str, tuple[Any, Any]] = {
    "light": ("", ""),
    "responsible": ("", ""),
    "to_date_yuan": (_("Done "), _(" ten thousand")),
    "completion": ("", "%"),
}
"""The columns that a phone shows, and what stands there before and after each."""
_LABELS: Mapping[str, type[Choice]] = {"class": ProjectClass, "state": ProjectState}
_ORDER = {colour: place for place, colour in enumerate(("red", "yellow", "grey", "green", ""))}


Problems = Mapping[int, HeldUpBy]
"""What is said to hold projects up, by their numbers."""


def sorted_rows(rows: Sequence[ProjectRow], by: str) -> Sequence[ProjectRow]:
    """Sort by a column, "-" before it for the other way; what has no value stays last. Names
    sort as they are spoken. Unasked, the rows stay in the register's order.
    """
    key, down = by.removeprefix("-"), by.startswith("-")
    key = FORMERLY.get(key, key)
    if key != "name" and not (key in COLUMNS and COLUMNS[key].is_sortable):
        return rows
    full = [row for row in rows if row.value(key) not in (None, "", ())]
    empty = [row for row in rows if row.value(key) in (None, "", ())]
    return sorted(full, key=lambda row: _rank(row, key), reverse=down) + empty


def columns(chosen: Iterable[str]) -> list[ListColumn]:
    """Return the columns asked for in the order of the list, or the usual ones."""
    asked = [FORMERLY.get(key, key) for key in chosen]
    wanted = [key for key in asked if key in COLUMNS] or list(USUAL)
    return [column for key, column in COLUMNS.items() if key in wanted]


def lines(
    rows: Iterable[ProjectRow], chosen: Iterable[ListColumn], problems: Problems
) -> Iterator[tuple[ProjectRow, list[ListCell]]]:
    """Yield each row with its cells. How a column is put into words is worked out once for all."""
    worded = [(column, _wording(column, problems), _day_of(column)) for column in chosen]
    for row in rows:
        yield (
            row,
            [
                ListCell(column, word(row), _colour(row, column), day(row))
                for column, word, day in worded
            ],
        )


def _day_of(column: ListColumn) -> Callable[[ProjectRow], date | None]:
    """Return what reads the day that a row has in a column, where it may have one."""
    if column.kind != "day" and column.kind not in BY_NAME:
        return _no_day
    read = reader(column.key)

    def day(row: ProjectRow) -> date | None:
        value = read(row)
        return value if isinstance(value, date) else None

    return day


def _no_day(row: ProjectRow) -> None:
    return None


def _wording(column: ListColumn, problems: Problems) -> Callable[[ProjectRow], str]:
    """Return what puts a row's value into words, in the language spoken; nothing for a blank."""
    if column.kind == "held_up":
        return _of_problems(problems)
    if column.kind == "light":
        return _of_choice(Colour, attrgetter("counts_as"))
    read = reader(column.key)
    if column.kind in _LABELS:
        return _of_choice(_LABELS[column.kind], read)
    if column.kind == "tiers":
        word = _tier_names()
    elif column.kind in BY_NAME:
        word = BY_NAME[column.kind].text
    else:
        word = _WORDS.get(column.kind, str)

    def text(row: ProjectRow) -> str:
        value = read(row)
        return "" if value in _BLANKS else word(value)

    return text


def _of_problems(problems: Problems) -> Callable[[ProjectRow], str]:
    """Return what says what holds a project up; that nothing was said of one that is behind, as
    the overview says it.
    """
    unsaid = gettext("no reason given")

    def text(row: ProjectRow) -> str:
        if row.pk in problems:
            return problems[row.pk].text
        return unsaid if (row.lacking_yuan or 0) > 0 else ""

    return text


def _of_choice(
    choice: type[Choice], read: Callable[[ProjectRow], str]
) -> Callable[[ProjectRow], str]:
    labels = {str(each): str(each.label) for each in choice}
    return lambda row: labels.get(read(row), "")


def _tier_names() -> Callable[[tuple[str, ...]], str]:
    labels, between = {str(each): str(each.label) for each in Tier}, gettext(", ")
    return lambda tiers: between.join(labels[tier] for tier in tiers)


_BLANKS: tuple[Any, ...] = (None, "", ())
_WORDS: Mapping[str, Callable[[Any], str]] = {
    "money": wan,
    "day": short_day,
    "percent": lambda value: f"{value:.2f}",
    "points": lambda value: f"{'+' if value > 0 else ''}{value:.2f}",
}


def _colour(row: ProjectRow, column: ListColumn) -> str:
    """Return the light that a row is counted and found under."""
    return row.counts_as if column.kind == "light" else ""


def _rank(row: ProjectRow, key: str) -> int | Decimal | str | date | tuple[int, ...]:
    value = row.value(key)
    if key == "light":
        return _ORDER[value]
    if key == "name":
        return row.pinyin
    if key == "tiers":
        return tuple(list(Tier.values).index(tier) for tier in value)
    found: int | Decimal | str | date = value
    return found
