"""One leader's projects as a phone shows them, and the matters that wait for the leader."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Max, Q

from bihuan.accounts.models import Leader, Organisation, User
from bihuan.command.models import HardBone
from bihuan.kit.months import Month
from bihuan.lights.kinds import Colour
from bihuan.lights.queries import YearLights, headlines, reasons_shown
from bihuan.lights.rounds import light_rounds
from bihuan.lights.wording import LightReasonText, said
from bihuan.matters.escalation import NextStep
from bihuan.matters.impact import NOTHING, Impact, impacts
from bihuan.matters.kinds import OPEN, RUNNING, MatterState
from bihuan.matters.models import Matter
from bihuan.matters.next_steps import next_step_of
from bihuan.matters.presets import district_policy
from bihuan.matters.queries import leads_proposed
from bihuan.progress.kinds import SENT
from bihuan.progress.models import Report
from bihuan.project_months.reading import project_months
from bihuan.project_months.rules import ProjectMonth
from bihuan.projects.models import Project
from bihuan.projects.rates import rate, rounding
from bihuan.visits.models import PlannedVisit

from .commanders import project_lights
from .visiting import planned_visits

WORST_FIRST = (Colour.RED, Colour.GREY, Colour.YELLOW, None, Colour.GREEN)
"""The order of the cards (COMMAND-3)."""

WAITING_SHOWN = 8


@dataclass(frozen=True)
class MatterCounts:
    """A project's matters: open, past their deadline, and waiting for this leader's move."""

    opened: int = 0
    overdue: int = 0
    waiting: int = 0


@dataclass(frozen=True)
class Card:
    """One project: its lights with reasons, its progress, its matters, what comes next.

    `reported` is the last month handed in, None if there was never one this year or the year
    before; `is_silent` tells that the month shown was asked for (`is_asked`) and was not.
    """

    project: Project
    lights: YearLights
    month: Month
    why: list[LightReasonText]
    position: ProjectMonth | None
    completion: Decimal | None
    reported: Month | None
    matters: MatterCounts
    impact: Impact
    next_is_late: bool
    bone: HardBone | None
    visit: PlannedVisit | None
    is_asked: bool = True

    @property
    def headline(self) -> Colour | None:
        return self.lights.headline.colour(self.month.number)

    @property
    def machine(self) -> Colour | None:
        return self.lights.machine.colour(self.month.number)

    @property
    def commander(self) -> Colour | None:
        return self.lights.commander.colour(self.month.number)

    @property
    def is_silent(self) -> bool:
        return self.is_asked and (self.reported is None or self.reported < self.month)


@dataclass(frozen=True)
class WaitingMatter:
    """A matter that waits for the leader, and its next step. `lead` is who gets a raised one with
    one tap.
    """

    matter: Matter
    is_overdue: bool
    step: NextStep | None = None
    lead: Organisation | None = None


@dataclass(frozen=True)
class Mine:
    """The leader's whole year: numbers of the projects, the worst first, and their colours."""

    order: list[int]
    colours: dict[Colour, int]

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
        return self.colours.get(Colour.GREY, 0)


def mine(user: User, leader: Leader, month: Month, today: date) -> Mine:
    """Return the projects of `leader` that `user` may see, red first. One query besides the lights,
    which are kept.
    """
    found = project_lights(user, month, today, leader)
    found.sort(key=lambda light: WORST_FIRST.index(light.colour))
    colours = Counter(light.counts_as for light in found)
    return Mine([light.project_id for light in found], dict(colours))


def cards(projects: Collection[int], leader: Leader, month: Month, today: date) -> list[Card]:
    """Return the cards of a page's projects, in their order. Reads a fixed number of times."""
    known, numbers = headlines(month.year, today), list(projects)
    rows = Project.objects.select_related("responsible", "owner").in_bulk(numbers)
    reasons = reasons_shown(month, today, numbers)
    placed, reported = project_months(month, numbers), _last_reports(numbers, month)
    matters, next_steps = _counts(numbers, leader, today), impacts(numbers, month)
    on_list = HardBone.objects.on_the_list().filter(project__in=numbers)
    bones = {bone.project_id: bone for bone in on_list}
    visits, found, mode = planned_visits(numbers, today), [], rounding()
    is_asked = month.number in light_rounds(month.year, today).asked
    for pk in numbers:
        impact = next_steps.get(pk, NOTHING)
        found.append(
            Card(
                project=rows[pk],
                lights=known.get(pk, YearLights()),
                month=month,
                why=[said(reason) for reason in reasons.get(pk, ())],
                position=(place := placed.get(pk)),
                completion=_completion(place, mode),
                reported=reported.get(pk),
                matters=matters.get(pk, MatterCounts()),
                impact=impact,
                next_is_late=impact.milestone_on is not None and impact.milestone_on < today,
                bone=bones.get(pk),
                visit=visits.get(pk),
                is_asked=is_asked,
            )
        )
    return found


def waiting(user: User, leader: Leader, today: date) -> tuple[int, list[WaitingMatter]]:
    """Count what waits for `leader` among the matters that `user` may see, and return the first:
    those worth most.
    """
    if leader.user is None:
        return 0, []
    found = Matter.objects.visible_to(user).waiting_for(leader.user)
    first = found.select_related("project__responsible", "lead").order_by("-worth", "due_on", "pk")
    loop = district_policy(today)
    shown = list(first[:WAITING_SHOWN])
    proposed = leads_proposed([m for m in shown if m.state == MatterState.RAISED], loop)
    lines = [
        WaitingMatter(each, each.is_overdue(today), next_step_of(each, loop), proposed.get(each.pk))
        for each in shown
    ]
    return found.count(), lines


def _counts(projects: list[int], leader: Leader, today: date) -> dict[int, MatterCounts]:
    late = Q(state__in=RUNNING, due_on__lt=today)
    rows = Matter.objects.filter(project__in=projects, state__in=OPEN).values("project").order_by()
    opened = {
        row["project"]: (row["opened"], row["late"])
        for row in rows.annotate(opened=Count("pk"), late=Count("pk", filter=late))
    }
    waits = _waiting_counts(projects, leader)
    return {pk: MatterCounts(*found, waits.get(pk, 0)) for pk, found in opened.items()}


def _waiting_counts(projects: list[int], leader: Leader) -> dict[int, int]:
    if leader.user is None:
        return {}
    rows = Matter.objects.filter(project__in=projects).waiting_for(leader.user)
    counted = rows.values("project").order_by().annotate(waits=Count("pk", distinct=True))
    return {row["project"]: row["waits"] for row in counted}


def _last_reports(projects: list[int], month: Month) -> dict[int, Month]:
    """The last month handed in of this year and the one before, up to `month`, by project."""
    rows = (
        Report.objects.current()
        .filter(
            project__in=projects,
            state__in=SENT,
            month__lte=month.first_day,
            month__gte=date(month.year - 1, 1, 1),
        )
        .values("project")
        .order_by()
    )
    return {row["project"]: Month.of(row["last"]) for row in rows.annotate(last=Max("month"))}


def _completion(place: ProjectMonth | None, mode: str) -> Decimal | None:
    if place is None or not place.is_told:
        return None
    return rate(place.completed_yuan, place.planned_yuan, mode)
