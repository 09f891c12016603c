"""Rules of the lights found in published texts, and the office's own in its data folder."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from django.conf import settings

from bihuan.kit.presets import choose, load_presets
from bihuan.lights.rules import HeadlineRules, RuleSet
from bihuan.projects.models import District


@cache
def light_presets() -> Mapping[str, RuleSet]:
    """Return every preset by name. Raises PresetError naming file, line and key."""
    own = Path(settings.HOME) / "presets" / "lights.yaml"
    published = sorted(Path(__file__).parent.glob("*.yaml"))
    return load_presets(RuleSet, *published, own)


def district_rule_set() -> tuple[str, RuleSet]:
    """Return the name and the rules that the district chose."""
    name = District.objects.served().lights
    return name, choose(light_presets(), name)


@cache
def headline_presets() -> Mapping[str, HeadlineRules]:
    """Return every preset of the headline by name. Raises PresetError naming file, line and key."""
    own = Path(settings.HOME) / "presets" / "headline.yaml"
    return load_presets(HeadlineRules, Path(__file__).parent / "headline" / "district.yaml", own)


def headline_rules() -> HeadlineRules:
    """Return the rules of the headline: ours, unless the office has its own under that name."""
    return choose(headline_presets(), "district")
