"""What sheets, items and vetoes of a scheme are called in addresses. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bihuan.kit.preset_faults import PresetValueError
from bihuan.kit.words import gettext

SHEET_ID = re.compile(r"[A-Za-z0-9_-]{1,60}")
ITEM_ID = re.compile(r"[\w-]{1,60}")


def once(ids: Iterable[str], field: str, shape: re.Pattern[str] | None = None) -> None:
    """Refuse an id that stands twice, or has not the shape in which addresses hold it."""
    seen = set[str]()
    for place, each in enumerate(ids):
        if shape and not shape.fullmatch(each):
            raise PresetValueError(
                gettext("“%s” is no id: letters, digits, “-” and “_”, at most 60.") % each[:60],
                field,
                place,
                "id",
            )
        if each in seen:
            raise PresetValueError(gettext("“%s” stands here twice.") % each, field, place, "id")
        seen.add(each)
