"""The presets among which a district chooses, each with what it says in a line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bihuan.kit.months import Month
from bihuan.kit.presets import choose
from bihuan.kit.words import say
from bihuan.lights.presets import light_presets
from bihuan.matters.presets import loop_presets
from bihuan.plans.presets import curve_presets
from bihuan.plans.rules import Curve
from bihuan.progress.presets import round_presets
from bihuan.progress.rules import RoundRules, window
from bihuan.projects.kinds import ProjectClass, Rounding

SAMPLES = (3, 6, 9, 12)


@dataclass(frozen=True)
class Choice:
    """One preset: its name, its title and what it comes to."""

    name: str
    title: str
    meaning: str = ""


def presets() -> dict[str, Mapping[str, Any]]:
    """Return what may be chosen, by the district's column."""
    return {
        "rounds": round_presets(), "curve": curve_presets(), "lights": light_presets(),
        "loop": loop_presets(),
    }  # fmt: skip


def check(chosen: Mapping[str, Any]) -> None:
    """Raise Refusal for a name that no preset bears."""
    for column, known in presets().items():
        if column in chosen:
            choose(known, chosen[column])


def choices(today: date) -> dict[str, list[Choice]]:
    """Return every choice of every rule, with what it comes to in the months around `today`."""
    month = Month.of(today)
    return {
        "rounds": [
            Choice(name, each.title, _round(each, month)) for name, each in round_presets().items()
        ],
        "curve": [Choice(name, each.title, _curve(each)) for name, each in curve_presets().items()],
        "lights": [Choice(name, each.latest.title) for name, each in light_presets().items()],
        "loop": [Choice(name, each.title) for name, each in loop_presets().items()],
        "rounding": [
            Choice(Rounding.HALF_UP, str(Rounding.HALF_UP.label), "14.355% → 14.36%"),
            Choice(Rounding.TRUNCATE, str(Rounding.TRUNCATE.label), "14.355% → 14.35%"),
        ],
    }


def titles(today: date) -> dict[str, str]:
    """Return the title of every name, for the history."""
    return {each.name: each.title for group in choices(today).values() for each in group}


def _round(rules: RoundRules, month: Month) -> str:
    days = window(month, rules)
    told = say("%(month)s: from %(opens)s to %(closes)s") % {
        "month": month, "opens": days.opens_on, "closes": days.closes_on,
    }  # fmt: skip
    if not rules.quarterly:
        return told
    classes = "、".join(str(ProjectClass(each).label) for each in rules.quarterly)
    return told + " · " + say("by the quarter: %s") % classes


def _curve(curve: Curve) -> str:
    months = curve.along(100)
    return " · ".join(
        say("to the end of month %(month)s: %(percent)s%%")
        % {"month": number, "percent": months[number - 1]}
        for number in SAMPLES
    )
