"""The rows of a table, read: which carry data, which group, sum up or remark. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bihuan.importing.headings.classes import (
    class_in_group,
    class_in_title,
    contradicting,
    is_named_class,
    stage_in,
)
from bihuan.importing.headings.kinds import COLUMNS, PLACES, SheetKind
from bihuan.importing.headings.labels import is_row_of_units
from bihuan.importing.headings.layout import Layout, width_of
from bihuan.importing.headings.naming import SheetColumn
from bihuan.importing.proof.amount_words import amounts_of_sheet_in
from bihuan.importing.proof.columns import Settled, TableFacts, settle
from bihuan.importing.proof.grid import Grid
from bihuan.importing.proof.heads import tier_in
from bihuan.importing.proof.known import KnownFacts
from bihuan.importing.proof.rows.lines import Line, LineRole
from bihuan.importing.proof.rows.short_rows import settle_short_rows
from bihuan.importing.reshape.cut_amounts import cuts_in, fields_of
from bihuan.kit.dates import parse_day
from bihuan.kit.errors import Refusal
from bihuan.kit.money import parse_yuan
from bihuan.kit.numbers import about_number, is_empty, plain
from bihuan.kit.sheets import Cell, Sheet, cell_at
from bihuan.kit.words import gettext
from bihuan.projects.kinds import ProjectClass, Tier

from .blanks import settle_blanks
from .cells import Reader, measured, reader_of, share
from .doubts import doubtful, doubts, says_nothing, shares
from .faults import (
    beside,
    hidden_columns,
    hidden_rows,
    percents_of_amounts,
    shared_amounts,
    shown_as_percentages,
    type_of,
    unequal_sums,
    why_blank,
)
from .merges import Merges
from .nameless import NamelessRows
from .table import ERROR, WARNING, ImportProblem, Key, SheetRow, Table
from .zeros import settle_zeros

BY_MONTH = ("planned_to", "planned_in", "counted", "completed", "cumulative")
SORTS = frozenset({"nature", "sector"})
"""Columns that only sort projects: a word that is none of theirs keeps no row out."""
PLANNED_DAYS = frozenset({"planned_start_on", "planned_finish_on"})
_NAMED_TIME = re.compile(r"月|季|半年|年[初中底末]")
MOST_BEYOND = 3  # cells told
JOINED = frozenset({"text", "line"})
"""Types of columns whose words may go on in a second line of a merged row."""


@dataclass(frozen=True)
class ReadingRules:
    """What a person and the system tell beside a sheet."""

    facts: TableFacts
    known: KnownFacts


def read_table(
    file: str,
    sheet: Sheet,
    layout: Layout,
    rules: ReadingRules,
    *,
    before: Table | None = None,
    is_ledger_too: bool = False,
    is_beside: bool = False,
) -> Table:
    """Read every row below the header. `before` is the table above it in the same sheet, whose list
    and year hold until others are named. Where a question is open that all rows rest on, none is
    read.
    """
    list_ = (before.tier, before.year) if before else (None, None)
    table = Table(file, sheet, layout, *list_, is_ledger_too=is_ledger_too, is_beside=is_beside)
    table.month_above = before.layout.month if before else None
    table.problems += beside(table)
    with amounts_of_sheet_in(layout.unit or rules.facts.unit):
        settled = _settled(table, sheet, list_, rules)
    if settled is not None:
        with amounts_of_sheet_in(settled.unit):
            _read_rows(table, settled, rules)
    return table


def _settled(
    table: Table, sheet: Sheet, list_: tuple[Tier | None, int | None], rules: ReadingRules
) -> Settled | None:
    """Settle a table; where answers to other tables leave nothing of it, anew without them."""
    settled = settle(table, rules.facts, rules.known)
    is_left = settled is None and not table.desk.is_open and not table.is_beside
    if is_left and rules.facts.remembered:
        table.year, table.tier, table.sheet = list_[1], list_[0], sheet
        settled = settle(table, replace(rules.facts, remembered={}), rules.known)
    return settled


def _read_rows(table: Table, settled: Settled, rules: ReadingRules) -> None:
    """Read the rows of a table of which all else is settled."""
    table.layout = replace(settled.layout, unit=settled.unit)
    cut = settle_short_rows(table.desk, table.layout, settled.grid)
    _Lines(table, settled).read(settled.grid)
    table.problems += _cut_short(table, {line.number + 1 for line in cut})
    table.problems += unequal_sums(table, settled.grid, settled.unit)
    if table.layout.kind == SheetKind.MONTHLY:
        settle_blanks(table)
        settle_zeros(table, rules.facts.today)
    hidden = () if table.is_beside else (*hidden_rows(table), *hidden_columns(table))
    table.problems += hidden


def _cut_short(table: Table, numbers: Collection[int]) -> Iterator[ImportProblem]:
    """Blame the rows of a text that were said to be cut."""
    sentence = gettext("This row ends before the last headings: fill in its last cells.")
    for row in table.rows:
        if row.number in numbers:
            row.bad = True
            yield ImportProblem(row.file, row.sheet, row.number, "", sentence, ERROR)


class _Lines:
    """The lines below a header, read one by one; groups hold until the next."""

    def __init__(self, table: Table, settled: Settled) -> None:
        unit, self.ticks = settled.unit, settled.ticks
        self.table, self.sheet, self.layout = table, table.sheet, table.layout
        as_shares = shares(table)
        self.odd = doubtful(self.layout, as_shares)
        self.readers = readers_of(self.layout, unit, as_shares, table.year)
        self.columns = columns_by_key(self.layout)
        self.percents = percents_of_amounts(table)
        self.merges, self.unit = Merges(self.sheet, self.layout), unit
        self.width = width_of(self.layout)
        above = self.sheet.rows[: self.layout.header_row]
        self.above = {" ".join(plain(cell) for cell in row if not is_empty(cell)) for row in above}
        name = self.layout.column("name")
        self.names = name.index if name else 0
        self.fields = fields_of(self.sheet, self.layout.header_row, self.names)
        stages = (self.layout.column(name) for name in ("stage", "nature"))
        self.stages = [column.index for column in stages if column]
        self.group: ProjectClass | None = class_in_title(table.titles)
        self.is_named = any(map(is_named_class, table.titles))
        self.level = 0
        self.tier: Tier | None = None

    def read(self, grid: Grid) -> None:
        nameless = NamelessRows(self.table, grid, self.unit)
        for line in grid.lines:
            if line.role is LineRole.DATA:
                self._end_group(line)
                self._data(line.number, line.cells)
            elif line.role is LineRole.GROUP:
                self._group(line)
                self._leave(line, gettext("heads a group"))
            elif why := _why_left(line):
                self._leave(line, why)
            elif line.role is LineRole.REMARK:
                self._remark(line, nameless)
        nameless.settle()

    def _remark(self, line: Line, nameless: NamelessRows) -> None:
        if line.text in self.above:
            self._leave(line, gettext("stands above the headings, too"))
        elif is_row_of_units([plain(cell) for cell in line.cells], []):
            self.table.problems.append(self._units_too_low(line))
        elif not self._goes_on(line) and (why := nameless.take(line)):
            self._leave(line, why)

    def _units_too_low(self, line: Line) -> ImportProblem:
        sentence = gettext(
            "This row names the units of the columns: put it right under the headings."
        )
        return ImportProblem(self.table.file, self.sheet.name, line.number + 1, "", sentence, ERROR)

    def _leave(self, line: Line, why: str) -> None:
        self.table.desk.leave_out(line.number + 1, line.text, why)

    def _data(self, number: int, line: list[Cell]) -> None:
        table = self.table
        if self.merges:
            table.problems += shared_amounts(table, self.merges, number)
            line = self.merges.filled(number, line)
        row = _read(table, line, number, self.readers, self.columns)
        if self.percents:
            table.problems += shown_as_percentages(row, self.percents)
        beyond = [cell for cell in line[self.width :] if not is_empty(cell)]
        if beyond or (len(line) > self.fields and cuts_in(line, self.names, self.fields)):
            table.problems.append(self._beyond(row, beyond or line[self.names + 1 :]))
        stages = [plain(line[index]) for index in self.stages if index < len(line)]
        row.project_class = next((x for cell in stages if (x := stage_in(cell))), self.group)
        says = contradicting(self.group, stages, is_named=self.is_named)
        row.other_class, row.tier = says, self.tier
        if row.other_class:
            row.project_class = self.group
        table.problems += _doubts(row, line, self.layout, self.odd)
        tiers = self.ticks.of(line)
        table.rows += [replace(row, tier=tier) for tier in tiers] or [row]

    def _beyond(self, row: SheetRow, cells: list[Cell]) -> ImportProblem:
        """Tell of cells beyond the last heading: in a text, an amount was cut at its comma."""
        words = "、".join(plain(cell) for cell in cells[:MOST_BEYOND])
        sentence = gettext("To the right of the last heading stands: %s. It is not read.") % words
        is_text = self.table.file.lower().endswith((".csv", ".txt", ".tsv"))
        row.bad = row.bad or is_text
        place = (row.file, row.sheet, row.number, "")
        return ImportProblem(*place, sentence, ERROR if is_text else WARNING)

    def _group(self, line: Line) -> None:
        if found := class_in_group(line.title):
            self.group, self.level = found, line.level
            self.is_named = is_named_class(line.title)
        else:
            self._end_group(line)
        named = (tier_in(plain(cell)) for cell in line.cells[:3])
        self.tier = next((tier for tier in named if tier), self.tier)

    def _end_group(self, line: Line) -> None:
        """End the class of a group at a group, or a project numbered like one, that stands beside
        it or above it.
        """
        is_project = line.role is LineRole.DATA and not line.stands_alone
        if 0 < line.level <= self.level and not is_project:
            self.group, self.level = class_in_title(self.table.titles), 0
            self.is_named = any(map(is_named_class, self.table.titles))

    def _goes_on(self, line: Line) -> bool:
        """Add the words of a second line under a merged name to the row that it belongs to."""
        name = self.layout.column("name")
        if name is None or not self.table.rows or line.has_amounts:
            return False
        row = self.table.rows[-1]
        merged = any(
            top < line.number <= bottom and left <= name.index <= right and top == row.number - 1
            for top, left, bottom, right in self.sheet.merged
        )
        if not merged:
            return False
        fields = COLUMNS[self.layout.kind.value].fields
        for index, key, _title, reader in self.readers:
            cell = cell_at(line.cells, index)
            if cell is None or not isinstance(key, str) or fields[key].type not in JOINED:
                continue
            words = [row.values.get(key), reader(cell)]
            row.values[key] = "\n".join(word for word in words if word)
        return True


def _why_left(line: Line) -> str:
    """Return why a line is left out by what it is, empty if it is not."""
    return {
        LineRole.TOTAL: gettext("a total"),
        LineRole.PART: gettext("a part of another row"),
        LineRole.LEAVING: gettext("leaves the list"),
        LineRole.COMPARED: gettext("is there to compare with"),
        LineRole.NUMBERS: gettext("numbers the columns"),
        LineRole.OTHER_TABLE: gettext("of another table, not of projects"),
        LineRole.HIDDEN: gettext("a hidden row"),
        LineRole.STRUCK: gettext("struck out"),
        LineRole.DOUBTED: gettext("left out, as answered"),
    }.get(line.role, "")


def columns_by_key(layout: Layout) -> dict[Key, SheetColumn]:
    """Return the columns by the keys under which rows hold their values."""
    return {_key(layout.kind, column): column for column in layout.columns}


def readers_of(
    layout: Layout, unit: int | None, shares: frozenset[int] = frozenset(), year: int | None = None
) -> list[tuple[int, Key, str, Reader]]:
    return [
        (c.index, _key(layout.kind, c), c.title, _reader(layout, c, (unit, shares, year)))
        for c in layout.columns
        if type_of(layout.kind, c) != "ignored"
    ]


def _reader(
    layout: Layout, column: SheetColumn, told: tuple[int | None, frozenset[int], int | None]
) -> Reader:
    spec = COLUMNS[layout.kind.value].fields[column.field]
    unit, shares, year = told
    if column.index in shares:
        return share
    if spec.units:
        return measured(spec.units, column.title)
    return reader_of(spec.type, column.unit or unit, year)


def _doubts(
    row: SheetRow, line: list[Cell], layout: Layout, odd: list[SheetColumn]
) -> Iterator[ImportProblem]:
    for column, sentence in doubts(line, layout, odd):
        place = (row.file, row.sheet, row.number, column.title)
        yield ImportProblem(*place, sentence, WARNING, column.index)


def _key(kind: SheetKind, column: SheetColumn) -> Key:
    if column.of:
        return column.field, PLACES[column.of]
    if kind == SheetKind.CHAIN and column.field == "output" and column.year:
        return column.field, column.year
    if column.field in BY_MONTH and column.month:
        return column.field, column.month
    return column.field


def _read(
    table: Table,
    line: list[Cell],
    number: int,
    readers: list[tuple[int, Key, str, Reader]],
    columns: Mapping[Key, SheetColumn],
) -> SheetRow:
    row = SheetRow(table.file, table.sheet.name, number + 1, {}, columns, unit=table.layout.unit)
    width = len(line)
    for index, key, title, reader in readers:
        cell = line[index] if index < width else None
        if cell is None:
            if sentence := why_blank(table.sheet, (number, index)):
                row.bad = True
                place = (table.file, table.sheet.name, number + 1, title)
                table.problems.append(ImportProblem(*place, sentence, index=index))
            continue
        try:
            value = reader(cell)
        except Refusal as refusal:
            value = _misread(table, row, (index, key, title), cell, str(refusal))
        if value is not None:
            row.values[key] = value
    return row


def _misread(
    table: Table, row: SheetRow, column: tuple[int, Key, str], cell: Cell, sentence: str
) -> Any:
    """Return what a cell that its reader refuses comes to: roughly a number, or nothing. Where it
    is neither, the row is bad.
    """
    index, key, title = column
    place = (table.file, table.sheet.name, row.number, title)
    kind = type_of(table.layout.kind, row.columns[key])
    if (day := _of_year(table, row.columns[key], cell)) is not None:
        sentence = gettext("“%(cell)s” is read as %(day)s, in the year of the table.")
        told = {"cell": plain(cell), "day": day.isoformat()}
        table.problems.append(ImportProblem(*place, sentence % told, WARNING, index))
        return day
    if kind == "project_class":
        row.class_word = plain(cell)  # asked about by the builder of the ledger
        return None
    about = about_number(plain(cell)) if kind == "money" else None
    if about is not None:
        told = {"cell": plain(cell), "number": about}
        sentence = gettext("“%(cell)s” is read as %(number)s.") % told
        table.problems.append(ImportProblem(*place, sentence, WARNING, index))
        unit = row.columns[key].unit or table.layout.unit
        return parse_yuan(about, unit)
    if row.columns[key].field in SORTS or says_nothing(cell, kind):
        sentence = gettext("%s The cell is left blank.") % sentence
        table.problems.append(ImportProblem(*place, sentence, WARNING, index))
        return None
    row.bad = True
    table.problems.append(ImportProblem(*place, sentence, index=index))
    return None


def _of_year(table: Table, column: SheetColumn, cell: Cell) -> date | None:
    """Return the day that a ledger plans without saying of which year: 3月底, 一季度."""
    if (
        table.year is None
        or column.field not in PLANNED_DAYS
        or not _NAMED_TIME.search(plain(cell))
    ):
        return None  # 12 alone is a number of months
    kind = type_of(table.layout.kind, column)
    try:
        return parse_day(f"{table.year}年{plain(cell)}", at_end=kind == "last_day")
    except Refusal:
        return None
