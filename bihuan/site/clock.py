"""All that time alone makes happen. Each step is harmless to repeat."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.utils import timezone

from bihuan.access.actions import forget_old, seal_days
from bihuan.audit.log import ClockActor
from bihuan.audit.models import Event
from bihuan.audit.noted import note_head
from bihuan.factors.actions import Warned, follow_milestones, warn
from bihuan.importing.actions import discard_stale
from bihuan.kit.databases.table_statistics import refresh_if_grown
from bihuan.kit.errors import Refusal
from bihuan.lights.actions import expire_lifts, judge_year
from bihuan.lights.queries import years_to_judge
from bihuan.matters.actions import Escalation, escalate
from bihuan.notices.actions import Delivered, deliver, enqueue_escalations, make_digests
from bihuan.plans.models import AnnualList
from bihuan.progress.actions import run_rounds

from .district.locked_rules import note_rules


@dataclass(frozen=True)
class Ticked:
    """What one tick did: rounds opened or closed, how many lights changed in which year, which
    lifts of a headline expired, what was said of which matter and of what projects need, and what
    was put in the post and sent, and which imports waited too long to be applied.
    """

    rounds: list[str]
    lights: dict[int, int]
    lifts: list[str]
    matters: list[Escalation]
    needs: list[Warned]
    notices: int
    post: Delivered
    discarded: list[int]


def tick(*, on: date, at: datetime) -> Ticked:
    """Do what is due `on` that day: rounds first, then lights, which rest on them; then matters and
    needs, whose days follow the milestones first; then the post, which tells of them; at last
    the log of the doors, and what the database knows of its own tables.
    """
    rounds = run_rounds(on=on, by=ClockActor(), at=at)
    with suppress(Refusal):  # notes that are damaged: `doctor` tells, and `serve` when it starts
        note_rules()
    lists = AnnualList.objects.filter(year__in=[on.year - 1, on.year])  # December closes in January
    years = years_to_judge() | set(lists.values_list("year", flat=True))
    lights = {year: judge_year(year=year, by=ClockActor(), at=at) for year in sorted(years)}
    lifts = [f"expired {lift}" for lift in expire_lifts(on=on, by=ClockActor(), at=at)]
    matters = escalate(on=on, by=ClockActor(), at=at)
    follow_milestones(by=ClockActor(), at=at)
    needs = warn(on=on, by=ClockActor(), at=at)
    notices = enqueue_escalations(by=ClockActor(), at=at) + make_digests(
        on=on, by=ClockActor(), at=at
    )
    post = deliver(at=at, by=ClockActor())
    now = min(at, timezone.now())  # a clock that is run ahead deletes nothing before its time
    discarded = discard_stale(by=ClockActor(), at=now)
    seal_days(by=ClockActor(), at=now)
    forget_old(keep_days=settings.ACCESS_KEPT_DAYS, by=ClockActor(), at=now)
    note_head(at)
    refresh_if_grown(Event)
    return Ticked(rounds, lights, lifts, matters, needs, notices, post, discarded)
