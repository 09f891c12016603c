"""Round windows found in published rules, and the office's own in its data folder."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from django.conf import settings

from bihuan.kit.presets import choose, load_presets
from bihuan.progress.rules import RoundRules
from bihuan.projects.models import District


@cache
def round_presets() -> Mapping[str, RoundRules]:
    """Return every preset by name. Raises PresetError naming file, line and key."""
    own = Path(settings.HOME) / "presets" / "rounds.yaml"
    return load_presets(RoundRules, Path(__file__).with_name("rounds.yaml"), own)


def district_round_rules() -> RoundRules:
    """Return the rules that the district chose."""
    return choose(round_presets(), District.objects.served().rounds)
