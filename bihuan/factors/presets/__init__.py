"""What projects need, as data, and the office's own in its data folder."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

from django.conf import settings

from bihuan.factors.cases import NeedCase
from bihuan.factors.lists import Catalogue
from bihuan.kit.cases import load_cases
from bihuan.kit.presets import Dated, load_dated
from bihuan.projects.kinds import Rules
from bihuan.projects.queries import in_force


@cache
def catalogues() -> Mapping[str, Dated[Catalogue]]:
    """Return every preset by name. Raises PresetError naming file, line and key."""
    own = Path(settings.HOME) / "presets" / "factors.yaml"
    return load_dated(Catalogue, Path(__file__).parent / "factors.yaml", own)


@cache
def need_cases() -> Mapping[str, tuple[NeedCase, ...]]:
    """Return the cases of every preset. Raises PresetError naming file, line and key."""
    own = Path(settings.HOME) / "presets" / "cases" / "factors.yaml"
    return load_cases(NeedCase, Path(__file__).parent / "cases", own)


def catalogue(on: date) -> Catalogue:
    """Return what projects need by the rules that hold on that day."""
    return in_force(Rules.NEEDS, catalogues()).on(on)
