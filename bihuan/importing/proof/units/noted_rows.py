"""Single rows of which a remark or a note says another unit than the table's. Asked. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from bihuan.importing.headings.layout import Layout
from bihuan.importing.headings.naming import SheetColumn
from bihuan.importing.proof.amount_words import UNIT_WORDS, in_wan
from bihuan.importing.proof.amounts import total_of
from bihuan.importing.proof.grid import Grid
from bihuan.importing.proof.heads import Held
from bihuan.importing.proof.questions import AnswerChoice, Desk
from bihuan.importing.proof.remarks.found import lines_named, notes_of, words_said
from bihuan.importing.proof.rows.lines import Line
from bihuan.kit.money import UNITS, WAN
from bihuan.kit.numbers import plain
from bihuan.kit.sheets import Sheet
from bihuan.kit.words import gettext

from .units_by_row import EACH, STATED, holds_units, with_units

NOTED_ROW = "noterow"
LONGEST, MOST_BEYOND = 60, 100
_UNITS = "|".join(UNITS)
_SAYS = re.compile(
    rf"(?:(?:单位|金额|计量单位|数额|数据)(?:均?为|是|:|按|以)?|(?:均?为|以|按|计))({_UNITS})(?:为单位|计|计算|填报)?(?=$|[,，。;；)])"
)
_ALONE = re.compile(rf"[(]?(?:单位:?)?({_UNITS})[)]?")
_REST = re.compile(rf"其[余他]\w{{0,4}}?(?:均?为|以|按)({_UNITS})")
_PARTS = re.compile(r"[,，。;；]")


def settle_noted_rows(
    desk: Desk,
    layout: Layout,
    grid: Grid,
    stated: int | None,
    _compared: Callable[..., Held] | None = None,
) -> tuple[Layout, Sheet]:
    """Return the sheet with rows in the unit that a remark or a note says of them, as answered."""
    rest = next((m for note in notes_of(grid) if (m := _REST.search(_squeezed(note)))), None)
    if rest and not layout.unit:
        layout = replace(layout, unit=UNITS[rest[1]])
        desk.prove(gettext("“%s”: read so.") % rest[0])
    table = layout.unit or stated or WAN
    units: dict[int, int] = {}
    for text, (unit, lines) in _said(grid).items():
        money = [c for c in grid.columns if not c.unit and _may_be(grid, c, lines, unit, table)]
        if unit != table and money and _ask(desk, grid, money, (text, unit, lines), table) == EACH:
            units |= {line.number: unit for line in lines}
    columns = [c for c in grid.columns if not c.unit]
    sheet = grid.sheet
    for number, unit in units.items():
        own = [line for line in grid.data if line.number == number]
        read = [c for c in columns if _may_be(grid, c, own, unit, table)]
        sheet = with_units(grid.on(sheet), read, {number: unit})
    return layout, sheet


def without_rows(text: str, names: Sequence[str]) -> str:
    """Return a note without what it says of single projects, and of the rest of them."""
    words = _squeezed(text)
    if not any(name in words for name in names):
        return text
    parts = _PARTS.split(words)
    return "，".join(p for p in parts if not any(n in p for n in names) and not _REST.search(p))


def _squeezed(text: str) -> str:
    return "".join(plain(text).split())


def _said(grid: Grid) -> Mapping[str, tuple[int, list[Line]]]:
    """Return the texts that say a unit of rows, each with the unit and the rows."""
    found: dict[str, tuple[int, list[Line]]] = {}
    for text, unit, line in (*_beside(grid), *_in_notes(grid)):
        found.setdefault(text, (unit, []))[1].append(line)
    return found


def _beside(grid: Grid) -> Iterator[tuple[str, int, Line]]:
    width = max((len(line.cells) for line in grid.data), default=0)
    left = {n for n in range(width) if holds_units(grid.data, n)}
    for line, text in words_said(grid, left, _unit_of):
        if (unit := _unit_of(text)) and text != line.name:
            yield _squeezed(text), unit, line


def _unit_of(text: str) -> int | None:
    """Return the unit that a remark says, None if it says none."""
    if "元" not in text or len(text) > LONGEST:
        return None
    squeezed = _squeezed(text)
    told = _ALONE.fullmatch(squeezed) or _SAYS.search(squeezed)
    return UNITS[told[1]] if told else None


def _in_notes(grid: Grid) -> Iterator[tuple[str, int, Line]]:
    for note in notes_of(grid):
        for part in _PARTS.split(_squeezed(note)):
            if told := _SAYS.search(part):
                for line in lines_named(grid.data, part):
                    yield part, UNITS[told[1]], line


def _may_be(grid: Grid, column: SheetColumn, lines: Sequence[Line], unit: int, table: int) -> bool:
    """True if amounts would not be far beyond all others in the unit that is said."""
    numbers = {line.number for line in lines}
    others = grid.amounts(column, table, [x for x in grid.data if x.number not in numbers])
    most = max((each.value for each in others if each), default=Decimal(0))
    own = [each.value for each in grid.amounts(column, unit, lines) if each and each.value]
    return bool(own) and (not most or max(own) <= most * MOST_BEYOND)


def _ask(
    desk: Desk,
    grid: Grid,
    money: Sequence[SheetColumn],
    said: tuple[str, int, Sequence[Line]],
    table: int,
) -> str:
    text, unit, lines = said
    rows = "、".join(str(line.number + 1) for line in lines)
    question = gettext("“%(text)s” is said of rows %(rows)s: in which unit do they count?")
    choices = [
        AnswerChoice(way, UNIT_WORDS[worth], _gives(grid, money, lines, worth))
        for way, worth in ((EACH, unit), (STATED, table))
        if worth in UNIT_WORDS
    ]
    return desk.ask(NOTED_ROW, question % {"text": text, "rows": rows}, choices, column=text)


def _gives(grid: Grid, money: Sequence[SheetColumn], lines: Sequence[Line], unit: int) -> str:
    sums = ((c, total_of(grid.amounts(c, unit, lines)).value) for c in money)
    return "，".join(f"{c.leaf} {in_wan(sum_)}" for c, sum_ in sums)
