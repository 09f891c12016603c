"""Rules of the lights found in published texts, and the office's own in its data folder."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from django.conf import settings

from bihuan.kit.cases import load_cases
from bihuan.kit.presets import Dated, choose, load_dated, load_presets
from bihuan.lights.rules import HeadlineRules, RuleSet
from bihuan.lights.rules.cases import LightCase
from bihuan.projects.models import District

HERE = Path(__file__).parent


@cache
def light_presets() -> Mapping[str, Dated[RuleSet]]:
    """Return every preset by name. Raises PresetError naming file, line and key."""
    return load_dated(RuleSet, *sorted(HERE.glob("*.yaml")), _own("lights.yaml"))


@cache
def light_cases() -> Mapping[str, tuple[LightCase, ...]]:
    """Return the cases of every preset. Raises PresetError naming file, line and key."""
    return load_cases(LightCase, HERE / "cases", _own("cases/lights.yaml"))


def district_rule_set() -> tuple[str, RuleSet]:
    """Return the name and the rules that the district chose."""
    name = District.objects.served().lights
    return name, choose(light_presets(), name).latest


@cache
def headline_presets() -> Mapping[str, HeadlineRules]:
    """Return every preset of the headline by name. Raises PresetError naming file, line and key."""
    return load_presets(HeadlineRules, HERE / "headline" / "district.yaml", _own("headline.yaml"))


def headline_rules() -> HeadlineRules:
    """Return the rules of the headline: ours, unless the office has its own under that name."""
    return choose(headline_presets(), "district")


def _own(name: str) -> Path:
    return Path(settings.HOME) / "presets" / name
