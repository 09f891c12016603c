"""The rows of a table, read: which carry data, which group, sum up or remark. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from bihuan.kit.errors import Refusal
from bihuan.kit.numbers import plain
from bihuan.kit.sheets import Cell, Sheet
from bihuan.projects.kinds import ProjectClass, Tier

from .cells import CLASSES, TIERS, Reader, measured, reader_of, share
from .doubts import doubtful, doubts, shares
from .faults import (
    check_total,
    head_problems,
    hidden_rows,
    nameless,
    no_rows,
    shared_amounts,
    type_of,
    unit_missing,
    why_blank,
)
from .kinds import COLUMNS, SheetKind
from .layout import Layout
from .lines import counts_in_digits, line_kind
from .merges import Merges
from .naming import SheetColumn
from .table import WARNING, ImportProblem, Key, SheetRow, Table

BY_MONTH = ("planned_to", "planned_in", "counted", "completed", "cumulative")


def read_table(
    file: str, sheet: Sheet, layout: Layout, *, unit: int | None = None, before: Table | None = None
) -> Table:
    """Read every row below the header. `unit` is a person's answer where the sheet names none;
    `before` is the table above it in the same sheet, whose list and year hold until others are
    named.
    """
    table = Table(file, sheet, layout, *_list_of(layout, sheet, file, before))
    table.problems += head_problems(table, unit)
    if not unit_missing(layout, unit):
        _Lines(table, unit).read()
        table.problems += [*no_rows(table), *hidden_rows(table)]
    return table


class _Lines:
    """The lines below a header, read one by one; groups and sums hold until the next."""

    def __init__(self, table: Table, unit: int | None) -> None:
        self.table, self.sheet, self.layout = table, table.sheet, table.layout
        as_shares = shares(self.sheet, self.layout)
        self.odd = doubtful(self.layout, as_shares)
        self.readers = readers_of(self.layout, self.layout.unit or unit, as_shares, table.year)
        self.columns = columns_by_key(self.layout)
        self.merges = Merges(self.sheet, self.layout)
        nature = self.layout.column("nature")
        self.nature = nature.index if nature else None
        self.sums, self.subtotal = Counter[Key](), Counter[Key]()
        self.group: ProjectClass | None = _class_named(table.sheet.name)
        self.tier: Tier | None = None

    def read(self) -> None:
        counted = counts_in_digits(self.sheet, self.layout)
        table = self.table
        for number in range(self.layout.first_row, len(self.sheet.rows)):
            line = self.sheet.rows[number]
            what = line_kind(line, self.layout, counted=counted)
            if what == "data":
                self._data(number, line)
            elif what == "group":
                self._group(line)
            elif what == "total":
                sums = (self.sums, self.subtotal)
                table.problems += check_total(table, line, number, self.readers, *sums)
                self.subtotal.clear()
            elif what == "remark":
                table.problems += nameless(table, line, number)

    def _data(self, number: int, line: list[Cell]) -> None:
        table = self.table
        if self.merges:
            table.problems += shared_amounts(table, self.merges, number)
            line = self.merges.filled(number, line)
        row = _read(table, line, number, self.readers, self.columns)
        row.project_class, row.tier = self.group or self._stage(line), self.tier
        table.problems += _doubts(row, line, self.layout, self.odd)
        table.rows.append(row)
        _add(self.sums, self.subtotal, row)

    def _stage(self, line: list[Cell]) -> ProjectClass | None:
        """Return the class that stands where the nature should: 续建, 新开工."""
        if self.nature is None or self.nature >= len(line):
            return None
        return _class_in([line[self.nature]])

    def _group(self, line: list[Cell]) -> None:
        self.group = _class_in(line) or self.group
        self.tier = _tier_in("".join(plain(c) for c in line[:3])) or self.tier
        self.subtotal.clear()


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
    row = SheetRow(table.file, table.sheet.name, number + 1, {}, columns)
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
            row.bad = True
            table.problems.append(
                ImportProblem(
                    table.file, table.sheet.name, number + 1, title, str(refusal), index=index
                )
            )
            continue
        if value is not None:
            row.values[key] = value
    return row


def _class_in(line: list[Cell]) -> ProjectClass | None:
    text = "".join(plain(c) for c in line[:3])
    return next((value for word, value in CLASSES.items() if word in text), None)


def _class_named(sheet: str) -> ProjectClass | None:
    """Return the class that a sheet is named after: 招商项目, 前期储备类; 招商局 is an office."""
    return _class_in([sheet]) if "项目" in sheet or "类" in sheet else None


def _list_of(
    layout: Layout, sheet: Sheet, file: str, before: Table | None
) -> tuple[Tier | None, int | None]:
    """Return the tier and the year of a table; a second one in a sheet has those of its title."""
    above = ["".join(plain(c) for c in row) for row in sheet.rows[: layout.header_row]]
    if before is None:
        tiers = (_tier_in(text) for text in (sheet.name, *above, file))
        return next((tier for tier in tiers if tier), None), _year_of(
            layout, above, sheet.name, file
        )
    tier = next((tier for text in above if (tier := _tier_in(text))), None)
    return tier or before.tier, _year_of(layout, above) or before.year


def _tier_in(text: str) -> Tier | None:
    words = re.sub(r"\s", "", text)
    return next(
        (t for word, t in TIERS.items() if f"{word}重点" in words or f"{word}级" in words), None
    )


def _year_of(layout: Layout, above: list[str], *names: str) -> int | None:
    if layout.month and layout.kind in (SheetKind.MONTHLY, SheetKind.STATISTICS):
        return layout.month.year
    for text in ("".join(above), *names):
        if found := re.search(r"(20\d{2})", plain(text)):
            return int(found[1])
    return max((c.year for c in layout.columns if c.year), default=None)


def _add(sums: Counter[Key], subtotal: Counter[Key], row: SheetRow) -> None:
    for key, value in row.values.items():
        if type(value) is int:
            sums[key] += value
            subtotal[key] += value
