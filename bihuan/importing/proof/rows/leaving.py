"""Rows of a ledger that say a project leaves the list: 调出名单, 退库, 取消. Asked; never taken in.

Pure. No table takes a project off a list: that is done on its page, with a day and a reason.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from bihuan.importing.headings.kinds import SheetKind
from bihuan.importing.headings.layout import Layout
from bihuan.importing.headings.naming import SheetColumn
from bihuan.importing.proof.amounts import total_of
from bihuan.importing.proof.grid import Grid
from bihuan.importing.proof.heads import sum_in
from bihuan.importing.proof.questions import AnswerChoice, Desk
from bihuan.kit.numbers import plain
from bihuan.kit.sheets import Cell, cell_at
from bihuan.kit.words import gettext

from .lines import Line, LineRole
from .settling import PROJECT, SKIP

LEAVING = "leaving"
LONGEST_WORDS = 14  # characters of a cell that says so, and no more
_LEAVES = (
    r"(?:调出|移出|退出|退库|出库|剔除|取消|终止|撤销|撤项|注销|清退|淘汰|移除|核销|停止实施"
    r"|暂停实施|不再(?:实施|列入|推进|纳入))"
)
_TITLE = re.compile(
    rf"(?<![未不无])(?:{_LEAVES}(?!后)[^，。；]{{0,8}}(?:项目|名单|清单|一览|台账|表|库)"
    rf"|项目(?:的)?{_LEAVES}(?!后)|^{_LEAVES}$)"
)
_GROUP = re.compile(rf"(?<![未不无]){_LEAVES}(?!后)")
_CELL = re.compile(
    rf"(?:本年|今年|年中|已|拟|建议|申请|同意|予以|需)*{_LEAVES}"
    r"(?:重点)?(?:项目|名单|清单|库|类|计划|台账|重点)*[。]?"
)
_HEADING = re.compile(rf"{_LEAVES}(?:的)?(?:原因|理由|时间|日期|依据|文号|说明|情况)")


def settle_leaving(
    desk: Desk, layout: Layout, grid: Grid, unit: int | None, titles: Sequence[str]
) -> None:
    """Ask whether rows that say a project leaves the list are to be taken in; else they are left
    out.
    """
    if layout.kind != SheetKind.LEDGER or not grid.data:
        return
    words = next((text for text in titles if _TITLE.search("".join(text.split()))), "")
    leaving = list(grid.data) if words else list(_lines(layout, grid))
    if not leaving:
        return
    is_whole = len(leaving) == len(grid.data)
    answer = _ask(desk, layout, grid, unit, leaving, words)
    for line in leaving if answer == LEAVING and not is_whole else ():
        line.role = LineRole.LEAVING


def _lines(layout: Layout, grid: Grid) -> Iterator[Line]:
    """Yield the lines of which a group, or a cell, says that the project leaves."""
    reasons = [c.index for c in layout.unknown if _HEADING.search(c.leaf)]
    name = layout.column("name")
    words = {cell for line in grid.lines for cell in line.cells if isinstance(cell, str)}
    telling = {cell for cell in words if 1 < len(cell) <= LONGEST_WORDS and _is_leaving(cell)}
    level, is_group = 0, False
    for line in grid.lines:
        if line.role is LineRole.GROUP and (not is_group or line.level <= level):
            is_group, level = bool(_GROUP.search(line.text)), line.level
        if line.role is LineRole.DATA:
            is_told = any(plain(cell_at(line.cells, index)) for index in reasons)
            if is_group or is_told or (telling and _says_so(line, name, telling)):
                yield line


def _says_so(line: Line, name: SheetColumn | None, telling: Collection[Cell]) -> bool:
    """True if a cell, but the project's name, says that it leaves."""
    place = name.index if name else -1
    return any(cell in telling for n, cell in enumerate(line.cells) if n != place)


def _is_leaving(words: str) -> bool:
    return bool(_CELL.fullmatch("".join(words.split())))


def _ask(
    desk: Desk,
    layout: Layout,
    grid: Grid,
    unit: int | None,
    leaving: Sequence[Line],
    words: str,
) -> str:
    rest = [line for line in grid.data if line not in leaving]
    first = "、".join(str(line.number + 1) for line in leaving[:8]) + "…" * (len(leaving) > 8)
    if words:
        text = gettext("“%s” speaks of projects that leave a list: what are its rows?") % words
    else:
        text = gettext("%(count)s rows (%(rows)s) say that the project leaves the list: what now?")
        text %= {"count": len(leaving), "rows": first}
    label = gettext(
        "They leave the list: not read. Take each off on its own page of the list (Take it off the"
        " list), with the day and the reason"
    )
    value = LEAVING if rest else SKIP
    choices = [
        AnswerChoice(value, label, _holds(layout, grid, unit, rest)),
        AnswerChoice(
            PROJECT,
            gettext("They are on the list: bring them in"),
            _holds(layout, grid, unit, grid.data),
        ),
    ]
    return desk.ask("leaving", text, choices)


def _holds(layout: Layout, grid: Grid, unit: int | None, lines: Sequence[Line]) -> str:
    told = gettext("%s projects") % len(lines)
    column = layout.column("planned") or layout.column("total")
    place = grid.place(column) if column else None
    if column is None or place is None:
        return told
    amounts = [total_of(line.amounts[place] for line in lines)]
    return f"{told}，{column.leaf} {sum_in(amounts, column.unit, unit)}"
