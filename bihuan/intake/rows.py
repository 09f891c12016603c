"""The rows of a table, read: which carry data, which group, sum up or remark, and what is wrong.

Pure: a sheet and its layout in, rows and problems out. Rows are counted from 1, for people.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from bihuan.kit.errors import Refusal
from bihuan.kit.numbers import is_empty, plain
from bihuan.kit.sheets import Cell, Sheet
from bihuan.kit.words import say
from bihuan.projects.kinds import ProjectClass, Tier

from .cells import CLASSES, TIERS, Reader, reader_of
from .kinds import COLUMNS, SheetKind
from .layout import Column, Layout

ERROR, WARNING = "error", "warning"
_TOTAL = re.compile(r"^[（(]?(合计|总计|小计|累计|共计|全区合计|其中)")
_GROUP = re.compile(r"^([一二三四五六七八九十]+[、.．]|[（(][一二三四五六七八九十]+[)）])")
_REMARK = re.compile(r"^(注|备注|说明|填表人|填报人|审核人|单位负责人|联系电话|制表)\s*[:：1①]?")
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
    rows: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    tier: Tier | None = None
    year: int | None = None


def read_table(file: str, sheet: Sheet, layout: Layout, *, unit: int | None = None) -> Table:
    """Read every row below the header. `unit` is a person's answer where the sheet names none."""
    table = Table(file, sheet, layout, tier=_tier_of(sheet), year=_year_of(layout, sheet, file))
    readers = readers_of(layout, layout.unit or unit)
    columns = {_key(layout.kind, c): c for c in layout.columns}
    sums: dict[Key, int] = {}
    subtotal: dict[Key, int] = {}
    group: ProjectClass | None = None
    if unit_missing(layout, unit):
        table.problems.append(
            Problem(file, sheet.name, layout.header_row + 1, "",
                    say("The sheet does not say in what unit its money is: 元, 万元 or 亿元?"))
        )  # fmt: skip
        return table
    for number in range(layout.first_row, len(sheet.rows)):
        line = sheet.rows[number]
        what = _what(line, layout)
        if what == "data":
            row = _read(table, line, number, readers, columns)
            row.project_class = group
            table.rows.append(row)
            _add(sums, subtotal, row)
        elif what == "group":
            group = _class_in(line) or group
            subtotal = {}
        elif what == "total":
            table.problems += _check_total(table, line, number, readers, sums, subtotal)
            subtotal = {}
    if not table.rows:
        table.problems.append(
            Problem(
                file,
                sheet.name,
                layout.first_row + 1,
                "",
                say("There are no rows of data."),
                WARNING,
            )
        )
    return table


def unit_missing(layout: Layout, unit: int | None) -> bool:
    """True if money stands in the sheet and nothing says in what unit."""
    money = [c for c in layout.columns if _type(layout.kind, c) == "money"]
    return bool(money) and not (layout.unit or unit) and not all(c.unit for c in money)


def _type(kind: SheetKind, column: Column) -> str:
    return COLUMNS[kind.value].fields[column.field].type


def readers_of(layout: Layout, unit: int | None) -> list[tuple[int, Key, str, Reader]]:
    return [
        (c.index, _key(layout.kind, c), c.title, reader_of(_type(layout.kind, c), c.unit or unit))
        for c in layout.columns
        if _type(layout.kind, c) != "ignored"
    ]


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
            if (number, index) in table.sheet.uncomputed:
                row.bad = True
                table.problems.append(
                    Problem(table.file, table.sheet.name, number + 1, title,
                            say("This formula holds no result: open and save the workbook first."),
                            index=index)
                )  # fmt: skip
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


def _what(line: list[Cell], layout: Layout) -> str:
    """Tell a row of data from a blank, a group, a total and a remark."""
    filled = [c for c in line if c is not None and c != ""]
    if not filled:
        return "blank"
    first = plain(filled[0])
    if _TOTAL.match(first) or (
        len(filled) > 1 and _TOTAL.match(plain(filled[1])) and len(plain(filled[1])) < 8
    ):
        return "total"
    if _GROUP.match(first):
        return "group"
    name = layout.column("name") or layout.column("chain") or layout.column("month")
    named = name is not None and name.index < len(line) and not is_empty(line[name.index])
    enterprise = layout.column("enterprise")
    if enterprise and enterprise.index < len(line) and not is_empty(line[enterprise.index]):
        named = True
    if _REMARK.match(first) and len(filled) <= 2:
        return "remark"
    code = layout.column("code")
    coded = code is not None and code.index < len(line) and not is_empty(line[code.index])
    return "data" if (named and len(filled) > 1) or coded else "remark"


def _class_in(line: list[Cell]) -> ProjectClass | None:
    text = "".join(plain(c) for c in line[:3])
    return next((value for word, value in CLASSES.items() if word in text), None)


def _tier_of(sheet: Sheet) -> Tier | None:
    title = "".join(plain(c) for row in sheet.rows[:1] for c in row[:3])
    for text in (sheet.name, title):
        for word, tier in TIERS.items():
            if f"{word}重点" in text or f"{word}级" in text:
                return tier
    return None


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
    if not sums:
        return
    first = plain(next(c for c in line if c is not None and c != ""))
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
