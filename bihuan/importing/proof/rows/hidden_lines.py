"""Rows that nobody sees who opens a workbook, where a stated sum holds only without them. Pure."""

from __future__ import annotations

from bihuan.importing.proof.amounts import total_of
from bihuan.importing.proof.grid import Grid

from .lines import Line, LineRole

HIDDEN = "hidden"


def hidden_against(grid: Grid, line: Line) -> list[Line]:
    """Return the hidden rows without which the sums that a line states hold, empty if none do."""
    rows = [grid.lines[i] for i in line.sums if grid.lines[i].role is LineRole.DATA]
    hidden = [each for each in rows if each.number in grid.sheet.hidden]
    seen = [each for each in rows if each.number not in grid.sheet.hidden]
    told = [(n, each) for n, each in enumerate(line.amounts) if each is not None]
    holds = bool(seen) and all(
        each.agrees(total_of(row.amounts[place] for row in seen)) for place, each in told
    )
    return hidden if holds else []


def leave_out(lines: list[Line]) -> None:
    """Take rows for hidden ones, which are not read."""
    for line in lines:
        line.role = LineRole.HIDDEN
