"""Lights as they are now: judged from today's facts, never older than the last event."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Any

from django.db import connection

from bihuan.audit.changes import Place, changes_since, newest_place
from bihuan.audit.kept import SLOTS, keep_here, no_grounds
from bihuan.kit.months import Month, months_of
from bihuan.lights.facts import facts_of
from bihuan.lights.kinds import Colour
from bihuan.lights.models import MachineLight
from bihuan.lights.presets import lights_in_force
from bihuan.lights.rules import LightVerdict, judge_year
from bihuan.lights.touched import APPS, MOST, touched_projects
from bihuan.progress.models import Report
from bihuan.projects.models import Project

LETTERS = {
    " ": None,
    "r": Colour.RED,
    "y": Colour.YELLOW,
    "g": Colour.GREEN,
    "-": Colour.GREY,
    "s": Colour.RED,
    "a": Colour.GREY,
    "R": Colour.RED,
    "Y": Colour.YELLOW,
    "G": Colour.GREEN,
}
"""A small letter is a month's own light; a capital one was carried over, or is lifted."""

SILENT = {"LIGHT-2": "a", "LIGHT-3": "s"}
"""The letters of months whose report is awaited, or never came."""


class Strip(str):
    """A project's year as twelve letters: light enough to be kept for every project."""

    __slots__ = ()

    @classmethod
    def of(cls, months: Mapping[int, LightVerdict]) -> Strip:
        return cls("".join(_letter(months.get(number)) for number in range(1, 13)))

    def colour(self, number: int) -> Colour | None:
        """Colour of the month, or None if it is not judged."""
        return LETTERS[self[number - 1]]

    def is_silent(self, number: int) -> bool:
        return self[number - 1] in SILENT.values()

    def is_capital(self, number: int) -> bool:
        """True if the light was carried over from a month before, or is a lifted headline."""
        return self[number - 1].isupper()

    @property
    def colours(self) -> list[str]:
        return [str(self.colour(number) or "") for number in range(1, 13)]

    @property
    def labels(self) -> list[str]:
        """What is said of each month to those who point at it."""
        colours = enumerate(map(self.colour, range(1, 13)), 1)
        return [
            f"{number}: {colour.label}" if colour else str(number) for number, colour in colours
        ]


DARK = Strip(" " * 12)


def year_strips(year: int, today: date) -> dict[int, Strip]:
    """Return every project's lights of `year` as of `today`, judged from the facts as they stand:
    no old green is seen. Once they are known, only the projects whose facts changed since are
    judged anew. Inside a transaction nothing is kept: what it sees may never come to be.
    """
    if connection.in_atomic_block:
        return _strips(year, today)
    key = (connection.alias, connection.settings_dict["NAME"], year, today)
    known = _kept_strips.get(key)
    with no_grounds():
        place = newest_place()
    if known and known[0] == place:
        return known[1]
    place, strips = _renewed(*known, year, today) if known else (place, _strips(year, today))
    _kept_strips[key] = place, strips
    while len(_kept_strips) > SLOTS:
        _kept_strips.popitem(last=False)
    return strips


_kept_strips: OrderedDict[Any, tuple[Place, dict[int, Strip]]] = keep_here(OrderedDict())


def _renewed(
    known: Place, strips: dict[int, Strip], year: int, today: date
) -> tuple[Place, dict[int, Strip]]:
    """The strips after what was recorded since `known`, and where the record stands."""
    with no_grounds():
        changes = changes_since(known, APPS, most=MOST)
        touched = touched_projects(changes)
    if touched is None:
        return changes.newest, _strips(year, today)
    if not touched:
        return changes.newest, strips
    others = {pk: strip for pk, strip in strips.items() if pk not in touched}
    return changes.newest, {**others, **_strips(year, today, touched)}


def _strips(year: int, today: date, only: Collection[int] | None = None) -> dict[int, Strip]:
    return {pk: Strip.of(months) for pk, months in judged_now(year, today, only)}


def judged_now(
    year: int, today: date, only: Collection[int] | None = None
) -> Iterator[tuple[int, dict[int, LightVerdict]]]:
    """Judge a year afresh, with all reasons: the projects whose numbers are in `only`, or all.

    Yields each project's verdicts by number of the month. Reads a fixed number of times.
    """
    office = lights_in_force()
    rules = {month: office.on(month.first_day) for month in months_of(year)}
    for each in facts_of(year, today=today, only=only):
        numbers = (facts.month.number for facts in each.months)
        found = judge_year(
            each.months, each.project_class, rules.__getitem__, today=today, final=each.final
        )
        yield each.project_id, dict(zip(numbers, found, strict=True))


def verdicts(project: Project, year: int, today: date) -> dict[int, LightVerdict]:
    """Return one project's verdicts of the year, by number of the month."""
    return dict(judged_now(year, today, [project.pk])).get(project.pk, {})


def latest_month(year: int, today: date) -> Month:
    """Return the last month of `year` of which anything was accepted; else the last that began."""
    counted = Report.objects.counted().filter(month__year=year)
    newest = counted.order_by("-month").values_list("month", flat=True).first()
    if newest:
        return Month.of(newest)
    return Month.of(today) if today.year == year else Month(year, 1 if today.year < year else 12)


def given(project: Project, year: int) -> list[MachineLight]:
    """Return the verdicts stored for one project's year, newest first."""
    return list(
        MachineLight.objects.filter(project=project, month__year=year).order_by("-month", "-pk")
    )


def says_silence(verdict: LightVerdict | None) -> bool:
    """True if the verdict stands for a report that did not come."""
    return verdict is not None and SILENT.get(verdict.reasons[0].clause) is not None


def _letter(verdict: LightVerdict | None) -> str:
    if verdict is None:
        return " "
    silent = SILENT.get(verdict.reasons[0].clause)
    return silent or letter_of(verdict.colour)


def letter_of(colour: Colour) -> str:
    return _LETTER_OF[colour]


_LETTER_OF = {Colour.RED: "r", Colour.YELLOW: "y", Colour.GREEN: "g", Colour.GREY: "-"}
