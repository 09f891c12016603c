"""What one file says, before it is compared with any fact: its tables, row by row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from itertools import pairwise

from bihuan.importing.headings.kinds import SheetKind
from bihuan.importing.headings.layout import SORTED_BY, Layout, find_layout
from bihuan.importing.headings.naming import NO_FIELD
from bihuan.importing.headings.tables import tables_in
from bihuan.importing.money.reading import money_tables
from bihuan.importing.proof.counted import bureaus_columns
from bihuan.importing.proof.grid import Grid, TableFacts
from bihuan.importing.proof.heads import years_in
from bihuan.importing.proof.known import KnownFacts
from bihuan.importing.proof.ledgers.plans import is_known
from bihuan.importing.proof.months.periods import period_of
from bihuan.importing.proof.questions import RememberedAnswer
from bihuan.importing.reshape.reshaped import reshaped
from bihuan.importing.reshape.sentences import unclear_lines
from bihuan.importing.rows.counted import sums_up, tell_summed_up
from bihuan.importing.rows.reading import ReadingRules, read_table
from bihuan.importing.rows.summaries import drop_repeated_months
from bihuan.importing.rows.table import Table, words_of_line
from bihuan.importing.workbooks.returned import Base, base_of
from bihuan.kit import advance
from bihuan.kit.bulk import without_collector
from bihuan.kit.sheets import MOST_COLUMNS, Sheet, read_workbook

from .stages import BatchStage


@dataclass(frozen=True)
class BatchAnswers:
    """What a person added to the files: the year, a unit, the meaning of headers, answers to
    questions, mended cells. `remembered` are answers to earlier tables of the same layouts.
    """

    year: int | None = None
    unit: int | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)
    remembered: Mapping[str, RememberedAnswer] = field(default_factory=dict)
    mended: Mapping[str, str] = field(default_factory=dict)
    reason: str = ""


@dataclass(frozen=True)
class FileReading:
    """The tables of one file, the names of the sheets that hold none, and the cells with which it
    went out if it is a workbook of ours come back.
    """

    name: str
    tables: list[Table] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    base: Base = field(default_factory=dict)
    unclear: list[tuple[int, str]] = field(default_factory=list)
    """Lines of a text with amounts that are not plain, with their numbers from 1."""


@without_collector()
def read_files(
    files: Sequence[tuple[str, bytes]], told: BatchAnswers, known: KnownFacts, today: date
) -> list[FileReading]:
    """Read every sheet, beside what is known. Raises Refusal for a file that cannot be read."""
    advance.enter(BatchStage.READING, sum(len(content) for _name, content in files))
    facts = TableFacts(today, told.year, told.unit, told.answers, told.remembered)
    rules = ReadingRules(facts, known)
    readings = [_read(name, content, told, rules) for name, content in files]
    _drop_summaries(readings)
    _drop_repeated_ledgers(readings)
    drop_repeated_months([table for reading in readings for table in reading.tables])
    return readings


def _read(name: str, content: bytes, told: BatchAnswers, rules: ReadingRules) -> FileReading:
    book = read_workbook(content, name)
    advance.add(len(content) // 2)
    rest = len(content) - len(content) // 2
    tables: list[Table] = []
    ignored: list[str] = []
    unclear: list[tuple[int, str]] = []
    for sheet in book.sheets:
        found = read_sheet(name, sheet, told, rules)
        tables += found
        if not found:
            ignored.append(sheet.name)
            unclear += unclear_lines(sheet)
        advance.add(rest // len(book.sheets))
    return FileReading(name, tables, ignored, base_of(book) if tables else {}, unclear)


def read_sheet(name: str, sheet: Sheet, told: BatchAnswers, rules: ReadingRules) -> list[Table]:
    """Return the tables of one sheet of the file `name`, each read. Pure."""
    if money := money_tables(name, sheet, told.columns, rules, partial(_mend, name, told.mended)):
        return money
    tables: list[Table] = []
    laid_out = reshaped(sheet)
    sheet = laid_out.sheet
    _mend(name, told.mended, sheet)
    for part, layout in tables_in(sheet, file_name=name, answers=told.columns):
        before = tables[-1] if tables else None
        tables += _tables(name, part, layout, told, rules, before)
    for table in tables if laid_out.statement else ():
        table.desk.prove(laid_out.statement)
    return tables


def _tables(
    name: str,
    sheet: Sheet,
    layout: Layout,
    told: BatchAnswers,
    rules: ReadingRules,
    before: Table | None,
) -> Iterator[Table]:
    """Yield the table of a layout. A list of projects that are new and of what was completed of
    them is read twice: as a ledger, and as a month's report; so is what the bureau counted beside
    it.
    """
    ledger = None
    if layout.kind == SheetKind.ADJUSTMENT:
        layout = _of_new_projects(name, sheet, layout, told, rules) or layout
    if layout.kind == SheetKind.MONTHLY:
        ledger = find_layout(sheet, file_name=name, answers=told.columns, kinds=(SheetKind.LEDGER,))
        if ledger is not None and ledger.first_row != layout.first_row:
            ledger = None  # 计划完成投资 alone, over 6月
    if ledger is not None and _tells_of_years_past(sheet, layout):
        yield read_table(name, sheet, ledger, rules, before=before)
        return
    is_ledger_too = ledger is not None and not _is_listed(sheet, layout, ledger, rules)
    if ledger is not None and is_ledger_too:
        table = read_table(name, sheet, ledger, rules, before=before)
        table.repeats_months = True
        yield table
    yield read_table(name, sheet, layout, rules, before=before, is_ledger_too=is_ledger_too)
    if layout.kind == SheetKind.MONTHLY and (counted := _bureaus(name, sheet, layout, told)):
        yield read_table(name, sheet, counted, rules, before=before, is_beside=True)


def _of_new_projects(
    name: str, sheet: Sheet, layout: Layout, told: BatchAnswers, rules: ReadingRules
) -> Layout | None:
    """Return the layout of a list of projects that shows an adjusted plan beside the first one: it
    tells their totals and sorts them, its titles speak of no adjustment, and none is known.
    """
    titles = [*(words_of_line(row) for row in sheet.rows[: layout.header_row]), sheet.name, name]
    if any("调整" in title for title in titles):
        return None
    found = find_layout(sheet, file_name=name, answers=told.columns, kinds=(SheetKind.LEDGER,))
    if found is None or Grid(sheet, found, rules.known).has_known:
        return None
    fields = {column.field for column in found.columns}
    return found if "total" in fields and fields & SORTED_BY else None


def _bureaus(name: str, sheet: Sheet, layout: Layout, told: BatchAnswers) -> Layout | None:
    """Return the layout of what the bureau may have counted beside a month's amounts; None if no
    column speaks of it.
    """
    titles = {column.title for column in bureaus_columns(layout, sheet)}
    titles -= {title for title, field in told.columns.items() if field == NO_FIELD}
    if not titles:
        return None
    answers = {**told.columns, **dict.fromkeys(titles, "counted")}
    kinds = (SheetKind.STATISTICS,)
    found = find_layout(sheet, file_name=name, answers=answers, kinds=kinds)
    if found is None:
        return None
    columns = tuple(replace(c, guessed=c.title in titles) for c in found.columns)
    return replace(found, columns=columns)


def _drop_summaries(readings: Sequence[FileReading]) -> None:
    """Leave out tables whose rows sum up the projects of another table of the files, and say so."""
    tables = [table for reading in readings for table in reading.tables]
    for reading in readings:
        for table in list(reading.tables):
            other = next((t for t in tables if t is not table and sums_up(table, t)), None)
            if other is not None:
                tell_summed_up(table, other)
                reading.tables.remove(table)


def _drop_repeated_ledgers(readings: Sequence[FileReading]) -> None:
    """Leave month's reports at what they are if another table of the files lists their projects."""
    tables = [table for reading in readings for table in reading.tables]
    ledgers = [table for table in tables if table.layout.kind == SheetKind.LEDGER]
    listed = {
        row.get("name") for table in ledgers if not table.repeats_months for row in table.rows
    }
    dropped = set()
    for table in ledgers:
        names = {row.get("name") for row in table.rows}
        if table.repeats_months and len(names & listed) * 2 >= len(names) and listed:
            dropped.add(id(table))
        listed |= names
    for reading in readings:
        for table, month in pairwise(reading.tables):
            if id(table) in dropped:
                month.is_ledger_too = False
        reading.tables[:] = [table for table in reading.tables if id(table) not in dropped]


def _tells_of_years_past(sheet: Sheet, layout: Layout) -> bool:
    """True if all that a list says was completed was so in years before the one of its title, or
    of its plan.
    """
    titles = [*(words_of_line(row) for row in sheet.rows[: layout.header_row]), sheet.name]
    done = [c for c in layout.columns if c.field in ("completed", "cumulative")]
    done += [c for c in layout.unknown if period_of(c.path, None) is not None]
    plans = {c.year for c in layout.columns if c.field == "planned"}
    planned = [year for year in plans if year] if None not in plans and not layout.number else []
    years, of_list = [c.year for c in done], max(years_in(titles) or planned, default=None)
    return of_list is not None and bool(done) and all(y and y < of_list for y in years)


def _is_listed(sheet: Sheet, layout: Layout, ledger: Layout, rules: ReadingRules) -> bool:
    """True if most projects of a sheet stand on a list of its year already: of these it reports."""
    grid = Grid(sheet, layout, rules.known)
    titles = [*(words_of_line(row) for row in sheet.rows[: layout.header_row]), sheet.name]
    headings = [c.year for c in ledger.columns if c.year and c.field == "planned"]
    years = [*headings, *([layout.month.year] if layout.month else []), *years_in(titles)]
    year = rules.facts.year or next(iter(years), None)
    listed = [p for line in grid.data if (p := grid.project(line)) and _stands(rules, p, year)]
    if not listed and year is not None and rules.facts.year is None:
        return _has_plans_of_another_year(sheet, ledger, rules, year)
    return len(listed) * 2 >= len(grid.data)


def _has_plans_of_another_year(
    sheet: Sheet, ledger: Layout, rules: ReadingRules, year: int
) -> bool:
    """True if the plans of a report are those of another year than its title says: a title of last
    year's was left, and nothing is new.
    """
    grid, planned = Grid(sheet, ledger, rules.known), ledger.column("planned")
    years = {year - 1, year + 1, rules.facts.today.year} - {year}
    return planned is not None and any(is_known(grid, planned, other) for other in years)


def _stands(rules: ReadingRules, project: int, year: int | None) -> bool:
    return year is None or bool(rules.known.planned(project, year))


def _mend(file: str, mended: Mapping[str, str], sheet: Sheet) -> None:
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
