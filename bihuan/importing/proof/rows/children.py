"""Projects told again in parts: 2.1 and 2.2 under 2. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

from bihuan.importing.proof.amounts import total_of
from bihuan.importing.proof.grid import Grid
from bihuan.importing.proof.questions import AnswerChoice, Desk
from bihuan.kit.words import gettext

from .line_sums import is_total_of
from .lines import Line, LineRole
from .whole_projects import (
    WHOLE,
    WholeAndParts,
    blank_wholes,
    fill,
    known_as,
    settle_blank_wholes,
    so_known,
    sums_of_wholes,
    with_sums,
)

PARENTS, CHILDREN, ALL = "parents", "children", "all"
Gives = Callable[[Sequence[Line]], str]
"""Says what comes of reading some lines."""


def settle_children(desk: Desk, grid: Grid, gives: Gives) -> None:
    """Ask how projects numbered 2.1 and 2.2 stand to project 2, unless sums or known projects tell;
    one without amounts only heads, or is the sum of its parts.
    """
    lines = grid.lines
    by_parent: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        if line.role is LineRole.DATA and line.parent is not None:
            by_parent[line.parent].append(line)
    heads = [p for p, parts in by_parent.items() if _only_heads(lines[p], parts)]
    blank = blank_wholes(lines, by_parent, heads)
    for parent in heads:
        if parent not in blank:
            lines[parent].role = LineRole.GROUP
    if blank:
        wholes = [(lines[p], by_parent[p]) for p in blank]
        ways = (sums_of_wholes(grid, wholes, grid.data), _without(grid, [p for p, _ in wholes]))
        settle_blank_wholes(desk, grid, wholes, [gives(way) for way in ways])
    told = [(lines[p], parts) for p, parts in by_parent.items() if p not in heads]
    if told:
        _settle_told_twice(desk, grid, told, gives)


def _settle_told_twice(desk: Desk, grid: Grid, told: Sequence[WholeAndParts], gives: Gives) -> None:
    """Settle which of wholes and parts that both have amounts are projects."""
    children = [child for _parent, parts in told for child in parts]
    ways = {PARENTS: children, CHILDREN: [parent for parent, _parts in told], ALL: []}
    labels = {
        PARENTS: gettext("Only the whole projects count; the parts are left out"),
        CHILDREN: gettext("Only the parts count; the whole projects are headings"),
        ALL: gettext("All are projects of their own"),
    }
    answer, why = _proved(grid, ways, told)
    if answer:
        desk.prove(f"{labels[answer]}：{why}")
    else:
        left = {way: _without(grid, out) for way, out in ways.items()}
        left[PARENTS] = sums_of_wholes(grid, told, grid.data)
        choices = [AnswerChoice(way, labels[way], gives(rows)) for way, rows in left.items()]
        answer = desk.ask("children", _question(*told[0]), choices)
    for parent, parts in told if answer == PARENTS else ():
        fill(grid, parent, parts)
    for line in ways.get(answer, []):
        line.role = LineRole.PART if answer == PARENTS else LineRole.GROUP


def _question(parent: Line, parts: Sequence[Line]) -> str:
    text = gettext(
        "Row %(row)s, “%(name)s”, is told again in parts (%(parts)s): which of them are projects?"
    )
    named = "、".join(part.serial or part.name for part in parts[:4])
    return text % {"row": parent.number + 1, "name": parent.name, "parts": named}


def _without(grid: Grid, out: Sequence[Line]) -> list[Line]:
    numbers = {line.number for line in out}
    return [line for line in grid.data if line.number not in numbers]


def _proved(
    grid: Grid, ways: Mapping[str, Sequence[Line]], told: Sequence[WholeAndParts]
) -> tuple[str, str]:
    """Return the one way to count wholes and parts that a stated total, or known projects, prove,
    and why; both empty if none.
    """
    if by_total := _proved_by_total(grid, ways, told):
        return by_total, gettext("only so does the table's total hold.")
    is_known = known_as(grid, told) == WHOLE and not any(_is_exceeded(*each) for each in told)
    return (PARENTS, so_known()) if is_known else ("", "")


def _is_exceeded(parent: Line, parts: Sequence[Line]) -> bool:
    """True if the parts come to more than their whole in some amount: fewer may be listed."""
    for place, stated in enumerate(parent.amounts):
        sum_ = total_of(part.amounts[place] for part in parts)
        if stated is not None and sum_.value > stated.value and not stated.agrees(sum_):
            return True
    return False


def _proved_by_total(
    grid: Grid, ways: Mapping[str, Sequence[Line]], told: Sequence[WholeAndParts]
) -> str:
    """Return the one way to count wholes and parts with which a stated total holds, if one."""
    lines = grid.lines
    rows = [place for place, line in enumerate(lines) if line.role is LineRole.DATA]
    filled = {parent.number: with_sums(grid, parent, parts) for parent, parts in told}
    as_wholes = [filled.get(line.number, line) for line in lines]
    held = []
    for way, out in ways.items():
        numbers = {line.number for line in out}
        chosen = [place for place in rows if lines[place].number not in numbers]
        if is_total_of(as_wholes if way == PARENTS else lines, chosen, grid.steps):
            held.append(way)
    return held[0] if len(held) == 1 else ""


def _only_heads(parent: Line, parts: Sequence[Line]) -> bool:
    """True for a line without amounts, or that is called a kind and states the sum of its parts."""
    if not any(parent.amounts):
        return True
    return parent.is_counted and parent.is_sum_of(parts)
