"""Rules of the loop found in published texts, and the office's own in its data folder."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from django.conf import settings

from bihuan.kit.presets import choose, load_presets
from bihuan.matters.loops import Loop
from bihuan.projects.models import District


@cache
def loop_presets() -> Mapping[str, Loop]:
    """Return every preset by name. Raises PresetError naming file, line and key."""
    own = Path(settings.HOME) / "presets" / "loops.yaml"
    return load_presets(Loop, *sorted(Path(__file__).parent.glob("*.yaml")), own)


def district_loop() -> Loop:
    """Return the rules that the district chose."""
    return choose(loop_presets(), District.objects.served().loop)
