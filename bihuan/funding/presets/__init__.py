"""What each programme asks: ours, or the office's own in its data folder."""

from functools import cache
from pathlib import Path

from django.conf import settings

from bihuan.funding.programmes import FundingRules
from bihuan.kit.presets import Dated, choose, load_dated


@cache
def funding_rules() -> Dated[FundingRules]:
    """Return the district's rules by the day. Raises PresetError naming file, line and key."""
    own = Path(settings.HOME) / "presets" / "funding.yaml"
    ours = Path(__file__).with_name("programmes.yaml")
    return choose(load_dated(FundingRules, ours, own), "funding")
