"""How the readings of a year's completion are called (RESULT-18)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bihuan.kit.words import _

READING_NAMES: Mapping[str, Any] = {
    "original": _("List and plans as promised first"),
    "original_list": _("The list of then, the plans of now"),
    "now": _("List and plans of now"),
}
