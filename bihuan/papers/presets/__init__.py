"""The wording of papers that we ship, and the office's own in its data folder."""

from functools import cache
from pathlib import Path

from django.conf import settings

from bihuan.kit.presets import choose, load_presets
from bihuan.papers.wording import Wordings


@cache
def office_wordings() -> Wordings:
    """Return the wording in use: the block `standard`, which an office may replace by its own.

    Raises PresetError naming file, line and key.
    """
    own, here = Path(settings.HOME) / "presets" / "papers.yaml", Path(__file__).parent
    shipped = choose(load_presets(Wordings, here / "papers.yaml"), "standard")
    used = choose(load_presets(Wordings, here / "papers.yaml", own), "standard")
    return used.with_those_of(shipped)
