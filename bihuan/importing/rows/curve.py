"""The curve of a plan that a row states, as cumulatives or month by month. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bihuan.importing.headings.labels import SECOND_HALF

from .table import Key, SheetRow

QUARTERS = {6, 9, 12}  # the last months of the second to fourth quarters, which stand alone


def points_of(row: SheetRow) -> dict[int, int]:
    """Return the year's plan up to each month that the row states, in yuan.

    Amounts of single months or quarters are added up, as long as none before them is missing. The
    third quarter means the first three where no second one has a column.
    """
    points, alone = _months(row.values, "planned_to"), _months(row.values, "planned_in")
    by_month = bool(_months(row.columns, "planned_in").keys() - QUARTERS)
    if 9 in alone and not by_month and ("planned_in", 6) not in row.columns:
        points.setdefault(9, alone.pop(9))
    for month in sorted(alone):
        is_half = SECOND_HALF in row.columns[("planned_in", month)].title
        before = 6 if is_half else month - (1 if by_month else 3)
        if before == 0 or before in points:
            points.setdefault(month, points.get(before, 0) + alone[month])
    return points


def _months(of: Mapping[Key, Any], field: str) -> dict[int, Any]:
    return {key[1]: of[key] for key in of if isinstance(key, tuple) and key[0] == field}
