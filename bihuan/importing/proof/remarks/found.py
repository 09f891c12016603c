"""The remarks of a month's table: beside a row, in comments, and in notes that name it. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass

from bihuan.importing.headings.layout import Layout
from bihuan.importing.headings.naming import SheetColumn
from bihuan.importing.proof.grid import Grid
from bihuan.importing.proof.heads import month_number
from bihuan.importing.proof.rows.lines import Line, LineRole
from bihuan.kit.dates import month_in
from bihuan.kit.months import Month
from bihuan.kit.numbers import parse_number, plain
from bihuan.kit.sheets import cell_at

from .words import Objection, Remark, remarks_in

SHORTEST, LONGEST = 2, 400  # characters of a remark
SHORTEST_STEM = 4  # characters of a name without its last word, by which a note names a project
NOT_OF_AMOUNTS = frozenset({"name", "number", "code", "key", "month", "next_month", "of_year"})
"""Columns whose words never speak of the amounts beside them."""
_DATED = re.compile(
    r"(?:数据|统计|数字)(?:的)?(?:截[止至]|所属|口径)?(?:时间|日期|月份|期|时点)|截[止至](?:时间|日期|月份|期)"
)
"""A heading of the day to which each row's amounts reach."""
_SUFFIX = re.compile(r"(?:建设)?(?:项目|工程)$")
_CLAUSES = re.compile(r"[。；;\n]|(?<!\d)\d[.、](?!\d)")


@dataclass(frozen=True)
class RowRemark:
    """What a text says against the amounts of a line."""

    line: Line
    remark: Remark
    text: str


def remarks_of_rows(layout: Layout, grid: Grid, month: Month | None) -> list[RowRemark]:
    """Return what cells, comments and notes say of single rows' amounts against what they are read
    as: those of a `month`, or each row's own.
    """
    found = [*_beside(layout, grid), *_in_notes(grid), *_dated(layout, grid)]
    found = [each for each in found if _objects(each.remark, layout, month)]
    return list({(each.line.number, each.text): each for each in found}.values())


def notes_of(grid: Grid) -> Iterator[str]:
    """Yield the comments on a table's headings, and the lines of words below them that are none of
    its rows.
    """
    layout = grid.layout
    for (row, _column), text in grid.sheet.comments.items():
        if layout.header_row <= row < layout.first_row:
            yield text
    for line in grid.lines:
        if line.role is LineRole.REMARK:
            yield line.text


def clauses_of(text: str) -> Iterator[str]:
    """Yield the parts of a note that has several, or none."""
    yield from (clause.strip() for clause in _CLAUSES.split(text) if clause.strip())


def speaks_of_rows(text: str, lines: Sequence[Line]) -> bool:
    """True if a text names the project of some line."""
    return bool(lines_named(lines, text))


def words_said(
    grid: Grid, left: Collection[int], is_telling: Callable[[str], object]
) -> Iterator[tuple[Line, str]]:
    """Yield what cells and comments of rows say, but in columns that are `left` out: those texts
    that tell something, each of which is looked at once.
    """
    comments: dict[int, list[str]] = {}
    for (row, _column), text in grid.sheet.comments.items():
        comments.setdefault(row, []).append(text)
    lines = grid.data
    words = {c for x in lines for n, c in enumerate(x.cells) if type(c) is str and n not in left}
    words |= {text for texts in comments.values() for text in texts}
    telling = {each for each in words if is_telling(each)}
    for line in lines if telling else ():
        cells = [c for n, c in enumerate(line.cells) if n not in left and c in telling]
        noted = [text for text in comments.get(line.number, ()) if text in telling]
        yield from ((line, str(text)) for text in (*cells, *noted))


def _beside(layout: Layout, grid: Grid) -> Iterator[RowRemark]:
    left = {c.index for c in layout.columns if c.field in NOT_OF_AMOUNTS}
    for line, text in words_said(grid, left, _remarks):
        for remark in _remarks(text):
            yield RowRemark(line, remark, text)


def _remarks(text: str) -> tuple[Remark, ...]:
    if not SHORTEST <= len(text) <= LONGEST or parse_number(plain(text)) is not None:
        return ()
    return remarks_in(text)


def _in_notes(grid: Grid) -> Iterator[RowRemark]:
    """Yield what notes say of the rows that they name."""
    for note in notes_of(grid):
        for clause in clauses_of(note):
            for remark in remarks_in(clause):
                for line in lines_named(grid.data, clause):
                    yield RowRemark(line, remark, clause)


def lines_named(lines: Sequence[Line], text: str) -> list[Line]:
    """Return the lines whose projects a text names; without the last word of their names if it
    names none in full.
    """
    words = "".join(plain(text).split())
    names = [(line, plain(line.name)) for line in lines if line.name]
    if found := [line for line, name in names if name in words]:
        return found
    stems = [(line, _SUFFIX.sub("", name)) for line, name in names]
    return [line for line, stem in stems if len(stem) >= SHORTEST_STEM and stem in words]


def _dated(layout: Layout, grid: Grid) -> Iterator[RowRemark]:
    """Yield the months that a column says each row's amounts reach to."""
    for column in (*layout.columns, *layout.unknown):
        if _DATED.search(column.leaf) and column.field != "month":
            yield from _of_column(column, grid)


def month_of_rows(layout: Layout, grid: Grid) -> Remark | None:
    """Return the month to which a column says that the amounts of all rows reach, if it is one."""
    told = [each.remark for each in _dated(layout, grid)]
    return told[0] if len(told) == len(grid.data) and len(set(told)) == 1 else None


def _of_column(column: SheetColumn, grid: Grid) -> Iterator[RowRemark]:
    for line in grid.data:
        text = plain(cell_at(line.cells, column.index))
        month = month_in(text)
        number = month.number if month else month_number(text)
        if number:
            remark = Remark(Objection.OTHER_MONTH, number, month.year if month else None)
            yield RowRemark(line, remark, f"{column.leaf}：{text}")


def _objects(remark: Remark, layout: Layout, month: Month | None) -> bool:
    """True unless a remark says what the table says itself."""
    if remark.objection is Objection.SO_FAR:
        return layout.column("completed") is not None and layout.column("cumulative") is None
    if remark.objection is Objection.FINISHED:
        finished = (remark.year or (month.year if month else 0), remark.number or 0)
        return month is not None and finished < (month.year, month.number)
    if remark.objection is not Objection.OTHER_MONTH:
        return True
    if month is None:
        return False
    is_other = remark.number != month.number or remark.year not in (None, month.year)
    return is_other or remark.is_part
