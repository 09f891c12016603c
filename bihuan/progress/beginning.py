"""When a year begins for everybody."""

from __future__ import annotations

from datetime import datetime

from bihuan.audit.log import Actor
from bihuan.plans.models import Entry
from bihuan.projects.actions import go_on_to_year

from .models import Round


def begin_year(*, year: int, by: Actor, at: datetime) -> bool:
    """Let pages open on a later year once a round of it was opened and projects stand on its lists
    (ROUND-12); return whether they did not before.
    """
    was_opened = Round.objects.filter(month__year=year).exists()
    if not was_opened or not Entry.objects.filter(annual_list__year=year).exists():
        return False
    return go_on_to_year(year=year, by=by, at=at)
