"""Projects told in parts, 2.1 and 2.2 under 2, of which the whole is blank: it is the sum of its
parts, or only their heading. Pure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bihuan.importing.proof.amounts import shown, total_of
from bihuan.importing.proof.grid import Grid
from bihuan.importing.proof.questions import AnswerChoice, Desk
from bihuan.kit.words import gettext

from .lines import Line, LineRole

WHOLE, PARTS = "whole", "parts"
WholeAndParts = tuple[Line, list[Line]]


def with_sums(grid: Grid, parent: Line, parts: Sequence[Line]) -> Line:
    """Return a whole with the sums of its parts where it is blank itself."""
    amounts, cells = list(parent.amounts), list(parent.cells)
    for place, column in enumerate(grid.columns):
        told = [part.amounts[place] for part in parts]
        if amounts[place] is not None or not any(told):
            continue
        sum_ = total_of(told)
        amounts[place] = sum_
        cells.extend([None] * (column.index + 1 - len(cells)))
        cells[column.index] = shown(sum_.value / (column.unit or 1))
    return replace(parent, amounts=tuple(amounts), cells=cells)


def fill(grid: Grid, parent: Line, parts: Sequence[Line]) -> None:
    """Give a whole the sums of its parts where it is blank."""
    filled = with_sums(grid, parent, parts)
    parent.amounts, parent.cells = filled.amounts, filled.cells


def blank_wholes(
    lines: Sequence[Line], by_parent: dict[int, list[Line]], heads: Sequence[int]
) -> list[int]:
    """Return the lines without amounts that may be projects nevertheless: other projects are
    numbered like them and have no parts.
    """
    alike = [
        line
        for place, line in enumerate(lines)
        if line.role is LineRole.DATA and line.parent is None and place not in by_parent
    ]
    if not any(line.has_amounts and line.serial for line in alike):
        return []
    return [p for p in heads if "类" not in lines[p].name and not any(lines[p].amounts)]


def settle_blank_wholes(
    desk: Desk, grid: Grid, wholes: Sequence[WholeAndParts], gives: Sequence[str]
) -> None:
    """Settle whether wholes without amounts are projects: of one that is known and whose parts are
    not, it is proved, and the other way about; else asked. `gives` is what comes of either.
    """
    labels = {
        WHOLE: gettext("The whole is one project: its amounts are the sums of its parts"),
        PARTS: gettext("Each part is a project of its own; the whole is a heading"),
    }
    answer = known_as(grid, wholes)
    if answer:
        desk.prove(f"{labels[answer]}：{so_known()}")
    else:
        parent, parts = wholes[0]
        told = {
            "row": parent.number + 1,
            "name": parent.name,
            "parts": "、".join(part.serial or part.name for part in parts[:4]),
        }
        text = gettext(
            "Row %(row)s, “%(name)s”, has no amounts, its parts have (%(parts)s): what is a"
            " project?"
        )
        choices = [
            AnswerChoice(way, label, sum_)
            for (way, label), sum_ in zip(labels.items(), gives, strict=True)
        ]
        answer = desk.ask("whole", text % told, choices)
    for parent, parts in wholes:
        if answer == WHOLE:
            fill(grid, parent, parts)
            for part in parts:
                part.role = LineRole.PART
        else:
            parent.role = LineRole.GROUP


def known_as(grid: Grid, wholes: Sequence[WholeAndParts]) -> str:
    """Return what the known projects say: that wholes are projects, or parts; empty if neither."""
    is_whole = [bool(grid.project(parent)) for parent, _parts in wholes]
    of_parts = [bool(grid.project(part)) for _parent, parts in wholes for part in parts]
    if all(is_whole) and not any(of_parts):
        return WHOLE
    return PARTS if any(of_parts) and not any(is_whole) else ""


def so_known() -> str:
    """Return why wholes or parts are projects where the known projects tell."""
    return gettext("so the ledger has them.")


def sums_of_wholes(
    grid: Grid, wholes: Sequence[WholeAndParts], lines: Sequence[Line]
) -> list[Line]:
    """Return lines with the wholes in place of their parts, each with the parts' sums."""
    filled = {parent.number: with_sums(grid, parent, parts) for parent, parts in wholes}
    out = {part.number for _parent, parts in wholes for part in parts}
    return [filled.get(line.number, line) for line in lines if line.number not in out]
