"""When a project is late for the statistics: ours, or the office's own in its data folder."""

from functools import cache
from pathlib import Path

from django.conf import settings

from bihuan.kit.presets import Dated, choose, load_dated
from bihuan.statistics.rules import EntryRules
from bihuan.statistics.rules.chains import AboveScaleRules


@cache
def entry_rules() -> Dated[EntryRules]:
    """Return the district's rule by the day. Raises PresetError naming file, line and key."""
    own = Path(settings.HOME) / "presets" / "statistics.yaml"
    return choose(load_dated(EntryRules, Path(__file__).with_name("entry.yaml"), own), "entry")


@cache
def above_scale_rules() -> Dated[AboveScaleRules]:
    """Return the threshold of enterprises above scale by the day. Raises PresetError naming file,
    line and key.
    """
    own = Path(settings.HOME) / "presets" / "chains.yaml"
    path = Path(__file__).with_name("above_scale.yaml")
    return choose(load_dated(AboveScaleRules, path, own), "above_scale")
