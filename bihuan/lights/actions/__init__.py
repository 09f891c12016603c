"""Every change of the lights, by concept."""

from .lifts import expire_lifts, lift, revoke_lift
from .machine import judge_for, judge_month, judge_year, waivable, waive
from .spoken import inspect, is_commander, speak

__all__ = [
    "expire_lifts",
    "inspect",
    "is_commander",
    "judge_for",
    "judge_month",
    "judge_year",
    "lift",
    "revoke_lift",
    "speak",
    "waivable",
    "waive",
]
