"""Projects whose name stands over several rows with amounts of their own, or in each of them:
sections, parts. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bihuan.importing.headings.layout import Layout
from bihuan.importing.headings.naming import SheetColumn
from bihuan.importing.proof.amounts import shown, total_of
from bihuan.importing.proof.grid import Grid
from bihuan.importing.proof.heads import sum_in
from bihuan.importing.proof.questions import AnswerChoice, Desk
from bihuan.kit.numbers import is_empty, plain
from bihuan.kit.sheets import Cell, Sheet, cell_at
from bihuan.kit.words import gettext

from .lines import Line, LineRole
from .whole_projects import so_known

WHOLE, BOTH, PARTS, MEND = "whole", "both", "parts", "mend"
MOST_NAMED = 3
_PART = re.compile(r"子项|标段|分项|子项目|单项|单体|分部|包件|分期|期次|建设内容")
_SECTION = re.compile(
    r"[第]?[一二三四五六七八九十\dA-Z]+(?:号|个)?(?:标段?|期|段|区|包|子项)(?:工程)?"
)
"""Words that name no project without the name over them."""
Cells = Mapping[tuple[int, int], Cell]


@dataclass(frozen=True)
class MergedName:
    """The rows of a project whose name stands in the first of them alone."""

    rows: list[Line]
    parts: list[str]
    """What each row is called in its own column, empty where there is none."""

    def names(self, way: str) -> list[str]:
        """Return how the projects are called."""
        name = self.rows[0].name
        if way == WHOLE:
            return [name]
        return self.parts if way == PARTS else [f"{name}（{part}）" for part in self.parts]


def settle_merged_names(desk: Desk, layout: Layout, grid: Grid) -> Sheet:
    """Return the sheet with such rows as one project, the sum of its rows, or as one each: as the
    known projects tell, else as answered.
    """
    name = layout.column("name")
    if name is None:
        return grid.sheet
    index = _column_of_parts(layout, name)
    found = list(_merged(grid, name.index, index))
    if not found:
        return grid.sheet
    way = _known(desk, grid, found) or _ask(desk, layout, grid, found)
    if way == WHOLE:
        return _summed(desk, grid, found)
    return _apart(layout, grid, found, way) if way in (BOTH, PARTS) else grid.sheet


def _column_of_parts(layout: Layout, name: SheetColumn) -> int | None:
    """Return the column that names the parts of a project."""
    columns = sorted((*layout.unknown, *layout.columns), key=lambda c: c.index)
    found = [c.index for c in columns if c is not name and _PART.search(c.leaf)]
    return found[0] if found else None


def _merged(grid: Grid, name: int, index: int | None) -> Iterator[MergedName]:
    lines, place = grid.lines, 0
    areas = {t: b for t, left, b, right in grid.sheet.merged if left <= name <= right and b > t}
    while place < len(lines):
        first = lines[place]
        place += 1
        if first.role is not LineRole.DATA or not first.name:
            continue
        rows = [first]
        while place < len(lines) and _goes_on(lines[place], first, areas, index):
            rows.append(lines[place])
            place += 1
        if len(rows) > 1:
            parts = ["" if index is None else plain(cell_at(r.cells, index)) for r in rows]
            yield MergedName(rows, parts)


def _goes_on(line: Line, first: Line, areas: Mapping[int, int], index: int | None) -> bool:
    """True for a row with amounts and no name under a merged one, or, without a name or with the
    same, with that of a part.
    """
    of_part = index is not None and not is_empty(cell_at(line.cells, index))
    if line.role is LineRole.DATA:
        return of_part and line.name == first.name
    if line.role is not LineRole.REMARK or line.name or line.serial or not line.has_amounts:
        return False
    return of_part or areas.get(first.number, -1) >= line.number


def _known(desk: Desk, grid: Grid, found: Sequence[MergedName]) -> str:
    """Return as what the known projects have the rows; empty if they do not tell."""

    def known(way: str) -> list[bool]:
        return [bool(grid.known.find(name, "")) for each in found for name in each.names(way)]

    ways = [way for way in (WHOLE, *_ways(found)) if all(known(way))]
    ways = [way for way in ways if not any(any(known(w)) for w in (WHOLE, PARTS) if w != way)]
    if len(ways) != 1:
        return ""
    desk.prove(f"{_labels()[ways[0]]}：{so_known()}")
    return ways[0]


def _ways(found: Sequence[MergedName]) -> list[str]:
    """Return the ways in which each row may be a project: with the name over it, or by its own."""
    parts = [part for each in found for part in each.parts]
    if not all(parts):
        return []
    alone = len(set(parts)) == len(parts) and not any(map(_SECTION.fullmatch, parts))
    return [PARTS, BOTH] if alone else [BOTH]


def _labels() -> dict[str, str]:
    return {
        WHOLE: gettext("The name over them is one project: its amounts are the sums of its rows"),
        PARTS: gettext("Each row is a project, by its own name"),
        BOTH: gettext("Each row is a project, by both names"),
    }


def _ask(desk: Desk, layout: Layout, grid: Grid, found: Sequence[MergedName]) -> str:
    first = found[0]
    text = gettext(
        "“%(name)s” stands over rows %(top)s to %(bottom)s, each with amounts of its own"
        " (%(count)s names so): what is a project?"
    )
    told = {"name": first.rows[0].name, "top": first.rows[0].number + 1, "count": len(found)}
    told["bottom"] = first.rows[-1].number + 1
    labels = _labels()
    choices = [
        AnswerChoice(way, labels[way], _gives(layout, grid, found, way))
        for way in (WHOLE, *_ways(found))
    ]
    if len(choices) == 1:
        below = sum(len(each.rows) - 1 for each in found)
        label = gettext("Projects whose names are missing")
        choices.append(AnswerChoice(MEND, label, gettext("%s rows to be mended") % below))
    return desk.ask("merged", text % told, choices)


def _gives(layout: Layout, grid: Grid, found: Sequence[MergedName], way: str) -> str:
    """Say how many projects come of it, with which sum, and how the first are called."""
    rows = [row for each in found for row in each.rows]
    others = [line for line in grid.data if line not in rows]
    names = [name for each in found for name in each.names(way)]
    said = "、".join(f"“{name}”" for name in names[:MOST_NAMED]) + "…" * (len(names) > MOST_NAMED)
    told = {"count": len(others) + len(names), "names": said}
    projects = gettext("%(count)s projects (%(names)s)") % told
    column = next(iter(_money(grid)), None)
    if column is None:
        return projects
    amounts = grid.amounts(column, None, [*others, *rows])
    return f"{projects}，{column.leaf} {sum_in(amounts, column.unit, layout.unit)}"


def _money(grid: Grid) -> list[SheetColumn]:
    """Return the columns of amounts, those whose sums tell people most first."""
    order = {name: n for n, name in enumerate(("planned", "completed", "cumulative", "total"))}
    return sorted(grid.columns, key=lambda c: order.get(c.field, len(order)))


def _summed(desk: Desk, grid: Grid, found: Sequence[MergedName]) -> Sheet:
    cells: dict[tuple[int, int], Cell] = {}
    for each in found:
        first, *rest = each.rows
        for place, column in enumerate(grid.columns):
            told = [row.amounts[place] for row in each.rows]
            if told != [None] * len(told):
                sum_ = total_of(told).value / (column.unit or 1)
                cells[(first.number, column.index)] = shown(sum_)
        for row in rest:
            desk.leave_out(row.number + 1, row.text, gettext("counted in the row of its project"))
            cells |= {(row.number, n): None for n, cell in enumerate(row.cells) if cell is not None}
    return _within(grid.sheet, cells)


def _apart(layout: Layout, grid: Grid, found: Sequence[MergedName], way: str) -> Sheet:
    name, number = layout.column("name"), layout.column("number")
    cells: dict[tuple[int, int], Cell] = {}
    split: set[int] = set()
    for each in found:
        for row, called in zip(each.rows, each.names(way), strict=True):
            split.add(row.number)
            if name is not None:
                cells[(row.number, name.index)] = called
            if number is not None:
                cells[(row.number, number.index)] = each.rows[0].serial
    own = {column.index for column in (name, number) if column is not None}
    kept = [
        area
        for area in grid.sheet.merged
        if not (area[0] in split and area[2] > area[0] and area[1] in own)
    ]
    return _within(replace(grid.sheet, merged=kept), cells)


def _within(sheet: Sheet, cells: Cells) -> Sheet:
    """Return the sheet with other cells, its rows as long as they need."""
    rows = list(sheet.rows)
    for row, column in cells:
        short = column + 1 - len(rows[row])
        if short > 0:
            rows[row] = [*rows[row], *[None] * short]
    return replace(sheet, rows=rows).with_cells(cells)
