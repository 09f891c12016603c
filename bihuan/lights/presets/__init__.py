"""Rules of the lights found in published texts, and the office's own in its data folder."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from django.conf import settings

from bihuan.kit.cases import load_cases
from bihuan.kit.presets import Dated, load_dated
from bihuan.lights.cases import HeadlineCase
from bihuan.lights.rules import HeadlineRules, RuleSet
from bihuan.lights.rules.cases import LightCase
from bihuan.projects.kinds import Rules
from bihuan.projects.queries import in_force
from bihuan.projects.rules_in_force import InForce

HERE = Path(__file__).parent


@cache
def light_presets() -> Mapping[str, Dated[RuleSet]]:
    """Return every preset by name. Raises PresetError naming file, line and key."""
    return load_dated(RuleSet, *sorted(HERE.glob("*.yaml")), _own("lights.yaml"))


@cache
def light_cases() -> Mapping[str, tuple[LightCase, ...]]:
    """Return the cases of every preset. Raises PresetError naming file, line and key."""
    return load_cases(LightCase, HERE / "cases", _own("cases/lights.yaml"))


def lights_in_force() -> InForce[RuleSet]:
    """Return the district's rules by the day; a month is judged by those of its first day."""
    return in_force(Rules.LIGHTS, light_presets())


@cache
def headline_presets() -> Mapping[str, Dated[HeadlineRules]]:
    """Return every preset of the headline by name. Raises PresetError naming file, line and key."""
    return load_dated(HeadlineRules, HERE / "headline" / "district.yaml", _own("headline.yaml"))


@cache
def headline_cases() -> Mapping[str, tuple[HeadlineCase, ...]]:
    """Return the cases of every preset. Raises PresetError naming file, line and key."""
    return load_cases(HeadlineCase, HERE / "headline" / "cases", _own("cases/headline.yaml"))


def headline_in_force() -> InForce[HeadlineRules]:
    """Return the rules of the headline by the day; a month is held to those of its first day."""
    return in_force(Rules.HEADLINE, headline_presets())


def _own(name: str) -> Path:
    return Path(settings.HOME) / "presets" / name
