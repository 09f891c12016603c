"""Rules of the loop found in published texts, and the office's own in its data folder."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

from django.conf import settings

from bihuan.kit.cases import load_cases
from bihuan.kit.presets import Dated, load_dated
from bihuan.matters.cases import PolicyCase
from bihuan.matters.policies import MatterPolicy
from bihuan.projects.kinds import Rules
from bihuan.projects.queries import in_force


@cache
def policy_presets() -> Mapping[str, Dated[MatterPolicy]]:
    """Return every preset by name. Raises PresetError naming file, line and key."""
    own = Path(settings.HOME) / "presets" / "loops.yaml"
    return load_dated(MatterPolicy, *sorted(Path(__file__).parent.glob("*.yaml")), own)


@cache
def policy_cases() -> Mapping[str, tuple[PolicyCase, ...]]:
    """Return the cases of every preset. Raises PresetError naming file, line and key."""
    own = Path(settings.HOME) / "presets" / "cases" / "loops.yaml"
    return load_cases(PolicyCase, Path(__file__).parent / "cases", own)


def district_policy(on: date) -> MatterPolicy:
    """Return the rules that hold on that day."""
    return in_force(Rules.LOOP, policy_presets()).on(on)
