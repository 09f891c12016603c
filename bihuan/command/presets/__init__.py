"""Rules of the hard-bone list: ours, and the office's own in its data folder."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from django.conf import settings

from bihuan.command.rules import HardBoneRules
from bihuan.kit.presets import choose, load_presets


@cache
def hard_bone_presets() -> Mapping[str, HardBoneRules]:
    """Return every preset by name. Raises PresetError naming file, line and key."""
    own = Path(settings.HOME) / "presets" / "hard_bones.yaml"
    return load_presets(HardBoneRules, *sorted(Path(__file__).parent.glob("*.yaml")), own)


def hard_bone_rules() -> HardBoneRules:
    """Return the rules of the list: ours, unless the office has its own under that name."""
    return choose(hard_bone_presets(), "district")
