"""Units that the headings of groups say: 一、产业项目（单位：亿元）. Pure."""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal
from typing import Any

from bihuan.importing.headings.layout import Layout
from bihuan.importing.proof.amount_words import UNIT_WORDS, in_wan
from bihuan.importing.proof.amounts import total_of
from bihuan.importing.proof.grid import Grid
from bihuan.importing.proof.questions import AnswerChoice, Desk
from bihuan.importing.proof.rows.lines import Line, LineRole
from bihuan.kit.money import stated_unit
from bihuan.kit.sheets import Sheet
from bihuan.kit.words import gettext

from .units_by_row import with_units

GROUP_UNIT = "groupunit"
_OF_MONEY = re.compile(r"季度|月|半年|计划|投资|资金|完成")
"""Headings of amounts that are not read, and are held against those that are."""
GROUPS, STATED = "groups", "stated"


def settle_units_by_group(
    desk: Desk, layout: Layout, grid: Grid, stated: int | None, *_others: Any
) -> tuple[Layout, Sheet]:
    """Return the layout and the sheet with each amount in the unit of its group; asked where
    headings or table (`stated`) say another.
    """
    units = _units(grid.lines)
    money = grid.columns
    others = {column.unit or stated for column in money}
    if not units or not money or (len(others) == 1 and set(units.values()) == others):
        return layout, grid.sheet
    named = "、".join(UNIT_WORDS[unit] for unit in dict.fromkeys(units.values()))
    if others == {None}:
        desk.prove(gettext("The headings of the groups say in what their rows count: %s.") % named)
    elif _answer(desk, grid, units, stated, named) != GROUPS:
        return layout, grid.sheet
    bare = [column for column in money if not column.unit] if others == {None} else money
    told_too = [c for c in layout.unknown if c not in money and _OF_MONEY.search(c.title)]
    is_told = all(line.number in units for line in grid.data)
    most = Counter(units.values()).most_common(1)[0][0]
    places = {column.index for column in bare if is_told}
    return layout.counted_in(places, most), with_units(grid, [*bare, *told_too], units)


def _units(lines: list[Line]) -> dict[int, int]:
    """Return the unit of each line under a group that says one, and of the group itself."""
    found: dict[int, int] = {}
    unit, level = None, 0
    for line in lines:
        if line.role is LineRole.GROUP:
            told = stated_unit(line.title)
            if told or line.level <= level:
                unit, level = told, line.level
        if unit and line.role is not LineRole.REMARK:
            found[line.number] = unit
    return found


def _answer(desk: Desk, grid: Grid, units: dict[int, int], stated: int | None, named: str) -> str:
    first = grid.columns[0]
    by_group = Decimal(0)
    for line in grid.data:
        row_unit = units.get(line.number, first.unit or stated or 1)
        by_group += total_of([line.amounts[0]]).value / (first.unit or 1) * row_unit
    as_stated = total_of(grid.amounts(first, stated or 1)).value
    own = UNIT_WORDS.get(first.unit or stated or 1, "")
    choices = [
        AnswerChoice(
            GROUPS,
            gettext("Each group in the unit that it says"),
            f"{first.title}：{in_wan(by_group)}",
        ),
        AnswerChoice(
            STATED,
            gettext("Every row in %s, as is stated") % own,
            f"{first.title}：{in_wan(as_stated)}",
        ),
    ]
    text = gettext(
        "Headings of groups say %(units)s, heading or table say otherwise: in what do the rows"
        " count?"
    )
    return desk.ask(GROUP_UNIT, text % {"units": named}, choices)
