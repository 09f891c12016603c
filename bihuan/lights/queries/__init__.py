"""Lights as they are now: the machine's, people's, the headline, and who foretold well."""

from .accuracy import AccuracyRow, accuracy_rates
from .headlines import YearLights, headlines
from .machine import (
    DARK,
    Strip,
    given,
    judged_now,
    judged_with_facts,
    latest_month,
    verdicts,
    year_strips,
)
from .members import LightMember, by_name
from .month import ProjectLights, distribution, lights
from .shown import ShownLight, reasons_shown, shown_lights, shown_year
from .three_lights import LightStanding, Word, earlier_words, standing, three_lights
from .unjudged import years_to_judge

__all__ = [
    "DARK",
    "AccuracyRow",
    "LightMember",
    "LightStanding",
    "ProjectLights",
    "ShownLight",
    "Strip",
    "Word",
    "YearLights",
    "accuracy_rates",
    "by_name",
    "distribution",
    "earlier_words",
    "given",
    "headlines",
    "judged_now",
    "judged_with_facts",
    "latest_month",
    "lights",
    "reasons_shown",
    "shown_lights",
    "shown_year",
    "standing",
    "three_lights",
    "verdicts",
    "year_strips",
    "years_to_judge",
]
