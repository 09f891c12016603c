"""Some commanders' own lights, given in the months they may still speak of."""

from __future__ import annotations

from datetime import date, datetime, time

from django.utils import timezone

from bihuan.kit.errors import NotAllowed, Refusal
from bihuan.kit.months import Month
from bihuan.lights.actions import give_commander_light
from bihuan.projects.models import Project

from .schedule import DemoSchedule

EACH = 9
REASONS = {
    "green": "主要问题已解决，后续进度可以追回。",
    "yellow": "主要问题已有方案，预计下月见效。",
    "red": "关键节点难以按期完成，需区级专题调度。",
}


def give(schedule: DemoSchedule) -> None:
    """Let commanders speak of every second month's light, for some of their projects."""
    projects = list(Project.objects.live().exclude(commander=None).order_by("pk"))[::EACH]
    for number in (3, 5, 7, 9, 11):
        month = Month(schedule.year, number)
        at = timezone.make_aware(datetime.combine(date(schedule.year, number + 1, 8), time(10)))
        for project in projects:
            colour = schedule.drawn.choice(list(REASONS))
            by = schedule.actors.commanders.get(project.commander_id or 0)
            if by is None:
                continue
            try:
                give_commander_light(
                    project=project,
                    month=month,
                    colour=colour,
                    reason=REASONS[colour],
                    by=by,
                    at=at,
                )
            except (Refusal, NotAllowed):
                continue
            schedule.made += 1
