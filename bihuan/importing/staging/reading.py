"""From what a batch's files say to what they would change. Reads; writes nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bihuan.accounts.models import User
from bihuan.accounts.permissions import may
from bihuan.accounts.roles import Can
from bihuan.importing.builders.adjustments import AdjustmentBuilder
from bihuan.importing.builders.base import ImportContext
from bihuan.importing.builders.bureau import ChainBuilder, InvestmentBuilder, StatisticsBuilder
from bihuan.importing.builders.chain_months import ChainMonthBuilder
from bihuan.importing.builders.ledger import LedgerBuilder
from bihuan.importing.builders.money.counties import CountyBuilder
from bihuan.importing.builders.money.funding import FundingBuilder
from bihuan.importing.builders.monthly import MonthlyBuilder
from bihuan.importing.headings.kinds import COLUMNS, SheetKind
from bihuan.importing.headings.naming import NO_FIELD
from bihuan.importing.proof.amount_words import amounts_of_sheet_in
from bihuan.importing.proof.questions import Proof, TableQuestion
from bihuan.importing.queries import ExistingRecords
from bihuan.importing.rows.faults import without_rows
from bihuan.importing.rows.lengths import too_long
from bihuan.importing.rows.repeated import keep_together
from bihuan.importing.rows.table import ImportProblem, SheetRow, Table
from bihuan.importing.workbooks.returned import compare
from bihuan.kit import advance
from bihuan.kit.bulk import without_collector
from bihuan.kit.days import local_day
from bihuan.kit.errors import NotAllowed, Refusal
from bihuan.kit.words import gettext

from .file_readings import BatchAnswers, FileReading
from .stages import BatchStage

RowPlace = tuple[str, str, int]
"""File, sheet and number of a row."""
MOST_UNCLEAR, LONGEST_LINE = 3, 40  # lines of a text told, and characters of each
TEXTS = (".txt", ".md", ".csv", ".docx")
"""Files that may hold words without a table."""
FIRST_YEAR, LAST_YEAR = 1990, 2100
NEEDED = {
    SheetKind.LEDGER: (Can.PROJECT_EDIT, Can.PLAN_EDIT),
    SheetKind.ADJUSTMENT: (Can.PLAN_EDIT,),
    SheetKind.MONTHLY: (Can.REPORT_FILL,),
    SheetKind.STATISTICS: (Can.STATISTICS_ENTER,),
    SheetKind.INVESTMENT: (Can.STATISTICS_ENTER,),
    SheetKind.CHAIN: (Can.CHAIN_ENTER,),
    SheetKind.CHAIN_MONTH: (Can.CHAIN_ENTER,),
    SheetKind.FUNDING: (Can.FUNDING_ENTER,),
    SheetKind.COUNTIES: (Can.FUNDING_QUOTA,),
}


@dataclass
class BatchReading:
    """What a batch's files say, and what they would change."""

    context: ImportContext
    tables: list[Table]
    ignored: list[tuple[str, str]]

    @property
    def problems(self) -> list[ImportProblem]:
        return [p for table in self.tables for p in table.problems] + self.context.problems

    @property
    def bad_rows(self) -> frozenset[RowPlace]:
        """Where the rows stand that have an error."""
        return frozenset((p.file, p.sheet, p.row) for p in self.problems if p.severity == "error")

    @property
    def has_open_questions(self) -> bool:
        return any(question.is_open for question in self.questions)

    @property
    def questions(self) -> list[TableQuestion]:
        """What only a person knows, each once; those without an answer keep the batch out."""
        found = {q.id: q for table in self.tables for q in table.desk.questions}
        return list(found.values())

    @property
    def proofs(self) -> list[Proof]:
        return [proof for table in self.tables for proof in table.desk.proofs]

    @property
    def blocked(self) -> bool:
        return bool(self.bad_rows) or self.has_open_questions

    def counts(self) -> dict[str, int]:
        found = {"created": 0, "updated": 0, "unchanged": 0}
        for outcome in self.context.outcomes:
            found[outcome.what] += 1
        return found


def check_answers(year: int | None, columns: Mapping[str, str]) -> None:
    """Refuse a year that is none, and a header said to be a field that there is not."""
    if year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
        raise Refusal(gettext("%s is not a year that can be imported.") % year)
    known = {field for spec in COLUMNS.values() for field in spec.fields} | {NO_FIELD}
    if other := next((field for field in columns.values() if field not in known), None):
        raise Refusal(gettext("There is no field “%s”.") % other)


@without_collector()
def compare_files(
    readings: Sequence[FileReading],
    told: BatchAnswers,
    *,
    by: User,
    at: datetime,
    without: frozenset[RowPlace] = frozenset(),
) -> BatchReading:
    """Work out what the files would change. Raises NotAllowed for a kind of sheet that `by` may not
    enter. Rows `without` are passed over, with what was wrong with them.
    """
    for table in (table for reading in readings for table in reading.tables) if without else ():
        _pass_over(table, without)
    tables = [table for reading in readings for table in _tables_for(by, reading)]
    for reading in readings:
        for table in reading.tables:
            table.desk.answers, table.desk.remembered = told.answers, told.remembered
            compare(table, reading.base, by)
            table.problems += too_long(table.rows)
            table.problems += keep_together(table)
    _check_allowed(tables, by)
    nothing = [] if without else list(without_rows(tables))
    context = ImportContext(
        ExistingRecords(by, _year(tables, told), local_day(at)), by, at, local_day(at), told.reason
    )
    context.problems += nothing + [_unread(each) for each in readings if not each.tables]
    _build_all(context, tables, told.year)
    ignored = [(reading.name, sheet) for reading in readings for sheet in reading.ignored]
    return BatchReading(context, tables, ignored)


def _pass_over(table: Table, without: frozenset[RowPlace]) -> None:
    def stays(found: SheetRow | ImportProblem) -> bool:
        row = found.number if isinstance(found, SheetRow) else found.row
        return (table.file, table.sheet.name, row) not in without

    table.rows = [row for row in table.rows if stays(row)]
    table.problems = [problem for problem in table.problems if stays(problem)]


def _unread(reading: FileReading) -> ImportProblem:
    """Blame a file in which no sheet was understood."""
    sentence = gettext(
        "No table was recognised: a ledger needs the columns 项目名称, 总投资 and 年度计划投资, "
        "a month's report 项目名称 and 本月完成投资, adjustments of plans 项目名称, 调整后计划 and"
        " 调整原因."
    )
    if reading.name.lower().endswith(TEXTS):
        sentence += gettext(
            " Of words without a table each line must be of one project and say of when each amount"
            " is: 某项目本月完成投资300万元，累计完成投资1200万元。"
        )
        if lines := reading.unclear[:MOST_UNCLEAR]:
            told = "、".join(
                gettext("line %(row)s “%(text)s”") % {"row": n, "text": t[:LONGEST_LINE]}
                for n, t in lines
            )
            sentence += gettext(" Not understood: %s.") % told
    return ImportProblem(reading.name, "、".join(reading.ignored) or reading.name, 1, "", sentence)


def _year(tables: list[Table], told: BatchAnswers) -> int | None:
    """Return the year that the files speak of; None if of several, or if only their rows tell."""
    if any(t.layout.kind == SheetKind.MONTHLY and t.layout.column("month") for t in tables):
        return None
    years = {told.year or table.year for table in tables}
    years |= {table.layout.month.year for table in tables if table.layout.month}
    return years.pop() if len(years) == 1 else None


def _tables_for(by: User, reading: FileReading) -> Iterator[Table]:
    """Yield the tables of a file, but not what the bureau counted beside a month's amounts if `by`
    may not enter it; then the month's table says that it is left out.
    """
    for before, table in zip([None, *reading.tables], reading.tables, strict=False):
        if not table.is_beside or all(may(by, can) for can in NEEDED[table.layout.kind]):
            yield table
        elif before is not None:
            titles = "、".join(c.title for c in table.layout.columns if c.field == "counted")
            why = gettext("the statistics bureau enters itself what it counts")
            if all(each.text != titles for each in before.desk.left):
                before.desk.leave_out(table.layout.header_row + 1, titles, why)


def _check_allowed(tables: list[Table], by: User) -> None:
    for kind in {table.layout.kind for table in tables}:
        for can in NEEDED[kind]:
            if not may(by, can):
                raise NotAllowed(
                    gettext(
                        "Sheets of the kind “%(kind)s” are entered by others: you may not %(can)s."
                    )
                    % {"kind": kind.label, "can": can.label}
                )


def _build_all(context: ImportContext, tables: list[Table], year: int | None) -> None:
    """Build ledgers first, provincial to district, then what refers to their projects."""
    ledger, monthly = LedgerBuilder(context), MonthlyBuilder(context)
    funding = FundingBuilder(context)
    twice = SheetKind.MONTHLY  # gone through once more, project by project
    rows = sum(len(t.rows) * (1 + (t.layout.kind == twice)) for t in tables)
    advance.enter(BatchStage.CHECKING, rows)
    builders: dict[SheetKind, Any] = {
        SheetKind.LEDGER: ledger,
        SheetKind.ADJUSTMENT: AdjustmentBuilder(context),
        SheetKind.MONTHLY: monthly,
        SheetKind.STATISTICS: StatisticsBuilder(context),
        SheetKind.INVESTMENT: InvestmentBuilder(context),
        SheetKind.CHAIN: ChainBuilder(context, ledger),
        SheetKind.CHAIN_MONTH: ChainMonthBuilder(context, ledger),
        SheetKind.FUNDING: funding,
        SheetKind.COUNTIES: CountyBuilder(context),
    }
    for kind, builder in builders.items():
        for table in tables:
            if table.layout.kind == kind:
                with amounts_of_sheet_in(table.layout.unit):
                    builder.add(table, year)
    monthly.finish()
    funding.finish()
