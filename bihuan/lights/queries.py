"""Lights as they are now: judged from today's facts, never older than the last event."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bihuan.accounts.models import User
from bihuan.audit.kept import kept
from bihuan.kit.months import Month
from bihuan.plans.models import ProjectYear
from bihuan.progress.models import Report
from bihuan.projects.models import Project

from . import rules
from .facts import facts_of
from .kinds import RANK, Colour
from .models import MachineLight
from .presets import district_rule_set
from .rules import Verdict
from .wording import Said, said

YearLights = Mapping[int, Mapping[int, Verdict]]
"""Verdicts by project, then by number of the month."""


@dataclass(frozen=True)
class Row:
    """One project's year of lights. `now` is that of the month asked for, if it is judged."""

    project_id: int
    name: str
    project_class: str
    organisation: str
    months: tuple[Verdict | None, ...]
    now: Verdict | None

    @property
    def colours(self) -> list[str]:
        """The year's colours, nothing for a month that is not judged."""
        return [str(verdict.colour) if verdict else "" for verdict in self.months]

    @property
    def labels(self) -> list[str]:
        return [
            f"{number}: {verdict.colour.label}" if verdict else str(number)
            for number, verdict in enumerate(self.months, 1)
        ]

    @property
    def reasons(self) -> list[Said]:
        """The reasons of the month asked for, in words."""
        return [said(reason) for reason in self.now.reasons] if self.now else []


@dataclass(frozen=True)
class Given:
    """A verdict as it was stored, for the history of one project's month."""

    light: MachineLight
    verdict: Verdict


@kept
def year_lights(year: int, today: date) -> YearLights:
    """Return every project's lights of `year` as of `today`, judged from the facts as they stand.

    Stored verdicts are what was said before. Pages show this, so that no old green is seen.
    """
    return judged_now(year, today)


def judged_now(year: int, today: date) -> YearLights:
    """Judge the whole year afresh. Reads a fixed number of times."""
    _name, rule_set = district_rule_set()
    return {
        each.project_id: dict(
            zip(
                (facts.month.number for facts in each.months),
                rules.judge_year(each.months, each.project_class, rule_set, today=today),
                strict=True,
            )
        )
        for each in facts_of(year, today=today)
    }


def lights(user: User, month: Month, *, today: date) -> list[Row]:
    """Return the year's projects that `user` may see, the worst of `month` first."""
    found = year_lights(month.year, today)
    members = (
        ProjectYear.objects.filter(year=month.year, project__in=Project.objects.visible_to(user))
        .order_by("project__name", "project_id")
        .values_list(
            "project_id", "project__name", "project_class", "project__responsible__name",
            "project__owner__name",
        )
    )  # fmt: skip
    rows = [
        Row(
            project_id=pk, name=name, project_class=project_class,
            organisation=responsible or owner or "",
            months=tuple(found.get(pk, {}).get(number) for number in range(1, 13)),
            now=found.get(pk, {}).get(month.number),
        )
        for pk, name, project_class, responsible, owner in members
    ]  # fmt: skip
    return sorted(rows, key=_worst_first)


def distribution(rows: list[Row]) -> dict[Colour, int]:
    """Count the colours of the month, every colour named."""
    counted = Counter(row.now.colour for row in rows if row.now)
    return {colour: counted[colour] for colour in (*reversed(RANK), Colour.GREY)}


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


def _worst_first(row: Row) -> int:
    if row.now is None:
        return len(RANK) + 1
    return -RANK[row.now.colour] if row.now.colour in RANK else -1
