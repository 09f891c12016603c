"""A sheet of money read: its tables, row by row, with what is asked and what is wrong. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from bihuan.importing.headings.kinds import COLUMNS, SheetKind
from bihuan.importing.headings.layout import Layout
from bihuan.importing.headings.naming import SheetColumn
from bihuan.importing.proof.heads import years_in
from bihuan.importing.proof.questions import LEAVE, AnswerChoice, Desk, nothing_read
from bihuan.importing.proof.rows.lines import LineRole
from bihuan.importing.rows.cells import reader_of
from bihuan.importing.rows.reading import ReadingRules, columns_by_key
from bihuan.importing.rows.table import ImportProblem, Key, SheetRow, Table
from bihuan.kit.errors import Refusal
from bihuan.kit.numbers import is_empty, plain
from bihuan.kit.sheets import Cell, Sheet, cell_at
from bihuan.kit.words import gettext

from .counties import county_layout, read_counties
from .headings import ASKED, field_of, money_layout, next_start
from .lines import MoneyGrid, MoneyLine
from .sizes import settle_sizes
from .totals import settle_totals
from .units import settle_units, unit_of
from .words import batch_in, programmes_in, stated_day

STAGE = "stage"
YES = "yes"
Mend = Callable[[Sheet], None]


def money_tables(
    name: str, sheet: Sheet, columns: Mapping[str, str], rules: ReadingRules, mend: Mend
) -> list[Table]:
    """Return the tables of money of a sheet; none if it holds none. `mend` puts in the cells that a
    person corrected.
    """
    counties = county_layout(sheet, file_name=name, answers=columns)
    if counties is not None:
        mend(sheet)
        return [read_money(name, sheet, counties, rules, place=0)]
    layout = money_layout(sheet, file_name=name, answers=columns)
    if layout is None:
        return []
    mend(sheet)
    found: list[Table] = []
    while layout is not None:
        start = next_start(sheet, layout)
        part = _until(sheet, start)
        found.append(read_money(name, part, layout, rules, place=len(found)))
        if start is None:
            break
        sheet = _from(sheet, start)
        layout = money_layout(sheet, file_name=name, answers=columns, before=layout)
    return found


def _until(sheet: Sheet, end: int | None) -> Sheet:
    if end is None:
        return sheet
    return replace(sheet, rows=sheet.rows[:end], merged=[a for a in sheet.merged if a[0] < end])


def _from(sheet: Sheet, start: int) -> Sheet:
    blank: list[list[Cell]] = [[] for _number in range(start)]
    merged = [area for area in sheet.merged if area[0] >= start]
    return replace(sheet, rows=blank + sheet.rows[start:], merged=merged)


def read_money(
    name: str, sheet: Sheet, layout: Layout, rules: ReadingRules, *, place: int
) -> Table:
    """Read one table: nothing of it while a question is open on which all its rows rest."""
    table = Table(name, sheet, layout)
    shape = re.sub(r"\d+", "#", layout.signature)
    at = f"{sheet.name}#{layout.header_row}" if place else sheet.name
    told = (rules.facts.answers, rules.facts.remembered)
    desk = table.desk = Desk(name, sheet.name, shape, *told, place=at)
    table.year = _year(table)
    if layout.kind == SheetKind.FUNDING:
        layout = _settle_stages(desk, layout)
    unit = layout.unit or rules.facts.unit
    grid = MoneyGrid(sheet, layout, rules.known, unit)
    settled = settle_units(desk, grid, unit)
    if settled is None or desk.waits_for(STAGE):
        return table
    table.layout = settled
    grid.put_own(settled)
    settle_totals(desk, grid)
    if settled.kind == SheetKind.COUNTIES:
        read_counties(table, grid)
        return table
    settle_sizes(desk, grid, settled)
    _MoneyRows(table, grid).read()
    return table


def _year(table: Table) -> int | None:
    years = years_in([*table.above, table.sheet.name]) or years_in([table.file])
    return years[0] if len(years) == 1 else None


def _settle_stages(desk: Desk, layout: Layout) -> Layout:
    """Return the layout with the columns that may be what was applied for, or what was issued, as
    answered.
    """
    for column in layout.unknown:
        if field_of(column.path)[1] != ASKED:
            continue
        choices = [
            AnswerChoice("applied", gettext("What was applied for"), column.title),
            AnswerChoice("issued", gettext("What was issued"), column.title),
            AnswerChoice(LEAVE, gettext("Leave the column out"), nothing_read()),
        ]
        text = gettext("“%s”: is it what was applied for, or what was issued?") % column.title
        answer = desk.ask(STAGE, text, choices, column=column.title, lasting=True)
        if answer and answer != LEAVE and layout.column(answer) is None:
            layout = layout.read_as(column, answer)
    return layout


@dataclass
class _MoneyRows:
    """The rows of a table, read one by one."""

    table: Table
    grid: MoneyGrid

    def read(self) -> None:
        table, layout = self.table, self.table.layout
        columns = columns_by_key(layout)
        titles = programmes_in("".join(table.above)) or programmes_in(table.sheet.name)
        titles = titles or programmes_in(table.file)
        of_title = titles[0].value if len(titles) == 1 else ""
        batch = next((b for text in table.titles if (b := batch_in(text))), "")
        day = stated_day([table.sheet.name, table.file], table.above)
        left = self._left_nameless()
        for line in self.grid.lines:
            if why := _why_left(line):
                table.desk.leave_out(line.number + 1, line.text, why)
            if line.role is not LineRole.DATA or (line.is_nameless and left):
                continue
            row = SheetRow(
                table.file, table.sheet.name, line.number + 1, {}, columns, unit=layout.unit
            )
            self._shared(line)
            self._fill(row, line, columns)
            held = {"name": line.name, "held": line.programme or of_title, "on": day}
            held["held_batch"] = line.batch or batch
            row.values |= {key: value for key, value in held.items() if value}
            table.rows.append(row)

    def _left_nameless(self) -> bool:
        """Ask whether rows without a name are of the project above; True if they are left out."""
        rows = [line.number + 1 for line in self.grid.data if line.is_nameless and line.amounts]
        if not rows:
            return False
        told = "、".join(map(str, rows[:10])) + "…" * (len(rows) > 10)
        text = gettext("Rows %s have no name: are they of the project above?") % told
        choices = [
            AnswerChoice(YES, gettext("They are of the project above")),
            AnswerChoice(LEAVE, gettext("Leave these rows out"), nothing_read()),
        ]
        return self.table.desk.ask("goeson", text, choices) != YES

    def _shared(self, line: MoneyLine) -> None:
        """Blame an amount that is merged over several rows."""
        for column in self.table.layout.columns:
            if (line.number, column.index) in self.grid.shared:
                top, bottom = self.grid.shared[(line.number, column.index)]
                text = gettext(
                    "This cell is merged over rows %(top)s to %(bottom)s: give each its own."
                )
                self._blame(line, column, text % {"top": top + 1, "bottom": bottom + 1})

    def _blame(self, line: MoneyLine, column: SheetColumn, sentence: str) -> None:
        place = (self.table.file, self.table.sheet.name, line.number + 1, column.title)
        self.table.problems.append(ImportProblem(*place, sentence, index=column.index))

    def _fill(self, row: SheetRow, line: MoneyLine, columns: Mapping[Key, SheetColumn]) -> None:
        for key, column in columns.items():
            kind = COLUMNS[self.table.layout.kind.value].fields[column.field].type
            cell = cell_at(line.cells, column.index)
            if kind == "ignored" or is_empty(cell):
                continue
            try:
                value = self._value(line, column, kind, cell)
            except Refusal as refusal:
                row.bad = True
                self._blame(line, column, str(refusal))
                continue
            if value is not None:
                row.values[key] = value

    def _value(self, line: MoneyLine, column: SheetColumn, kind: str, cell: Cell) -> Any:
        unit = unit_of(self.table.layout, column)
        stated = line.amounts.get(column.index)
        if kind == "money" and stated is not None:
            return int((stated.value * unit).quantize(Decimal(1), ROUND_HALF_UP))
        if kind == "day":
            return _day(cell)
        return reader_of(kind, unit)(cell)


def _day(cell: Cell) -> Any:
    """Read a day; a month or a year alone is none."""
    words = plain(cell)
    if isinstance(cell, str) and len(re.findall(r"\d+", words)) < 3 and not words.isdigit():
        if not re.search(r"\d", words):
            return reader_of("day", None)(cell)
        raise Refusal(gettext("“%s” is no day: write year, month and day.") % words)
    return reader_of("day", None)(cell)


def _why_left(line: MoneyLine) -> str:
    return {
        LineRole.TOTAL: gettext("a total"),
        LineRole.GROUP: gettext("heads a group"),
        LineRole.NUMBERS: gettext("numbers the columns"),
    }.get(line.role, "")
