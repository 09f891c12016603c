"""Every change of the lights, by concept."""

from .lifts import expire_lifts, lift, revoke_lift
from .machine import judge_for, judge_month, judge_year, waivable, waive
from .personal_lights import give_commander_light, give_inspector_light, is_commander

__all__ = [
    "expire_lifts",
    "give_commander_light",
    "give_inspector_light",
    "is_commander",
    "judge_for",
    "judge_month",
    "judge_year",
    "lift",
    "revoke_lift",
    "waivable",
    "waive",
]
