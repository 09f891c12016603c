"""Rules of site visits, and the office's own in its data folder."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from django.conf import settings

from bihuan.kit.presets import choose, load_presets
from bihuan.visits.rules import VisitRules


@cache
def visit_presets() -> Mapping[str, VisitRules]:
    """Return every preset by name. Raises PresetError naming file, line and key."""
    own = Path(settings.HOME) / "presets" / "visits.yaml"
    return load_presets(VisitRules, Path(__file__).parent / "visits.yaml", own)


def visit_rules() -> VisitRules:
    return choose(visit_presets(), "district")
