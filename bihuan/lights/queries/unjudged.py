"""Which locked months wait for verdicts: those of older data, and where something came in since."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db.models import Max, QuerySet

from bihuan.lights.models import MachineLight, Waiver
from bihuan.plans.models import ProjectYear
from bihuan.progress.kinds import RoundState
from bihuan.progress.models import Report, Round


def years_to_judge() -> set[int]:
    """Return the years that have projects, and a locked month in which no verdict was given since
    it was locked, or since a report was accepted or a clause excused in it. At most five queries.
    """
    locked = Round.objects.filter(state=RoundState.LOCKED).values_list("month", flat=True)
    months = list(locked)
    if not months:
        return set()
    judged = _newest(MachineLight.objects.filter(is_current=True, month__in=months), "judged_at")
    since = [
        _newest(Round.objects.filter(month__in=months), "locked_at"),
        _newest(Report.objects.current().filter(month__in=months), "accepted_at"),
        _newest(Waiver.objects.filter(month__in=months), "recorded_at"),
    ]
    waiting = {
        month.year
        for moments in since
        for month, at in moments.items()
        if month not in judged or judged[month] < at
    }
    listed = ProjectYear.objects.filter(year__in=waiting)
    return set(listed.values_list("year", flat=True).distinct())


def _newest(rows: QuerySet[Any], field: str) -> dict[date, datetime]:
    """Return the newest moment in each month that has one."""
    found = rows.exclude(**{field: None}).order_by().values_list("month").annotate(Max(field))
    return dict(found)
