"""The lights that people gave, as far back as they count in a year."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import QuerySet

from bihuan.kit.months import Month
from bihuan.lights.models import CommanderLight, InspectorLight, RaterLight
from bihuan.lights.rules import HeadlineRules


def given_lights(
    year: int, offices: Collection[HeadlineRules]
) -> tuple[QuerySet[RaterLight], QuerySet[RaterLight]]:
    """Return the commanders' and the inspectors' lights that count in some month of `year`,
    `offices` being the rules of its months.
    """
    commander = max((office.commander_carries for office in offices), default=0)
    inspector = max((office.inspector_carries for office in offices), default=0)
    return _of_year(CommanderLight, year, commander), _of_year(InspectorLight, year, inspector)


def _of_year(kind: type[RaterLight], year: int, carries: int) -> QuerySet[RaterLight]:
    since = Month(year, 1).before(carries)
    return kind._default_manager.filter(
        is_current=True, month__range=(since.first_day, date(year, 12, 31))
    )
