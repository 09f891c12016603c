"""The rules of the lights: the machine's, the headline over all three, and who foretold well."""

from .brackets import Bracket, Clause, Scale
from .headline import (
    Given,
    Headline,
    HeadlineRules,
    LiftTerms,
    Three,
    can_be_lifted,
    check_commanders,
    check_lift,
    check_spoken,
    headline,
    headline_on,
    heard,
    is_better,
    is_in_time,
    reasons,
)
from .hits import Tally, is_hit
from .in_force import Place, in_force
from .machine import (
    Reading,
    Reason,
    RuleSet,
    Verdict,
    judge_year,
)
from .measures import MonthFacts, measure, ordinal

__all__ = [
    "Bracket",
    "Clause",
    "Given",
    "Headline",
    "HeadlineRules",
    "LiftTerms",
    "MonthFacts",
    "Place",
    "Reading",
    "Reason",
    "RuleSet",
    "Scale",
    "Tally",
    "Three",
    "Verdict",
    "can_be_lifted",
    "check_commanders",
    "check_lift",
    "check_spoken",
    "headline",
    "headline_on",
    "heard",
    "in_force",
    "is_better",
    "is_hit",
    "is_in_time",
    "judge_year",
    "measure",
    "ordinal",
    "reasons",
]
