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
from .month import Row, distribution, lights, verdicts_of
from .one import Standing, Word, spoken_before, standing, three_lights

__all__ = [
    "DARK",
    "HitRow",
    "Row",
    "Standing",
    "Strip",
    "Word",
    "YearLights",
    "distribution",
    "given",
    "headlines",
    "hit_rates",
    "judged_now",
    "latest_month",
    "lights",
    "spoken_before",
    "standing",
    "three_lights",
    "verdicts",
    "verdicts_of",
    "year_strips",
]
