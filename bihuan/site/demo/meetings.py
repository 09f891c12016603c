"""Dispatch meetings of the year's end, and one of the last weeks."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from bihuan.accounts.models import Organisation
from bihuan.command.actions import enter, note
from bihuan.dispatch import actions
from bihuan.dispatch.models import AgendaItem, Meeting
from bihuan.kit.days import local_day
from bihuan.kit.errors import Refusal
from bihuan.kit.months import Month
from bihuan.lights.kinds import Colour
from bihuan.lights.queries import headlines
from bihuan.projects.models import Project

from .matters import work
from .schedule import DemoSchedule

SAID = "{n}：请牵头单位倒排工期，{d}前形成实物工作量并报重点办。"
BONES = 4
HARD = "连续红灯，征拆与资金问题交织，需区领导牵头攻坚。"


def plan(schedule: DemoSchedule) -> None:
    """Put two monthly meetings down, and the hard bones of the autumn."""
    for number in (11, 12):
        day, before = date(schedule.year, number, 18), Month(schedule.year, number - 1)
        schedule.put(day, lambda at, m=before: _hold(schedule, m, at), hour=9)  # type: ignore[misc]  # the month is bound on purpose
    schedule.put(date(schedule.year, 10, 16), lambda at: _hard_bones(schedule, at), hour=9)


def _hold(schedule: DemoSchedule, month: Month, at: datetime) -> None:
    """Plan, open, conclude, decide, close."""
    office, on = schedule.actors.office, local_day(at)
    meeting = actions.plan_meeting(
        kind="monthly",
        held_on=on,
        chair="区长",
        month=month,
        place="区政府一楼会议室",
        by=office,
        attendees="区领导、各指挥部、责任单位主要负责人",
        at=at,
    )
    actions.begin(meeting=meeting, by=office, at=at)
    for place, item in enumerate(meeting.items.select_related("project__responsible")):
        lead = item.project.responsible if item.project else None
        if place < 3 and item.project and lead:
            due = on + timedelta(days=schedule.drawn.randint(10, 20))
            said = SAID.format(n=item.project.name, d=f"{due.month}月{due.day}日")
            _decide(schedule, meeting, item, said, lead, due, at)
        actions.conclude(item=item, conclusion="按会议要求推进，下次调度复查。", by=office, at=at)
    actions.close(meeting=Meeting.objects.get(pk=meeting.pk), by=office, at=at)


def _decide(
    schedule: DemoSchedule,
    meeting: Meeting,
    item: AgendaItem,
    said: str,
    lead: Organisation,
    due: date,
    at: datetime,
) -> None:
    """Note a decision and put its working down; what is open already is not decided again."""
    try:
        made = actions.decide(
            meeting=meeting,
            item=item,
            text=said,
            lead=lead,
            due_on=due,
            by=schedule.actors.office,
            at=at,
        )
    except Refusal:
        return
    work(schedule, made.matter, lead, "已倒排工期并形成实物工作量，详见进度说明。", local_day(at))


def _hard_bones(schedule: DemoSchedule, at: datetime) -> None:
    """Put some red projects on the list."""
    today = local_day(at)
    strips = headlines(schedule.year, today)
    red = [pk for pk, each in strips.items() if each.headline.colour(9) == Colour.RED]
    for project in Project.objects.filter(pk__in=sorted(red)).exclude(commander=None)[:BONES]:
        bone = enter(
            project=project,
            why=HARD,
            by=schedule.actors.office,
            at=at,
            target_on=today + timedelta(days=75),
        )
        chief = schedule.actors.commanders.get(project.commander_id or 0)
        if chief is not None:
            note(bone=bone, text="已成立专班，每周现场办公一次。", by=chief, at=at)
