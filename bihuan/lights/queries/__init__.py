"""Lights as they are now: the machine's, people's, the headline, and who foretold well."""

from .headlines import YearLights, headlines
from .hits import HitRow, hit_rates
from .machine import (
    DARK,
    Strip,
    given,
    judged_now,
    latest_month,
    verdicts,
    year_strips,
)
from .members import LightMember, by_name
from .month import ProjectLights, distribution, lights
from .one import LightStanding, Word, spoken_before, standing, three_lights
from .shown import ShownLight, reasons_shown, shown_lights, shown_year

__all__ = [
    "DARK",
    "HitRow",
    "LightMember",
    "LightStanding",
    "ProjectLights",
    "ShownLight",
    "Strip",
    "Word",
    "YearLights",
    "by_name",
    "distribution",
    "given",
    "headlines",
    "hit_rates",
    "judged_now",
    "latest_month",
    "lights",
    "reasons_shown",
    "shown_lights",
    "shown_year",
    "spoken_before",
    "standing",
    "three_lights",
    "verdicts",
    "year_strips",
]
