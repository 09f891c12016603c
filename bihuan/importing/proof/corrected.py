"""Corrections beside what was completed (修正后, 调整数): which counts is asked. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bihuan.importing.headings.layout import Layout, width_of
from bihuan.importing.headings.naming import SheetColumn
from bihuan.kit.sheets import Cell, Sheet
from bihuan.kit.words import gettext

from .amount_words import in_wan
from .amounts import Amount, shown, total_of
from .grid import Grid
from .months.periods import EITHER, period_of
from .questions import STANDS, AnswerChoice, Desk

_WORDS = re.compile(
    r"修正|更正|订正|校正|调整|调增|调减|核增|核减|核定|核实|核准|审核|审定|复核|认定"
)
_AFTER = re.compile(rf"({_WORDS.pattern})后|核定|核实|核准|审核|审定|复核|认定")
"""Says that the amount itself is told, not by how much it changes."""
_LESS = re.compile(r"核减|调减")
_NO_AMOUNT = re.compile(
    r"计划|目标|总投资|原因|理由|说明|情况|时间|日期|率|占|比|前|单位|人$|文号|概算"
)


@dataclass(frozen=True)
class _Way:
    """One way to read an amount that stands beside its correction."""

    value: str
    label: str
    amounts: Sequence[Amount | None]
    column: SheetColumn | None = None
    """That is read in its place."""


def settle_corrected(
    desk: Desk, layout: Layout, grid: Grid, unit: int, year: int | None
) -> tuple[Layout, Sheet]:
    """Return the layout without corrections of what was completed, and with what counts, as it is
    answered: the amount as it stands, the corrected one, or the sum of both, which comes into the
    sheet.
    """
    corrections = [c for c in (*layout.columns, *layout.unknown) if _corrects(c)]
    corrections = [c for c in corrections if any(grid.amounts(c))]
    by_base: dict[SheetColumn, list[SheetColumn]] = defaultdict(list)
    for column in corrections:
        if base := _base(layout, column, corrections, year):
            by_base[base].append(column)
    sheet = grid.sheet
    for base, columns in by_base.items():
        layout = _without(layout, columns)
        ways = _distinct(_ways(base, columns, grid, unit))
        way = _ask(desk, base, columns, ways) if len(ways) > 1 else ways[0]
        if way.column is not None:
            layout = _instead(layout, base, replace(way.column, title=base.title))
        elif way.value != STANDS:
            layout, sheet = _summed(layout, base, way, grid, sheet, unit)
    return layout, sheet


def _corrects(column: SheetColumn) -> bool:
    words = column.leaf if _WORDS.search(column.leaf) else column.title
    return bool(_WORDS.search(words)) and not _NO_AMOUNT.search(words)


def _base(
    layout: Layout,
    column: SheetColumn,
    corrections: Sequence[SheetColumn],
    year: int | None,
) -> SheetColumn | None:
    """Return the amount that a column corrects: one of the same time, else the first."""
    rest = [c for c in (*layout.columns, *layout.unknown) if c not in corrections]
    found = [(c, p) for c in rest if (p := period_of(c.path, year)) and set(p.spans) & set(EITHER)]
    own = period_of(_stripped(column), year)
    same = [c for c, p in found if own and (p.spans, p.number) == (own.spans, own.number)]
    alike = [c for c, p in found if own and p.spans == own.spans]
    return next(iter([*same, *alike, *(c for c, _p in found)]), None)


def _stripped(column: SheetColumn) -> tuple[str, ...]:
    return tuple(_WORDS.sub("", level).replace("后", "") for level in column.path)


def _ways(
    base: SheetColumn, corrections: Sequence[SheetColumn], grid: Grid, unit: int
) -> Iterator[_Way]:
    amounts = grid.amounts(base, unit)
    yield _Way(STANDS, gettext("“%s” counts, without the correction") % base.title, amounts)
    for column in corrections:
        corrected = grid.amounts(column, unit)
        is_after = bool(_AFTER.search(column.title))
        is_change = _LESS.search(column.title) or any(c and c.value < 0 for c in corrected)
        if is_after or not is_change:
            label = gettext("“%s” counts, in its place") % column.title
            yield _Way(str(column.index), label, corrected, column)
        if not is_after:
            yield _together(base, column, amounts, corrected)


def _together(
    base: SheetColumn,
    column: SheetColumn,
    amounts: Sequence[Amount | None],
    changes: Sequence[Amount | None],
) -> _Way:
    """Return the way that an amount and its change count together; 核减 5 takes 5 away."""
    told = {"base": base.title, "correction": column.title}
    if _LESS.search(column.title) and not any(c and c.value < 0 for c in changes):
        label = gettext("“%(base)s” less “%(correction)s” counts") % told
        changes = [each and each.times(-1) for each in changes]
    else:
        label = gettext("“%(base)s” and “%(correction)s” together count") % told
    return _Way(f"plus-{column.index}", label, _plus(amounts, changes))


def _plus(left: Sequence[Amount | None], right: Sequence[Amount | None]) -> list[Amount | None]:
    return [
        total_of([one, other]) if one is not None or other is not None else None
        for one, other in zip(left, right, strict=True)
    ]


def _distinct(ways: Iterator[_Way]) -> list[_Way]:
    """Return the ways that give other amounts than those before them."""
    found: list[_Way] = []
    for way in ways:
        if all(list(way.amounts) != list(each.amounts) for each in found):
            found.append(way)
    return found


def _ask(
    desk: Desk, base: SheetColumn, corrections: Sequence[SheetColumn], ways: Sequence[_Way]
) -> _Way:
    titles = "”、“".join(c.title for c in corrections)
    text = gettext("“%(corrections)s” stands beside “%(base)s”: which amount counts?")
    choices = [
        AnswerChoice(
            way.value,
            way.label,
            f"{(way.column or base).title}：{in_wan(total_of(way.amounts).value)}",
        )
        for way in ways
    ]
    told = {"corrections": titles, "base": base.title}
    answer = desk.ask("corrected", text % told, choices, column=base.title, lasting=True)
    return next((way for way in ways if way.value == answer), ways[0])


def _without(layout: Layout, left: Sequence[SheetColumn]) -> Layout:
    """Return the layout without columns: they are listed, and no amounts."""
    indexes = {column.index for column in left}
    return replace(
        layout,
        columns=tuple(c for c in layout.columns if c.index not in indexes),
        unknown=tuple(c for c in layout.unknown if c.index not in indexes),
    )


def _instead(layout: Layout, base: SheetColumn, chosen: SheetColumn) -> Layout:
    """Return the layout with a column in the place of another, which is left out."""
    chosen = replace(chosen, field=base.field, month=base.month, year=base.year)

    def put(columns: Sequence[SheetColumn]) -> tuple[SheetColumn, ...]:
        return tuple(chosen if c.index == base.index else c for c in columns)

    return replace(layout, columns=put(layout.columns), unknown=put(layout.unknown))


def _summed(
    layout: Layout, base: SheetColumn, way: _Way, grid: Grid, sheet: Sheet, unit: int
) -> tuple[Layout, Sheet]:
    """Return the layout with a column of its own for the sums, which come into the sheet."""
    width = max(width_of(layout), *map(len, sheet.rows))
    rows: list[list[Cell]] = list(sheet.rows)
    for line, counting in zip(grid.data, way.amounts, strict=True):
        if counting is not None:
            row = [*rows[line.number], *[None] * width][:width]
            rows[line.number] = [*row, shown(counting.value / (base.unit or unit))]
    return _instead(layout, base, replace(base, index=width)), replace(sheet, rows=rows)
