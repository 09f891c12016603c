"""Changes that somebody can make: whole things in a rate, and never less of what is done
(ASSESS-22). Pure.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

from .nearest import NearestMove, Points
from .scheme import HUNDRED, InputSpec

HUNDREDTH = Decimal("0.01")
MOST_THINGS = 1_000
ACHIEVED = (
    "completed.",
    "completed_month.",
    "plan_completion.",
    "schedule_completion.",
    "statistics_completed.",
    "gap_",
    "speed",
    "acceleration",
    "funds.",
    "funding.",
)
"""Figures of what was done, by how they begin: nobody is told to do or report less of it."""
RATES_OF_THINGS = (
    "start_rate.",
    "conversion_rate.",
    "completion_rate.",
    "in_use_rate.",
    "statistics_rate.",
    "milestones.in_time_rate",
    "milestones.step.",
    "matters.closing_rate",
    "matters.closed_in_time_rate",
    "needs.in_time_rate",
    "reports.on_time_rate",
    "visits.planned_made_rate",
)
"""Shares of things that are done or not, by how they begin: they move by whole things."""


def only_rises(spec: InputSpec) -> bool:
    """Return whether less of it would be less done: a way to more points, and no advice."""
    return spec.figure.startswith((*ACHIEVED, *RATES_OF_THINGS))


def is_of_things(spec: InputSpec) -> bool:
    return spec.compare is None and spec.figure.startswith(RATES_OF_THINGS)


def nearest_whole(points: Points, value: Decimal, wanted: Decimal) -> NearestMove | None:
    """Return the smallest rise of a share of things that brings `wanted` points. Of how many things
    it is a share is not known: the fewest that give this share are taken, which divide them all.
    """
    for target in _shares_above(value):
        if points(target) >= wanted:
            return NearestMove(target - value, target, points(target))
    return None


def _shares_above(value: Decimal) -> Iterable[Decimal]:
    for whole in range(1, MOST_THINGS):
        part = int((value * whole / HUNDRED).to_integral_value(ROUND_HALF_UP))
        if _share(part, whole) == value:
            return [_share(more, whole) for more in range(part + 1, whole + 1)]
    return [HUNDRED] if value < HUNDRED else []


def _share(part: int, whole: int) -> Decimal:
    return (Decimal(part) * HUNDRED / whole).quantize(HUNDREDTH, ROUND_HALF_UP)
