"""A month's projects with the lights they show, and how many show which."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from bihuan.accounts.models import User
from bihuan.kit.months import Month
from bihuan.lights.kinds import RANK, Colour
from bihuan.lights.rules import counted_as
from bihuan.projects.models import Project
from bihuan.projects.parties import organisations_on

from .headlines import YearLights, headlines
from .machine import Strip
from .members import by_name

ORDER = (*reversed(RANK), Colour.GREY)
UNSEEN = YearLights()


@dataclass(frozen=True)
class ProjectLights:
    """One project's year of lights; `colour` is the headline of the month asked for, `counts_as`
    the colour that it is counted under.
    """

    project_id: int
    name: str
    project_class: str
    organisation: str
    year: YearLights
    colour: Colour | None
    counts_as: Colour

    @property
    def strip(self) -> Strip:
        """The headlines of the year."""
        return self.year.headline


def lights(user: User, month: Month, *, today: date) -> list[ProjectLights]:
    """Return the year's projects that `user` may see, the worst of `month` first. A project that
    was given up is among them for the months that show a light.
    """
    known = headlines(month.year, today)
    visible = set(Project.objects.visible_to(user).values_list("pk", flat=True))
    rows, then = [], organisations_on(month.last_day)
    for pk, member in by_name(month.year):
        year = known.get(pk, UNSEEN)
        colour = year.headline.colour(month.number)
        counts_as = counted_as(colour, is_live=member.is_live_in(month))
        if pk in visible and counts_as is not None:
            organisation = then.get(pk, member.organisation)
            told = (member.name, member.project_class, organisation)
            rows.append(ProjectLights(pk, *told, year, colour, counts_as))
    return sorted(rows, key=_worst_first)


def distribution(rows: list[ProjectLights]) -> dict[Colour, int]:
    """Count the colours that the month shows, every colour named; they add up to all rows."""
    counted = Counter(row.counts_as for row in rows)
    return {colour: counted[colour] for colour in ORDER}


def _worst_first(row: ProjectLights) -> int:
    return len(ORDER) if row.colour is None else ORDER.index(row.colour)
