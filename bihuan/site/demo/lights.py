"""Some commanders' own lights, given in the months they may still speak of."""

from __future__ import annotations

from datetime import date, datetime, time

from django.utils import timezone

from bihuan.kit.days import local_day
from bihuan.kit.errors import NotAllowed, Refusal
from bihuan.kit.months import Month
from bihuan.lights.actions import give_commander_light
from bihuan.lights.kinds import Colour
from bihuan.lights.queries.machine import verdicts
from bihuan.projects.models import Project

from .schedule import DemoSchedule

EACH = 9
IN_TIME = "进度符合要求，保持现有力度。"
REASONS = {
    "green": "主要问题已解决，后续进度可以追回。",
    "yellow": "主要问题已有方案，预计下月见效。",
    "red": "关键节点难以按期完成，需区级专题调度。",
}
UNDER_WAY = {
    "green": "资金和班组已到位，下月可追回进度。",
    "yellow": "主要问题已有方案，预计下月见效。",
    "red": "资金缺口未解决，年内难以完成计划。",
}
"""What is said once the work has begun."""


def give(schedule: DemoSchedule) -> None:
    """Let commanders speak of every second month's light, for some of their projects."""
    projects = list(Project.objects.live().exclude(commander=None).order_by("pk"))[::EACH]
    for number in (3, 5, 7, 9, 11):
        month = Month(schedule.year, number)
        at = timezone.make_aware(datetime.combine(date(schedule.year, number + 1, 8), time(10)))
        for project in projects:
            colour = schedule.drawn.choice(list(REASONS))
            verdict = verdicts(project, month.year, local_day(at)).get(number)
            if verdict is None or (project.in_use_on and project.in_use_on <= month.last_day):
                continue
            colour, reason = _spoken(project, month, colour, verdict.colour)
            by = schedule.actors.commanders.get(project.commander_id or 0)
            if by is None:
                continue
            try:
                give_commander_light(
                    project=project,
                    month=month,
                    colour=colour,
                    reason=reason,
                    by=by,
                    at=at,
                )
            except (Refusal, NotAllowed):
                continue
            schedule.made += 1


def _spoken(project: Project, month: Month, drawn: str, machines: Colour | None) -> tuple[str, str]:
    """Return a light and its reason that go with the month: nobody warns of what is in time."""
    if machines is Colour.GREEN:
        return "green", IN_TIME
    begun = project.started_on is not None and project.started_on <= month.last_day
    return drawn, (UNDER_WAY if begun else REASONS)[drawn]
