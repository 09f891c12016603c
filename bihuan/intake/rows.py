"""The rows of a table, read: which carry data, which group, sum up or remark, and what is wrong.

Pure: a sheet and its layout in, rows and problems out. Rows are counted from 1, for people.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from bihuan.kit.errors import Refusal
from bihuan.kit.numbers import plain
from bihuan.kit.sheets import Cell, Sheet
from bihuan.kit.words import say
from bihuan.projects.kinds import ProjectClass, Tier

from .cells import CLASSES, TIERS, Reader, reader_of, share
from .doubts import doubts, shares
from .kinds import COLUMNS, SheetKind
from .layout import Column, Layout, months_of
from .lines import counts_in_digits, line_kind

ERROR, WARNING = "error", "warning"
TOLERANCE_YUAN = 100  # a hundredth of 万元: the last digit that sheets print

Key = str | tuple[str, int]


@dataclass(frozen=True)
class Problem:
    """Something wrong, or odd, at one place of a workbook. An error keeps the whole batch out."""

    file: str
    sheet: str
    row: int
    column: str
    message: str
    severity: str = ERROR
    index: int | None = None


@dataclass
class Row:
    """One row of data. Keys are field names, or (field, month) where a column is of a month."""

    file: str
    sheet: str
    number: int
    values: dict[Key, Any]
    columns: Mapping[Key, Column]
    project_class: ProjectClass | None = None
    tier: Tier | None = None
    bad: bool = False
    edited: set[Key] = field(default_factory=set)

    def get(self, key: Key) -> Any:
        return self.values.get(key)

    def problem(self, key: Key, message: str, severity: str = ERROR) -> Problem:
        if severity == ERROR:
            self.bad = True
        column = self.columns.get(key)
        title, index = (column.title, column.index) if column else ("", None)
        return Problem(self.file, self.sheet, self.number, title, message, severity, index)


@dataclass
class Table:
    """A sheet whose table was understood."""

    file: str
    sheet: Sheet
    layout: Layout
    tier: Tier | None = None
    year: int | None = None
    rows: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_table(file: str, sheet: Sheet, layout: Layout, *, unit: int | None = None) -> Table:
    """Read every row below the header. `unit` is a person's answer where the sheet names none."""
    table = Table(file, sheet, layout, _tier_of(layout, sheet, file), _year_of(layout, sheet, file))
    as_shares = shares(sheet, layout)
    readers = readers_of(layout, layout.unit or unit, as_shares)
    columns = {_key(layout.kind, c): c for c in layout.columns}
    sums: dict[Key, int] = {}
    subtotal: dict[Key, int] = {}
    group: ProjectClass | None = None
    tier: Tier | None = None
    counted = counts_in_digits(sheet, layout)
    table.problems += _head_problems(table, unit)
    if unit_missing(layout, unit):
        return table
    for number in range(layout.first_row, len(sheet.rows)):
        line = sheet.rows[number]
        what = line_kind(line, layout, counted=counted)
        if what == "data":
            row = _read(table, line, number, readers, columns)
            row.project_class, row.tier = group, tier
            table.problems += _doubts(row, line, layout, as_shares)
            table.rows.append(row)
            _add(sums, subtotal, row)
        elif what == "group":
            group = _class_in(line) or group
            tier = _tier_in("".join(plain(c) for c in line[:3])) or tier
            subtotal = {}
        elif what == "total":
            table.problems += _check_total(table, line, number, readers, sums, subtotal)
            subtotal = {}
    if not table.rows:
        empty = say("There are no rows of data.")
        table.problems.append(Problem(file, sheet.name, layout.first_row + 1, "", empty, WARNING))
    return table


def _head_problems(table: Table, unit: int | None) -> Iterator[Problem]:
    """Ask for the unit of money; blame a title or a heading left over from another month."""
    layout = table.layout
    place = (table.file, table.sheet.name, layout.header_row + 1)
    if unit_missing(layout, unit):
        yield Problem(
            *place, "", say("The sheet does not say in what unit its money is: 元, 万元 or 亿元?")
        )  # fmt: skip
    months, stated = months_of(layout.columns), layout.month
    if layout.kind != SheetKind.MONTHLY or stated is None or len(months) != 1:
        return
    column = next(c for c in layout.columns if c.field == "completed" and c.month)
    if column.month != stated.number:
        sentence = say(
            "The sheet is of %(month)s, this heading of month %(number)s: mend one of them."
        )
        sentence %= {"month": stated, "number": column.month}
        yield Problem(*place, column.title, sentence, index=column.index)


def unit_missing(layout: Layout, unit: int | None) -> bool:
    """True if money stands in the sheet and nothing says in what unit."""
    money = [c for c in layout.columns if _type(layout.kind, c) == "money"]
    return bool(money) and not (layout.unit or unit) and not all(c.unit for c in money)


def _type(kind: SheetKind, column: Column) -> str:
    return COLUMNS[kind.value].fields[column.field].type


def readers_of(
    layout: Layout, unit: int | None, shares: frozenset[int] = frozenset()
) -> list[tuple[int, Key, str, Reader]]:
    return [
        (
            c.index, _key(layout.kind, c), c.title,
            share if c.index in shares else reader_of(_type(layout.kind, c), c.unit or unit),
        )
        for c in layout.columns
        if _type(layout.kind, c) != "ignored"
    ]  # fmt: skip


def _doubts(
    row: Row, line: list[Cell], layout: Layout, shares: frozenset[int]
) -> Iterator[Problem]:  # fmt: skip
    titles = {c.index: c.title for c in layout.columns}
    for index, sentence in doubts(line, layout, shares):
        place = (row.file, row.sheet, row.number, titles[index])
        yield Problem(*place, sentence, WARNING, index)


def _key(kind: SheetKind, column: Column) -> Key:
    if kind == SheetKind.CHAIN and column.field == "output" and column.year:
        return column.field, column.year
    if column.field in ("planned_to", "counted", "completed", "cumulative") and column.month:
        return column.field, column.month
    return column.field


def _read(
    table: Table, line: list[Cell], number: int, readers: list[tuple[int, Key, str, Reader]],
    columns: Mapping[Key, Column],
) -> Row:  # fmt: skip
    row = Row(table.file, table.sheet.name, number + 1, {}, columns)
    width = len(line)
    for index, key, title, reader in readers:
        cell = line[index] if index < width else None
        if cell is None:
            if sentence := _why_blank(table.sheet, (number, index)):
                row.bad = True
                place = (table.file, table.sheet.name, number + 1, title)
                table.problems.append(Problem(*place, sentence, index=index))
            continue
        try:
            value = reader(cell)
        except Refusal as refusal:
            row.bad = True
            table.problems.append(
                Problem(table.file, table.sheet.name, number + 1, title, str(refusal), index=index)
            )
            continue
        if value is not None:
            row.values[key] = value
    return row


def _why_blank(sheet: Sheet, place: tuple[int, int]) -> str:
    """Return a sentence if a cell is blank only because its formula yields nothing to read."""
    if place in sheet.uncomputed:
        return say("This formula holds no result: open and save the workbook first.")
    if place in sheet.failed:
        return say("This formula ends in an error such as #DIV/0!: mend it, or empty the cell.")
    return ""


def _class_in(line: list[Cell]) -> ProjectClass | None:
    text = "".join(plain(c) for c in line[:3])
    return next((value for word, value in CLASSES.items() if word in text), None)


def _tier_of(layout: Layout, sheet: Sheet, file: str) -> Tier | None:
    above = ["".join(plain(c) for c in row) for row in sheet.rows[: layout.header_row]]
    return next((tier for text in (sheet.name, *above, file) if (tier := _tier_in(text))), None)


def _tier_in(text: str) -> Tier | None:
    words = re.sub(r"\s", "", text)
    return next(
        (t for word, t in TIERS.items() if f"{word}重点" in words or f"{word}级" in words), None
    )


def _year_of(layout: Layout, sheet: Sheet, file: str) -> int | None:
    if layout.month and layout.kind in (SheetKind.MONTHLY, SheetKind.STATISTICS):
        return layout.month.year
    title = "".join(plain(c) for row in sheet.rows[: layout.header_row] for c in row)
    for text in (title, sheet.name, file):
        if found := re.search(r"(20\d{2})", plain(text)):
            return int(found[1])
    return max((c.year for c in layout.columns if c.year), default=None)


def _add(sums: dict[Key, int], subtotal: dict[Key, int], row: Row) -> None:
    for key, value in row.values.items():
        if type(value) is int:
            sums[key] = sums.get(key, 0) + value
            subtotal[key] = subtotal.get(key, 0) + value


def _check_total(
    table: Table, line: list[Cell], number: int, readers: list[tuple[int, Key, str, Reader]],
    sums: dict[Key, int], subtotal: dict[Key, int],
) -> Iterator[Problem]:  # fmt: skip
    """Compare a stated total with the rows above it; a total above its rows is not compared."""
    first = re.sub(r"\s", "", plain(next(c for c in line if c is not None and c != "")))
    if not sums or "其中" in first:
        return
    against = subtotal if "小计" in first and subtotal else sums
    for index, key, title, reader in readers:
        try:
            stated = reader(line[index]) if index < len(line) else None
        except Refusal:
            continue
        if type(stated) is int and abs(stated - against.get(key, 0)) > TOLERANCE_YUAN:
            yield Problem(
                table.file, table.sheet.name, number + 1, title,
                say("The stated total is %(stated)s yuan, the rows above it sum to %(sum)s.")
                % {"stated": f"{stated:,}", "sum": f"{against.get(key, 0):,}"},
                WARNING, index,
            )  # fmt: skip
