"""Mechanisms found in published practice, and the office's own in its data folder."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

from django.conf import settings

from bihuan.dispatch.cases import PracticeCase
from bihuan.dispatch.mechanisms import Practices
from bihuan.kit.cases import load_cases
from bihuan.kit.presets import Dated, load_dated
from bihuan.projects.kinds import Rules
from bihuan.projects.queries import in_force
from bihuan.projects.rules_in_force import InForce


@cache
def practice_presets() -> Mapping[str, Dated[Practices]]:
    """Return every preset by name. Raises PresetError naming file, line and key."""
    own = Path(settings.HOME) / "presets" / "mechanisms.yaml"
    published = sorted(Path(__file__).parent.glob("*.yaml"))
    return load_dated(Practices, *published, own)


@cache
def practice_cases() -> Mapping[str, tuple[PracticeCase, ...]]:
    """Return the cases of every preset. Raises PresetError naming file, line and key."""
    own = Path(settings.HOME) / "presets" / "cases" / "mechanisms.yaml"
    return load_cases(PracticeCase, Path(__file__).parent / "cases", own)


def practices_in_force() -> InForce[Practices]:
    """Return the district's mechanisms by the day."""
    return in_force(Rules.MECHANISMS, practice_presets())


def district_practice(on: date) -> tuple[str, Practices]:
    """Return the name and the mechanisms that hold on that day."""
    office = practices_in_force()
    return office.name_on(on), office.on(on)
