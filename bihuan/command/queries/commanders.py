"""Every leader's projects, lights and matters; who has none, and what has nobody."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from django.db.models import Count, Q, QuerySet

from bihuan.accounts.models import Leader, User
from bihuan.accounts.roles import DISTRICT_WIDE
from bihuan.kit.months import Month
from bihuan.lights.kinds import Colour
from bihuan.lights.queries import by_name, headlines
from bihuan.lights.rules import counted_as
from bihuan.matters.kinds import OPEN, RUNNING
from bihuan.matters.models import Matter
from bihuan.projects.models import Project

from .hard_bones import hard_bones_led
from .visiting import NONE, visits_by_leader


@dataclass(frozen=True)
class CommanderLine:
    """One leader: projects by headline, matters of these projects, hard bones to solve, visits of
    this month planned and made.
    """

    leader: Leader
    projects: int = 0
    colours: dict[Colour, int] = field(default_factory=dict)
    open_matters: int = 0
    overdue_matters: int = 0
    bones: int = 0
    visits: tuple[int, int] = NONE

    @property
    def visits_planned(self) -> int:
        """Visits of this month's confirmed plan."""
        return self.visits[0]

    @property
    def visits_made(self) -> int:
        """Those of them that were made."""
        return self.visits[1]

    @property
    def red(self) -> int:
        return self.colours.get(Colour.RED, 0)

    @property
    def yellow(self) -> int:
        return self.colours.get(Colour.YELLOW, 0)

    @property
    def green(self) -> int:
        return self.colours.get(Colour.GREEN, 0)

    @property
    def grey(self) -> int:
        """Projects whose headline gives no signal, or that are not judged."""
        return self.colours.get(Colour.GREY, 0)


@dataclass(frozen=True)
class CommandersTable:
    """Every leader with the year's projects, and the counts that show what is missing."""

    lines: list[CommanderLine]
    projects: int
    without_commander: int

    @property
    def commanding(self) -> list[CommanderLine]:
        return [line for line in self.lines if line.projects]

    @property
    def idle(self) -> list[Leader]:
        return [line.leader for line in self.lines if not line.projects]

    @property
    def with_commander(self) -> int:
        return self.projects - self.without_commander


def key_projects(user: User, year: int) -> QuerySet[Project]:
    """Return the year's projects that `user` may see and that need a commander (COMMAND-1)."""
    return Project.objects.visible_to(user).live().filter(years__year=year)


def commanders(user: User, month: Month, today: date) -> CommandersTable:
    """Return every leader's figures of the projects that `user` may see, the reddest first.

    Eight queries besides those of the lights, which are kept.
    """
    colours: defaultdict[int | None, Counter[Colour]] = defaultdict(Counter)
    for light in project_lights(user, month, today):
        colours[light.leader_id][light.counts_as] += 1
    projects = {leader: counted.total() for leader, counted in colours.items()}
    matters = _matters(user, month.year, today)
    leaders = list(Leader.objects.order_by("-is_principal", "pinyin", "name", "pk"))
    bones, visits = hard_bones_led(leaders), visits_by_leader(today)
    lines = [
        CommanderLine(
            each,
            projects.get(each.pk, 0),
            dict(colours[each.pk]),
            *matters.get(each.pk, (0, 0)),
            bones.get(each.pk, 0),
            visits.get(each.pk, NONE),
        )
        for each in leaders
    ]
    lines.sort(key=lambda line: (-line.red, -line.overdue_matters, -line.projects))
    needing = key_projects(user, month.year).values_list("commander", flat=True)
    return CommandersTable(lines, len(needing), sum(each is None for each in needing))


class ProjectLight(NamedTuple):
    """A project, its commander, the headline of a month and the colour that it is counted under."""

    project_id: int
    leader_id: int | None
    colour: Colour | None
    counts_as: Colour


def project_lights(
    user: User, month: Month, today: date, leader: Leader | None = None
) -> list[ProjectLight]:
    """Return the year's projects that `user` may see, or of them one leader's, with the headlines
    of `month`. One that was given up is among them for the months that show a light.
    """
    known, visible = headlines(month.year, today), visible_projects(user)
    found = []
    for pk, member in by_name(month.year):
        if (visible is not None and pk not in visible) or (
            leader and member.commander_id != leader.pk
        ):
            continue
        colour = known[pk].headline.colour(month.number) if pk in known else None
        counts_as = counted_as(colour, is_live=member.is_live_in(month))
        if counts_as is not None:
            found.append(ProjectLight(pk, member.commander_id, colour, counts_as))
    return found


def visible_projects(user: User) -> Collection[int] | None:
    """Return the numbers of the projects that `user` may see; None for all."""
    if user.role in DISTRICT_WIDE:
        return None
    return set(Project.objects.visible_to(user).values_list("pk", flat=True))


def without_commander(user: User, year: int) -> QuerySet[Project]:
    """Return the year's projects that have no commander."""
    return _named(key_projects(user, year).filter(commander=None))


def commanded_by(user: User, leader: Leader, year: int) -> QuerySet[Project]:
    """Return the year's projects of one leader."""
    return _named(key_projects(user, year).filter(commander=leader))


def _matters(user: User, year: int, today: date) -> dict[int, tuple[int, int]]:
    """Count open and overdue matters by commander of their project, in the database."""
    rows = Matter.objects.filter(
        project__in=key_projects(user, year).values("pk"), state__in=OPEN
    ).values("project__commander")
    late = Q(state__in=RUNNING, due_on__lt=today)
    counted = rows.annotate(opened=Count("pk"), late=Count("pk", filter=late)).order_by()
    return {row["project__commander"]: (row["opened"], row["late"]) for row in counted}


def _named(projects: QuerySet[Project]) -> QuerySet[Project]:
    return projects.select_related("responsible", "owner").order_by("pinyin", "name", "pk")
