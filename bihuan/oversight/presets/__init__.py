"""What supervision asks: ours, or the office's own in its data folder."""

from functools import cache
from pathlib import Path

from django.conf import settings

from bihuan.kit.presets import Dated, choose, load_dated
from bihuan.oversight.watches import OversightRules


@cache
def oversight_rules() -> Dated[OversightRules]:
    """Return the district's rules by the day. Raises PresetError naming file, line and key."""
    own = Path(settings.HOME) / "presets" / "oversight.yaml"
    ours = Path(__file__).with_name("oversight.yaml")
    return choose(load_dated(OversightRules, ours, own), "oversight")
