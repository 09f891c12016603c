"""The rules of the lights: the machine's, the headline over all three, and who foretold well."""

from .accuracy import AccuracyTally, is_hit
from .brackets import Bracket, Clause, Scale
from .headline import (
    Given,
    Headline,
    HeadlineRules,
    LiftNote,
    LiftTerms,
    RaterNote,
    Three,
    can_be_lifted,
    carried_light,
    check_commanders,
    check_given,
    check_lift,
    counted_as,
    explain,
    headline,
    headline_on,
    is_better,
    is_in_time,
    reasons,
)
from .machine import LightReading, RuleSet, judge_year
from .measures import MonthFacts, measure, ordinal
from .verdicts import SILENCE, LightReason, LightVerdict

__all__ = [
    "SILENCE",
    "AccuracyTally",
    "Bracket",
    "Clause",
    "Given",
    "Overall light",
    "HeadlineRules",
    "LiftNote",
    "LiftTerms",
    "LightReading",
    "LightReason",
    "LightVerdict",
    "MonthFacts",
    "RaterNote",
    "RuleSet",
    "Scale",
    "Three",
    "can_be_lifted",
    "carried_light",
    "check_commanders",
    "check_given",
    "check_lift",
    "counted_as",
    "explain",
    "headline",
    "headline_on",
    "is_better",
    "is_hit",
    "is_in_time",
    "judge_year",
    "measure",
    "ordinal",
    "reasons",
]
