"""The cases of all rules as worked examples: what each preset in force says of situations."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bihuan.assessment.cases import SchemeCase
from bihuan.assessment.presets import scheme_cases
from bihuan.dispatch.cases import PracticeCase
from bihuan.dispatch.presets import practice_cases
from bihuan.factors.cases import NeedCase
from bihuan.factors.presets import need_cases
from bihuan.kit.cases import Worked, worked_out
from bihuan.lights.cases import HeadlineCase, worked_light
from bihuan.lights.presets import headline_cases, light_cases
from bihuan.matters.cases import PolicyCase
from bihuan.matters.presets import policy_cases
from bihuan.plans.presets import curve_cases
from bihuan.plans.rules import CurveCase
from bihuan.progress.presets import round_cases
from bihuan.progress.rules import RoundCase
from bihuan.projects.kinds import Rules
from bihuan.projects.queries import chosen_presets

from .choices import preset_files

Cases = Callable[[], Mapping[str, Any]]
CASES: Mapping[Rules, tuple[Cases, Callable[[Any, Any], Worked]]] = {
    Rules.ROUNDS: (round_cases, RoundCase.worked),
    Rules.CURVE: (curve_cases, CurveCase.worked),
    Rules.LIGHTS: (light_cases, worked_light),
    Rules.HEADLINE: (headline_cases, HeadlineCase.worked),
    Rules.LOOP: (policy_cases, PolicyCase.worked),
    Rules.NEEDS: (need_cases, NeedCase.worked),
    Rules.MECHANISMS: (practice_cases, PracticeCase.worked),
    Rules.ASSESSMENT: (scheme_cases, SchemeCase.worked),
}


@dataclass(frozen=True)
class PresetExamples:
    """The examples of one preset of a kind of rules."""

    kind: Rules
    name: str
    title: str
    is_chosen: bool
    worked: list[Worked]

    @property
    def is_open(self) -> bool:
        """Whether they are shown at once: those of the rules that hold, and what is not met."""
        return self.is_chosen or not all(each.is_met for each in self.worked)


def examples_of(kind: Rules, name: str) -> list[Worked]:
    """Return the cases of one preset as its rules answer them."""
    cases, by = CASES[kind]
    return worked_out(cases().get(name, ()), preset_files()[kind][name], by)


def examples(today: date) -> dict[Rules, list[PresetExamples]]:
    """Return the examples of every preset, by kind of rules: of the one that holds today first."""
    chosen = chosen_presets(today)
    found = {}
    for kind, known in preset_files().items():
        groups = [
            PresetExamples(
                kind, name, dated.on(today).title, name == chosen[kind], examples_of(kind, name)
            )
            for name, dated in known.items()
        ]
        found[kind] = sorted(groups, key=lambda group: not group.is_chosen)
    return found
