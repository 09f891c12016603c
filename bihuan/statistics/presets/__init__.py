"""When a project is late for the statistics: ours, or the office's own in its data folder."""

from functools import cache
from pathlib import Path

from django.conf import settings

from bihuan.kit.presets import Dated, choose, load_dated
from bihuan.statistics.rules import EntryRules


@cache
def entry_rules() -> Dated[EntryRules]:
    """Return the district's rule by the day. Raises PresetError naming file, line and key."""
    own = Path(settings.HOME) / "presets" / "statistics.yaml"
    return choose(load_dated(EntryRules, Path(__file__).with_name("entry.yaml"), own), "entry")
