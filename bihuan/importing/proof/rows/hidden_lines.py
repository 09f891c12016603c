"""Rows that nobody sees who opens a workbook, where a stated sum holds only without them. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from bihuan.importing.proof.amounts import total_of
from bihuan.importing.proof.grid import Grid
from bihuan.importing.proof.questions import AnswerChoice, Desk
from bihuan.kit.words import gettext

from .lines import Line, LineRole

HIDDEN, READ = "hidden", "read"
MOST_NAMED = 12


def settle_hidden_repeats(desk: Desk, grid: Grid, gives: Callable[[Sequence[Line]], str]) -> None:
    """Ask whether hidden rows are left out that repeat a project which stands in a row to be seen;
    `gives` says what would be read of rows.
    """
    seen = Counter(line.name for line in grid.data if line.number not in grid.sheet.hidden)
    repeats = [x for x in grid.data if x.number in grid.sheet.hidden and x.name in seen]
    if not repeats:
        return
    rows = "、".join(str(line.number + 1) for line in repeats[:MOST_NAMED])
    rows += "…" * (len(repeats) > MOST_NAMED)
    text = gettext("Hidden rows repeat projects that stand elsewhere (rows %s): are they read?")
    rest = [line for line in grid.data if line not in repeats]
    choices = [
        AnswerChoice(HIDDEN, gettext("No: leave them out"), gives(rest)),
        AnswerChoice(READ, gettext("Yes, as all other rows"), gives(grid.data)),
    ]
    if desk.ask("repeat", text % rows, choices) != READ:
        leave_out(repeats)


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
