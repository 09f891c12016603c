"""The presets among which a district chooses, each with what it says in a line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from django.utils import timezone

from bihuan.assessment.actions.adopting import check_scheme_choice
from bihuan.assessment.presets import scheme_presets, schemes_known
from bihuan.dispatch.presets import practice_presets
from bihuan.factors.presets import catalogues
from bihuan.kit.days import local_day, long_day
from bihuan.kit.months import Month
from bihuan.kit.presets import Dated, choose
from bihuan.kit.words import gettext, joined
from bihuan.lights.presets import headline_presets, light_presets
from bihuan.matters.presets import policy_presets
from bihuan.plans.presets import curve_presets
from bihuan.plans.rules import Curve
from bihuan.progress.presets import round_presets
from bihuan.progress.queries.open_days import proposed_day
from bihuan.progress.rules import RoundRules, window
from bihuan.projects.kinds import ProjectClass, Rounding, Rules

SAMPLES = (3, 6, 9, 12)


@dataclass(frozen=True)
class PresetOption:
    """One preset: its name, its title and what it comes to."""

    name: str
    title: str
    meaning: str = ""


def presets() -> dict[Rules, Mapping[str, Dated[Any]]]:
    """Return what may be chosen for each kind of rules: of files, and schemes that were adopted."""
    return {**preset_files(), Rules.ASSESSMENT: schemes_known()}


def preset_files() -> dict[Rules, Mapping[str, Dated[Any]]]:
    """Return what is shipped or stands in an office's files, by kind of rules."""
    return {
        Rules.ROUNDS: round_presets(),
        Rules.CURVE: curve_presets(),
        Rules.LIGHTS: light_presets(),
        Rules.HEADLINE: headline_presets(),
        Rules.LOOP: policy_presets(),
        Rules.NEEDS: catalogues(),
        Rules.MECHANISMS: practice_presets(),
        Rules.ASSESSMENT: scheme_presets(),
    }


def split(said: Mapping[str, Any]) -> tuple[dict[Rules, str], dict[str, Any]]:
    """Return what is said of rules, and of the district itself. Raises Refusal for a name that no
    preset bears.
    """
    chosen = {kind: str(said[kind]) for kind in Rules if kind in said}
    for kind, name in chosen.items():
        choose(presets()[kind], name)
    return chosen, {name: value for name, value in said.items() if name not in Rules.values}


def check_frozen_scores(chosen: Mapping[Rules, str], since: date | None) -> None:
    """Raise Refusal if a scheme is among the choices that frozen scores were not judged by."""
    if Rules.ASSESSMENT in chosen:
        day = since or proposed_day(local_day(timezone.now()))
        check_scheme_choice(chosen[Rules.ASSESSMENT], day)


def choices(today: date) -> dict[str, list[PresetOption]]:
    """Return every choice of every rule, with what it comes to in the months around `today`."""
    meanings: dict[str, Callable[[Any], str]] = {
        Rules.ROUNDS: partial(_round, month=Month.of(today)),
        Rules.CURVE: _curve,
    }
    offered = {
        str(kind): [
            PresetOption(name, dated.on(today).title, meanings.get(kind, _nothing)(dated.on(today)))
            for name, dated in known.items()
        ]
        for kind, known in presets().items()
    }
    return {
        **offered,
        "rounding": [
            PresetOption(Rounding.HALF_UP, str(Rounding.HALF_UP.label), "14.355% → 14.36%"),
            PresetOption(Rounding.TRUNCATE, str(Rounding.TRUNCATE.label), "14.355% → 14.35%"),
        ],
    }


def titles(today: date) -> dict[str, str]:
    """Return the title of every name, for the history."""
    return {each.name: each.title for group in choices(today).values() for each in group}


def _nothing(_rules: object) -> str:
    return ""


def _round(rules: RoundRules, month: Month) -> str:
    days = window(month, rules)
    told = gettext("%(month)s: from %(opens)s to %(closes)s") % {
        "month": month.in_words,
        "opens": long_day(days.opens_on),
        "closes": long_day(days.closes_on),
    }
    if not rules.quarterly:
        return told
    classes = joined(ProjectClass(each).label for each in rules.quarterly)
    return told + " · " + gettext("by the quarter: %s") % classes


def _curve(curve: Curve) -> str:
    months = curve.along(100)
    return " · ".join(
        gettext("to the end of month %(month)s: %(percent)s%%")
        % {"month": number, "percent": months[number - 1]}
        for number in SAMPLES
    )
