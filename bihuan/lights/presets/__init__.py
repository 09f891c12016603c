"""Rules of the lights found in published texts, and the office's own in its data folder."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from django.conf import settings

from bihuan.kit.presets import choose, load_presets
from bihuan.lights.rules import RuleSet
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
