"""Units that a line above a table, or a note below, says of single columns: 总投资单位为亿元; and
several of which it does not say what counts in which: 单位：亿元、万元. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bihuan.importing.headings.labels import is_bare, read_label
from bihuan.importing.headings.layout import Layout
from bihuan.importing.headings.naming import SheetColumn
from bihuan.importing.proof.amount_words import UNIT_WORDS, in_wan
from bihuan.importing.proof.amounts import amount_of, total_of
from bihuan.importing.proof.grid import SUMMED, is_total
from bihuan.importing.proof.months.periods import period_of
from bihuan.importing.proof.questions import AnswerChoice, Desk
from bihuan.importing.proof.rows.roles import is_remark
from bihuan.kit.money import UNITS, stated_unit, stated_units
from bihuan.kit.numbers import is_empty, plain
from bihuan.kit.sheets import Cell, Sheet, cell_at
from bihuan.kit.words import gettext

from .noted_rows import without_rows

MOST_NOTES = 12  # rows at the end of a table among which a note may stand
MOST_CELLS = 3  # of a line of words
SHORTEST_NAME = 4  # characters by which a note names a project
NOTED_UNIT = "notedunit"
_UNIT = "|".join(UNITS)
_SAID_OF = re.compile(
    rf"([\u4e00-\u9fff]{{2,20}}?)(?:[的以均]|金额|单位|计量)*(?:为|是|以|按|:|=)({_UNIT})(?:为单位|计|$|[,;。、)\s])"
)
_OF_TABLE = re.compile(
    r"(?:本|此|该|全)?(?:表|表格|表中|项目)?(?:中|内)?(?:金额|计量|货币|数据)?(?:单位|计量)?"
)
_AND = re.compile(r"[、和与及]")


def settle_noted_units(desk: Desk, layout: Layout, sheet: Sheet, above: Sequence[str]) -> Layout:
    """Return the layout with the units that lines above and notes below say of columns; asked where
    they say several units and not of what.
    """
    names = _names(sheet, layout)
    notes = [without_rows(note, names) for note in _notes(sheet, layout)]
    told = [(text, list(_said_of(text, layout))) for text in [*above, *notes]]
    for text, columns in [*told, *_in_comments(sheet, layout)]:
        for column, unit in columns:
            layout = layout.counted_in({column.index}, unit)
        if columns:
            desk.prove(gettext("“%s”: read so.") % text)
    if any(columns for _text, columns in told):
        rest = (stated_unit(_of_table(text)) for text, _columns in reversed(told))
        layout = replace(layout, unit=next((unit for unit in rest if unit), None))
    several = [text for text, columns in told if not columns and len(stated_units(text)) > 1]
    return _asked(desk, layout, sheet, several[0]) if several else layout


def _notes(sheet: Sheet, layout: Layout) -> list[str]:
    """Return the remarks below a table."""
    found = []
    for row in sheet.rows[layout.first_row :][-MOST_NOTES:]:
        filled = [cell for cell in row if not is_empty(cell)]
        if len(filled) <= MOST_CELLS and all(isinstance(cell, str) for cell in filled):
            words = plain("".join(map(plain, filled)))
            found += [words] if is_remark(words) or stated_units(words) else []
    return found


def _in_comments(
    sheet: Sheet, layout: Layout
) -> Iterator[tuple[str, list[tuple[SheetColumn, int]]]]:
    """Yield the comments on headings that say the unit of their columns."""
    for (row, index), text in sheet.comments.items():
        unit = stated_unit(text) if layout.header_row <= row < layout.first_row else None
        columns = [c for c in _money(layout) if c.index == index and c.unit is None]
        if unit and columns:
            yield text, [(column, unit) for column in columns]


def _names(sheet: Sheet, layout: Layout) -> list[str]:
    """Return the names in the rows of a table, as notes may call them."""
    column = layout.column("name")
    cells = [cell_at(row, column.index) for row in sheet.rows[layout.first_row :]] if column else []
    names = {"".join(plain(cell).split()) for cell in cells}
    return [name for name in names if len(name) >= SHORTEST_NAME]


def _said_of(text: str, layout: Layout) -> Iterator[tuple[SheetColumn, int]]:
    """Yield the columns of which a line says the unit, with it."""
    for words, unit in _SAID_OF.findall(plain(text)):
        if _OF_TABLE.fullmatch(words):
            continue
        for part in _AND.split(words.removeprefix("其中")):
            for column in _money(layout):
                if column.unit is None and len(part) > 1 and _is_called(column, part):
                    yield column, UNITS[unit]


def _of_table(text: str) -> str:
    """Return what a line says without the units of columns."""
    return _SAID_OF.sub(lambda each: each[0] * bool(_OF_TABLE.fullmatch(each[1])), plain(text))


def _is_called(column: SheetColumn, words: str) -> bool:
    label = "".join(read_label(level).words for level in column.path)
    return words in label or (len(label) > 2 and label in words)


def _money(layout: Layout) -> list[SheetColumn]:
    read = (c for c in layout.columns if layout.is_money(c) or is_total(c) or c.field in SUMMED)
    other = (c for c in layout.unknown if period_of(c.path, None) or is_bare(c.path))
    return [*read, *other]


def _asked(desk: Desk, layout: Layout, sheet: Sheet, said: str) -> Layout:
    """Ask of each column without a unit in which of those stated it counts."""
    units = stated_units(said)
    for column in [c for c in _money(layout) if c.unit is None]:
        text = gettext("“%(said)s” names several units: in which does “%(title)s” count?")
        choices = [
            AnswerChoice(
                UNIT_WORDS[unit],
                UNIT_WORDS[unit],
                f"{column.title}：{_sum(sheet, layout, column, unit)}",
            )
            for unit in units
        ]
        told = {"said": said, "title": column.title}
        answer = desk.ask(NOTED_UNIT, text % told, choices, column=column.title, lasting=True)
        layout = layout.counted_in({column.index}, UNITS.get(answer, units[0]))
    return layout


def _sum(sheet: Sheet, layout: Layout, column: SheetColumn, unit: int) -> str:
    """Show what the numbered rows of a column come to in a unit."""
    rows = [row for row in sheet.rows[layout.first_row :] if _is_project(row, layout)]
    return in_wan(total_of(amount_of(cell_at(row, column.index), unit) for row in rows).value)


def _is_project(row: Sequence[Cell], layout: Layout) -> bool:
    column = layout.column("number") or layout.column("name")
    return column is None or not is_empty(cell_at(row, column.index))
