"""How often each rater's light foretold what came. Pure.

Source: docs/rules/lights.md, clause LIGHT-16.
"""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from bihuan.lights.kinds import RANK, Colour

from .headline import HeadlineRules
from .measures import HUNDRED


class AccuracyTally(NamedTuple):
    """How many of the months that could be judged were foretold."""

    hits: int = 0
    judged: int = 0

    def plus(self, other: AccuracyTally) -> AccuracyTally:
        return AccuracyTally(self.hits + other.hits, self.judged + other.judged)

    def rate(self, rules: HeadlineRules) -> Decimal | None:
        """Percent of hits, unrounded; None where too few were judged to say."""
        if self.judged < rules.least_judged:
            return None
        return HUNDRED * self.hits / self.judged


def is_hit(colour: Colour | None, came: Colour | None) -> bool | None:
    """True if trouble (yellow or red) was followed by trouble, or green by green; None where
    either has no signal.
    """
    if colour not in RANK or came not in RANK:
        return None
    return (colour is Colour.GREEN) == (came is Colour.GREEN)
