"""How long things may wait, and the office's own choice in its data folder."""

from functools import cache
from pathlib import Path

from django.conf import settings

from bihuan.kit.presets import choose, load_presets
from bihuan.notices.times import OfficeTimes


@cache
def office_times() -> OfficeTimes:
    """Return the times in force. Raises PresetError naming file, line and key."""
    own = Path(settings.HOME) / "presets" / "work.yaml"
    return choose(load_presets(OfficeTimes, Path(__file__).with_name("work.yaml"), own), "office")
