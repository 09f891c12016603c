"""Names that go on in the row below, which has no number and no amounts. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from bihuan.importing.headings.layout import Layout
from bihuan.importing.proof.grid import Grid
from bihuan.importing.proof.questions import LEAVE, AnswerChoice, Desk
from bihuan.kit.numbers import is_empty, plain
from bihuan.kit.sheets import Cell, Sheet
from bihuan.kit.words import gettext

from .lines import Line, LineRole
from .roles import is_remark

JOINED = "joined"
MOST_NAMED = 12


class WrappedName(NamedTuple):
    """A row with a project, and the one below it with no more than further words of its name."""

    row: Line
    below: Line

    @property
    def whole(self) -> str:
        """The name of both rows."""
        return self.row.name + self.below.name


def settle_wrapped_names(desk: Desk, layout: Layout, grid: Grid) -> Sheet:
    """Return the sheet with names of two rows in one, and nothing in the second: as known projects
    tell, else as answered.
    """
    name = layout.column("name")
    if name is None:
        return grid.sheet
    wrapped = [each for each in _wrapped(grid.lines, name.index) if not _is_merged(grid, each)]
    if not wrapped or not _is_joined(desk, grid, wrapped):
        return grid.sheet
    cells: dict[tuple[int, int], Cell] = {}
    for each in wrapped:
        cells[(each.row.number, name.index)] = each.whole
        cells[(each.below.number, name.index)] = None
    return grid.sheet.with_cells(cells)


def _wrapped(lines: Sequence[Line], index: int) -> list[WrappedName]:
    found = []
    for row, below in pairwise(lines):
        if row.role is not LineRole.DATA or below.role is not LineRole.REMARK:
            continue
        filled = [place for place, cell in enumerate(below.cells) if not is_empty(cell)]
        is_plain = isinstance(below.cells[index], str) if filled == [index] else False
        if is_plain and row.serial and not is_remark(below.name):
            found.append(WrappedName(row, below))
    return found


def _is_merged(grid: Grid, wrapped: WrappedName) -> bool:
    """True for a note that is written over several columns."""
    return any(
        top <= wrapped.below.number <= bottom and right > left
        for top, left, bottom, right in grid.sheet.merged
    )


def _is_joined(desk: Desk, grid: Grid, wrapped: Sequence[WrappedName]) -> bool:
    known = [bool(grid.known.find(each.whole, "")) for each in wrapped]
    known_apart = [bool(grid.project(each.row)) for each in wrapped]
    rows = "、".join(str(each.below.number + 1) for each in wrapped[:MOST_NAMED])
    if all(known) and not any(known_apart):
        desk.prove(gettext("Names go on in rows %s: so the ledger has them.") % rows)
        return True
    if all(known_apart) and not any(known):
        return False
    text = gettext("Rows %(rows)s hold no more than words under a name (%(words)s): does it go on?")
    told = {"rows": rows + "…" * (len(wrapped) > MOST_NAMED), "words": wrapped[0].below.name}
    choices = [
        AnswerChoice(JOINED, gettext("Yes: the name goes on"), _named(wrapped[0].whole)),
        AnswerChoice(LEAVE, gettext("No: a remark, left out"), _named(wrapped[0].row.name)),
    ]
    return desk.ask("goeson", text % told, choices) == JOINED


def _named(name: str) -> str:
    return gettext("the project “%s”") % plain(name)
