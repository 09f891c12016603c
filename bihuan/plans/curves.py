"""What a plan says; its twelve cumulative amounts: typed, from a preset, or as before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from bihuan.kit.days import local_day
from bihuan.kit.presets import choose

from .models import Plan
from .presets import curve_presets
from .rules import ENTERED, rescale, spread


@dataclass(frozen=True)
class CurveShape:
    """How a plan's months are to run: some months' cumulatives in yuan, or a preset's name."""

    name: str = ""
    points: Mapping[int, int] = field(default_factory=dict)

    @property
    def stored_name(self) -> str:
        return ENTERED if self.points else self.name

    def months(self, total: int, on: date) -> list[int]:
        """Return the twelve cumulatives, by the preset as it is on that day. Raises Refusal if the
        points do not fit the total.
        """
        if self.points:
            return spread(self.points, total)
        return choose(curve_presets(), self.name).on(on).along(total)


@dataclass(frozen=True)
class Terms:
    """What a plan says. In an adjustment, None keeps the curve or the goal as it was."""

    planned_yuan: int
    shape: CurveShape | None = None
    goal: str | None = None


def months_of(plan: Plan) -> list[int]:
    """Return the twelve cumulatives of a plan that stands."""
    return [month.cumulative_yuan for month in plan.months.order_by("month")]


def reshaped(plan: Plan, total: int) -> list[int]:
    """Return the plan's own curve for another total (CURVE-3)."""
    if plan.curve in curve_presets():
        return CurveShape(plan.curve).months(total, local_day(plan.recorded_at))
    months = months_of(plan)
    return rescale(months, total, plan.planned_yuan) if months else spread({}, total)
