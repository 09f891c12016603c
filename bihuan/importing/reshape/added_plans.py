"""Adjustments told by what is added or taken: 原计划, 调增(+)调减(-), without 调整后. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from bihuan.importing.headings.kinds import COLUMNS
from bihuan.importing.headings.labels import read_label
from bihuan.kit.numbers import is_empty, parse_number, plain
from bihuan.kit.sheets import Cell, Sheet, cell_at
from bihuan.kit.words import gettext

from .places import ReshapedSheet, heading_of_names, moved

_FIELDS = COLUMNS["adjustment"].fields
_CHANGES = re.compile(r"[调核][增减]|调整[额数]|调整金额")
_TAKEN = re.compile(r"[调核]减")
_GIVEN = re.compile(r"[调核]增")
_NOTE = re.compile(r"原因|理由|依据|说明|时间|日期|文号|[前后]|率|比例|%")
_UNIT = re.compile(r"[（(][^（）()]*元[)）]")


def with_new_plans(sheet: Sheet) -> ReshapedSheet | None:
    """Return the sheet with a column of the plans after the adjustment; None for a sheet that tells
    them, or of which some amount is no number.
    """
    place = heading_of_names(sheet)
    if place is None:
        return None
    row, width = place[0], max(len(cells) for cells in sheet.rows)
    headings = [plain(cell).replace("\n", "") for cell in sheet.rows[row]]
    before = _columns(headings, "old_plan")
    changes = [n for n, words in enumerate(headings) if _is_change(words)]
    if len(before) != 1 or not changes or _columns(headings, "new_plan"):
        return None
    rows = [list(cells) + [None] * (width - len(cells)) for cells in sheet.rows]
    unit = _UNIT.search(headings[before[0]])
    for number in range(row + 1, len(rows)):
        told = [cell_at(rows[number], n) for n in (*before, *changes)]
        if all(is_empty(cell) for cell in told[1:]):
            continue
        plan = _added(told, [headings[n] for n in changes])
        if plan is None:
            return None
        rows[number].append(f"{plan:f}")
    rows[row].append(_FIELDS["new_plan"].aliases[0] + (unit[0] if unit else ""))
    titles = "、".join(headings[n] for n in changes)
    text = gettext("The plan after the adjustment is “%(plan)s” with “%(changes)s”.")
    told_ = text % {"plan": headings[before[0]], "changes": titles}
    return ReshapedSheet(moved(sheet, rows, {}, sheet.merged), told_)


def _columns(headings: Sequence[str], field: str) -> list[int]:
    aliases = _FIELDS[field].aliases
    return [n for n, words in enumerate(headings) if words and read_label(words).words in aliases]


def _is_change(words: str) -> bool:
    return bool(_CHANGES.search(words)) and not _NOTE.search(words)


def _added(told: Sequence[Cell], headings: Sequence[str]) -> Decimal | None:
    """Return the plan with what is added to it, or taken off where a heading says 调减 alone."""
    numbers = [Decimal(0) if is_empty(cell) else parse_number(plain(cell)) for cell in told]
    found = [number for number in numbers if number is not None]
    if len(found) < len(numbers) or is_empty(told[0]):
        return None
    changes = [
        -abs(number) if _TAKEN.search(words) and not _GIVEN.search(words) else number
        for number, words in zip(found[1:], headings, strict=True)
    ]
    return sum(changes, found[0])
