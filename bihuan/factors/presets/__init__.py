"""What projects need, as data, and the office's own in its data folder."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from django.conf import settings

from bihuan.factors.lists import Catalogue
from bihuan.kit.presets import choose, load_presets


@cache
def catalogues() -> Mapping[str, Catalogue]:
    """Return every preset by name. Raises PresetError naming file, line and key."""
    own = Path(settings.HOME) / "presets" / "factors.yaml"
    return load_presets(Catalogue, Path(__file__).parent / "factors.yaml", own)


def catalogue() -> Catalogue:
    return choose(catalogues(), "district")
