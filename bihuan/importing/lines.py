"""What a line of a table is: a row of data, a blank, a group, a total or a remark. Pure."""

from __future__ import annotations

import re

from bihuan.kit.numbers import is_empty, plain
from bihuan.kit.sheets import Cell, Sheet

from .layout import Layout
from .naming import SheetColumn

_TOTAL = re.compile(r"^[（(]?(合计|总计|小计|累计|共计|全区合计|其中)")
_SERIAL = re.compile(r"[一二三四五六七八九十]+")
_GROUP = re.compile(r"^([一二三四五六七八九十]+[、.．]|[（(][一二三四五六七八九十]+[)）])")
_SIGNED = re.compile(r"^(注|备注|说明|填表人|填报人|审核人|单位负责人|联系电话|制表)\w{0,3}:")
_REMARK = re.compile(r"^(注|备注|说明|填表人|填报人|审核人|单位负责人|联系电话|制表)\s*[:：1①]?")


def line_kind(line: list[Cell], layout: Layout, *, counted: bool) -> str:
    """Tell a row of data from a blank, a group, a total and a remark."""
    filled = [c for c in line if c is not None and c != ""]
    if not filled:
        return "blank"
    words = [re.sub(r"\s", "", plain(c)) for c in filled[:2]]
    if _TOTAL.match(words[0]) or (len(words) > 1 and _TOTAL.match(words[1]) and len(words[1]) < 8):
        return "total"
    if _GROUP.match(words[0]) or (counted and _SERIAL.fullmatch(words[0])):
        return "group"
    if (_REMARK.match(words[0]) and len(filled) <= 2) or _SIGNED.match(words[0]):
        return "remark"
    names = [layout.column(name) for name in ("name", "chain", "month")]
    name = next((column for column in names if column), None)
    named = _is_filled(line, name) or _is_filled(line, layout.column("enterprise"))
    coded = _is_filled(line, layout.column("code"))
    return "data" if (named and len(filled) > 1) or coded else "remark"


def _is_filled(line: list[Cell], column: SheetColumn | None) -> bool:
    return column is not None and column.index < len(line) and not is_empty(line[column.index])


def counts_in_digits(sheet: Sheet, layout: Layout) -> bool:
    """True if the rows are numbered 1, 2, 3: then 一 and 二 number groups, not projects."""
    column = layout.column("number")
    return column is not None and any(
        plain(sheet.cell(row, column.index)).isdigit()
        for row in range(layout.first_row, len(sheet.rows))
    )
