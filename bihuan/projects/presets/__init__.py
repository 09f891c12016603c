"""The table of industries, by edition of the standard."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from bihuan.kit.presets import load_presets
from bihuan.projects.rules import Industries

EDITION = "2017"


@cache
def industry_editions() -> Mapping[str, Industries]:
    """Return GB/T 4754 by edition. Raises PresetError naming file, line and key."""
    return load_presets(Industries, Path(__file__).with_name("industries.yaml"))


def industries() -> Industries:
    """Return the edition in force."""
    return industry_editions()[EDITION]
