"""A month's projects with their lights, and how many show which."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bihuan.accounts.models import User
from bihuan.audit.kept import kept
from bihuan.kit.months import Month
from bihuan.lights.facts import RESTS_ON
from bihuan.lights.kinds import RANK, Colour
from bihuan.lights.rules import Verdict
from bihuan.plans.models import ProjectYear
from bihuan.projects.models import Project

from .headlines import YearLights, headlines
from .machine import Strip, judged_now

ORDER = (*reversed(RANK), Colour.GREY)
UNSEEN = YearLights()


@dataclass(frozen=True)
class Row:
    """One project's year of lights, and the machine's colour in the month asked for."""

    project_id: int
    name: str
    project_class: str
    organisation: str
    year: YearLights
    colour: Colour | None

    @property
    def strip(self) -> Strip:
        """The machine's lights of the year."""
        return self.year.machine


def verdicts_of(rows: Iterable[Row], month: Month, today: date) -> dict[int, Verdict]:
    """Return the month's verdicts with their reasons, by project."""
    judged = judged_now(month.year, today, [row.project_id for row in rows])
    return {pk: months[month.number] for pk, months in judged if month.number in months}


def lights(user: User, month: Month, *, today: date) -> list[Row]:
    """Return the year's projects that `user` may see, the worst of `month` first."""
    known = headlines(month.year, today)
    visible = set(Project.objects.visible_to(user).values_list("pk", flat=True))
    rows = [
        Row(
            project_id=pk, name=name, project_class=project_class,
            organisation=responsible or owner or "", year=known.get(pk, UNSEEN),
            colour=known.get(pk, UNSEEN).machine.colour(month.number),
        )
        for pk, name, project_class, responsible, owner in _members(month.year)
        if pk in visible
    ]  # fmt: skip
    return sorted(rows, key=_worst_first)


@kept(*RESTS_ON)
def _members(year: int) -> list[tuple[int, str, str, str | None, str | None]]:
    """Number, name, class, responsible organisation and owner of the year's projects."""
    rows = ProjectYear.objects.filter(year=year).order_by("project__name", "project_id")
    return list(
        rows.values_list(
            "project_id", "project__name", "project_class", "project__responsible__name",
            "project__owner__name",
        )
    )  # fmt: skip


def distribution(rows: list[Row]) -> dict[Colour, int]:
    """Count the colours of the month, every colour named."""
    counted = Counter(row.colour for row in rows)
    return {colour: counted[colour] for colour in ORDER}


def _worst_first(row: Row) -> int:
    return len(ORDER) if row.colour is None else ORDER.index(row.colour)
