"""From the bytes of a batch's files to what they would change. Reads; writes nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bihuan.accounts.models import User
from bihuan.accounts.permissions import may
from bihuan.accounts.roles import Can
from bihuan.kit import advance
from bihuan.kit.bulk import without_collector
from bihuan.kit.days import local_day
from bihuan.kit.errors import NotAllowed, Refusal
from bihuan.kit.sheets import MOST_COLUMNS, Sheet, read_workbook
from bihuan.kit.words import say

from .builders.adjustments import AdjustmentBuilder
from .builders.base import Build
from .builders.bureau import ChainBuilder, InvestmentBuilder, StatisticsBuilder
from .builders.ledger import LedgerBuilder
from .builders.monthly import MonthlyBuilder
from .kinds import COLUMNS, SheetKind
from .lengths import too_long
from .naming import NO_FIELD
from .queries import ExistingRecords
from .returned import base_of, compare
from .rows import read_table
from .stages import BatchStage
from .table import ImportProblem, Table
from .tables import tables_in

FIRST_YEAR, LAST_YEAR = 1990, 2100
NEEDED = {
    SheetKind.LEDGER: (Can.PROJECT_EDIT, Can.PLAN_EDIT),
    SheetKind.ADJUSTMENT: (Can.PLAN_EDIT,),
    SheetKind.MONTHLY: (Can.REPORT_FILL,),
    SheetKind.STATISTICS: (Can.STATISTICS_ENTER,),
    SheetKind.INVESTMENT: (Can.STATISTICS_ENTER,),
    SheetKind.CHAIN: (Can.CHAIN_ENTER,),
}


@dataclass(frozen=True)
class BatchAnswers:
    """What a person added to the files: the year, a unit, the meaning of headers, mended cells."""

    year: int | None = None
    unit: int | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    mended: Mapping[str, str] = field(default_factory=dict)
    reason: str = ""


@dataclass
class BatchReading:
    """What a batch's files say, and what they would change."""

    build: Build
    tables: list[Table]
    ignored: list[tuple[str, str]]

    @property
    def problems(self) -> list[ImportProblem]:
        return [p for table in self.tables for p in table.problems] + self.build.problems

    @property
    def blocked(self) -> bool:
        return any(p.severity == "error" for p in self.problems)

    def counts(self) -> dict[str, int]:
        found = {"created": 0, "updated": 0, "unchanged": 0}
        for outcome in self.build.outcomes:
            found[outcome.what] += 1
        return found


def check_answers(year: int | None, columns: Mapping[str, str]) -> None:
    """Refuse a year that is none, and a header said to be a field that there is not."""
    if year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
        raise Refusal(say("%s is not a year that can be imported.") % year)
    known = {field for spec in COLUMNS.values() for field in spec.fields} | {NO_FIELD}
    if other := next((field for field in columns.values() if field not in known), None):
        raise Refusal(say("There is no field “%s”.") % other)


@without_collector()
def read_files(
    files: Iterable[tuple[str, bytes]], told: BatchAnswers, *, by: User, at: datetime
) -> BatchReading:
    """Read every sheet and work out the changes. Raises Refusal for a file that cannot be read and
    NotAllowed for a kind of sheet that `by` may not enter.
    """
    tables: list[Table] = []
    ignored: list[tuple[str, str]] = []
    unread: list[ImportProblem] = []
    files = list(files)
    advance.enter(BatchStage.READING, sum(len(content) for _name, content in files))
    for name, content in files:
        base = None
        found = len(tables)
        book = read_workbook(content, name)
        advance.add(len(content) // 2)
        rest = len(content) - len(content) // 2
        for sheet in book.sheets:
            _mend(name, sheet, told.mended)
            before = None
            for part, layout in tables_in(sheet, file_name=name, answers=told.columns):
                table = before = read_table(name, part, layout, unit=told.unit, before=before)
                base = base_of(book) if base is None else base
                compare(table, base, by)
                table.problems += [p for row in table.rows for p in too_long(row)]
                tables.append(table)
            if before is None:
                ignored.append((name, sheet.name))
            advance.add(rest // len(book.sheets))
        if len(tables) == found:
            unread.append(_unread(name, ignored))
    _check_allowed(tables, by)
    build = Build(
        ExistingRecords(by, _year(tables, told), local_day(at)), by, at, local_day(at), told.reason
    )
    build.problems += unread
    _build_all(build, tables, told.year)
    return BatchReading(build, tables, ignored)


def _unread(name: str, ignored: list[tuple[str, str]]) -> ImportProblem:
    """Blame a file in which no sheet was understood."""
    sheets = "、".join(sheet for file, sheet in ignored if file == name)
    sentence = say(
        "No table was recognised: a ledger needs the columns 项目名称, 总投资 and 年度计划投资, "
        "a month's report 项目名称 and 本月完成投资."
    )
    return ImportProblem(name, sheets or name, 1, "", sentence)


def _year(tables: list[Table], told: BatchAnswers) -> int | None:
    """Return the year that the files speak of; None if of several, or if only their rows tell."""
    if any(t.layout.kind == SheetKind.MONTHLY and t.layout.column("month") for t in tables):
        return None
    years = {told.year or table.year for table in tables}
    years |= {table.layout.month.year for table in tables if table.layout.month}
    return years.pop() if len(years) == 1 else None


def _check_allowed(tables: list[Table], by: User) -> None:
    for kind in {table.layout.kind for table in tables}:
        for can in NEEDED[kind]:
            if not may(by, can):
                raise NotAllowed(
                    say("Sheets of the kind “%(kind)s” are entered by others: you may not %(can)s.")
                    % {"kind": kind.label, "can": can.label}
                )


def _build_all(build: Build, tables: list[Table], year: int | None) -> None:
    """Build ledgers first, provincial to district, then what refers to their projects."""
    ledger, monthly = LedgerBuilder(build), MonthlyBuilder(build)
    twice = SheetKind.MONTHLY  # gone through once more, project by project
    rows = sum(len(t.rows) * (1 + (t.layout.kind == twice)) for t in tables)
    advance.enter(BatchStage.CHECKING, rows)
    builders: dict[SheetKind, Any] = {
        SheetKind.LEDGER: ledger,
        SheetKind.ADJUSTMENT: AdjustmentBuilder(build),
        SheetKind.MONTHLY: monthly,
        SheetKind.STATISTICS: StatisticsBuilder(build),
        SheetKind.INVESTMENT: InvestmentBuilder(build),
        SheetKind.CHAIN: ChainBuilder(build, ledger),
    }
    for kind, builder in builders.items():
        for table in tables:
            if table.layout.kind == kind:
                builder.add(table, year)
    monthly.finish()


def _mend(file: str, sheet: Sheet, mended: Mapping[str, str]) -> None:
    """Put in the cells that a person corrected on screen: keys are file|sheet|row|column."""
    start = f"{file}|{sheet.name}|"
    for key, value in mended.items():
        place = re.fullmatch(r"(\d{1,6})\|(\d{1,3})", key.removeprefix(start))
        if not key.startswith(start) or place is None:
            continue
        row, column = int(place[1]), int(place[2])
        if row < len(sheet.rows) and column < MOST_COLUMNS:
            line = sheet.rows[row]
            line.extend([None] * (column + 1 - len(line)))
            line[column] = value or None
