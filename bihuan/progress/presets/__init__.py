"""Round windows found in published rules, and the office's own in its data folder."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from django.conf import settings

from bihuan.kit.cases import load_cases
from bihuan.kit.presets import Dated, load_dated
from bihuan.progress.rules import RoundCase, RoundRules
from bihuan.projects.kinds import Rules
from bihuan.projects.queries import in_force
from bihuan.projects.rules_in_force import InForce


@cache
def round_presets() -> Mapping[str, Dated[RoundRules]]:
    """Return every preset by name. Raises PresetError naming file, line and key."""
    own = Path(settings.HOME) / "presets" / "rounds.yaml"
    return load_dated(RoundRules, Path(__file__).with_name("rounds.yaml"), own)


@cache
def round_cases() -> Mapping[str, tuple[RoundCase, ...]]:
    """Return the cases of every preset. Raises PresetError naming file, line and key."""
    own = Path(settings.HOME) / "presets" / "cases" / "rounds.yaml"
    return load_cases(RoundCase, Path(__file__).parent / "cases", own)


def rounds_in_force() -> InForce[RoundRules]:
    """Return the district's rules by the day; a month is held to those of its first day."""
    return in_force(Rules.ROUNDS, round_presets())
