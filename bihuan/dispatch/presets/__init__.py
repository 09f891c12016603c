"""Mechanisms found in published practice, and the office's own in its data folder."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from django.conf import settings

from bihuan.dispatch.mechanisms import Practices
from bihuan.dispatch.models import Practice
from bihuan.kit.presets import choose, load_presets


@cache
def practice_presets() -> Mapping[str, Practices]:
    """Return every preset by name. Raises PresetError naming file, line and key."""
    own = Path(settings.HOME) / "presets" / "mechanisms.yaml"
    published = sorted(Path(__file__).parent.glob("*.yaml"))
    return load_presets(Practices, *published, own)


def district_practice() -> tuple[str, Practices]:
    """Return the name and the mechanisms that the district chose."""
    name = Practice.objects.served().preset
    return name, choose(practice_presets(), name)
