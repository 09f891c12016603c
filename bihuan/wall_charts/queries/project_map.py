"""The projects of a month by where they are built, each under the light that it is counted by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter

from bihuan.dashboards.queries.project_row import ProjectRow
from bihuan.dashboards.queries.register import colours
from bihuan.lights.kinds import Colour
from bihuan.projects.models import Project
from bihuan.wall_charts.rules import township

Place = tuple[float, float]
"""Longitude and latitude."""


MOST = 1_000
"""So many projects a map shows, those with the worst lights first: no page takes more."""
WORST_FIRST = (Colour.RED, Colour.YELLOW, Colour.GREY, Colour.GREEN)


@dataclass(frozen=True)
class PlacedProject:
    """A project with its number on the map and where it lies, if that is known."""

    number: int
    row: ProjectRow
    place: Place | None

    @property
    def total_yuan(self) -> int:
        """Its total investment; 0 if nobody said."""
        return self.row.value("total_investment_yuan") or 0


@dataclass(frozen=True)
class TownshipProjects:
    """The projects of one township, by name; the empty one has those that name none."""

    name: str
    projects: list[PlacedProject]


@dataclass(frozen=True)
class ProjectMap:
    """What the map shows: `counts` are of all projects, wherever they are; `left_out` those of
    them beyond MOST.
    """

    townships: list[TownshipProjects]
    counts: dict[Colour, int]
    left_out: int

    @property
    def projects(self) -> list[PlacedProject]:
        return [each for group in self.townships for each in group.projects]

    @property
    def placed(self) -> list[PlacedProject]:
        return [each for each in self.projects if each.place]

    @property
    def unplaced(self) -> list[PlacedProject]:
        return [each for each in self.projects if not each.place]


def project_map(rows: Sequence[ProjectRow]) -> ProjectMap:
    """Return the rows that show a light, by township, numbered in this order. One query."""
    lit = [row for row in rows if row.counts_as]
    shown = lit if len(lit) <= MOST else sorted(lit, key=_worst_first)[:MOST]
    places = _places()
    groups: defaultdict[str, list[ProjectRow]] = defaultdict(list)
    for row in shown:
        groups[township(row.value("place"))].append(row)
    number, townships = 0, []
    for name in sorted(groups, key=lambda each: (not each, -len(groups[each]), each)):
        listed = []
        for row in sorted(groups[name], key=attrgetter("pinyin", "pk")):
            number += 1
            listed.append(PlacedProject(number, row, places.get(row.pk)))
        townships.append(TownshipProjects(name, listed))
    return ProjectMap(townships, colours(lit), len(lit) - len(shown))


def _worst_first(row: ProjectRow) -> int:
    return WORST_FIRST.index(Colour(row.counts_as))


def _places() -> dict[int, Place]:
    known = Project.objects.filter(longitude__isnull=False, latitude__isnull=False)
    return {
        pk: (float(east), float(north))
        for pk, east, north in known.values_list("pk", "longitude", "latitude")
        if east is not None and north is not None
    }
