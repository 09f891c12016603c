"""Reads a case as a batch of files is read, and holds it against the truth. No database."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from bihuan.importing.headings.kinds import SheetKind
from bihuan.importing.headings.layout import Layout
from bihuan.importing.headings.tables import tables_in
from bihuan.importing.proof.grid import TableFacts
from bihuan.importing.reshape.reshaped import reshaped
from bihuan.importing.rows.reading import ReadingRules
from bihuan.importing.rows.table import ERROR, SheetRow, Table
from bihuan.importing.staging.file_readings import BatchAnswers, read_sheet
from bihuan.kit.months import Month
from bihuan.projects.rules import name_key

from .answers import right_answer
from .cases import ALWAYS_OPEN, LayoutCase
from .columns import Meaning
from .truth import KnowledgeDepth, TrueProject, TruthKnown

MOST_ROUNDS = 12
RowComparison = Callable[[LayoutCase, Table, SheetRow, TrueProject, "Differences"], None]


class Outcome(StrEnum):
    """How a case was read."""

    RIGHT = "right"
    ASKED = "asked"
    NEEDLESS = "needless"  # asked, though the sheet decides
    REFUSED = "refused"
    WRONG = "wrong"


@dataclass
class CaseScore:
    """How a case was read, and why it counts as that."""

    outcome: Outcome
    why: str = ""


@dataclass
class Differences:
    """What of a reading is not the truth: wrong, or not read though the sheet tells it; `later` is
    what the comparison with the months before asks.
    """

    wrong: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    later: list[str] = field(default_factory=list)


def score(case: LayoutCase) -> CaseScore:
    """Read a case, answer truly what is asked, and say how it was read."""
    answers: dict[str, str] = {}
    for _ in range(MOST_ROUNDS):
        tables = read_case(case, answers)
        open_ = [q for table in tables for q in table.desk.questions if q.is_open]
        if not open_:
            return _judged(case, tables, answers)
        if mute := [q.text for q in open_ if not all(c.gives for c in q.choices)]:
            return CaseScore(Outcome.WRONG, f"does not say what each choice gives: {mute[0]}")
        layouts = layouts_of(case)
        for question in open_:
            answer = right_answer(case, question, layouts)
            if answer is None:
                offered = [choice.value for choice in question.choices]
                return CaseScore(Outcome.REFUSED, f"no true choice: {question.text} {offered}")
            answers[question.id] = answer
    return CaseScore(Outcome.REFUSED, f"asks without end: {sorted(answers)}")


def read_case(case: LayoutCase, answers: Mapping[str, str]) -> list[Table]:
    """Return the tables of a case as files are read."""
    told = BatchAnswers(year=case.option_year, answers=answers)
    today = Month(case.truth.year, case.truth.number).last_day + timedelta(days=5)
    facts = TableFacts(max(today, date(case.truth.year, 2, 1)), case.option_year, None, answers)
    rules = ReadingRules(facts, TruthKnown(case.truth, case.knowledge))
    return read_sheet(case.file_name, case.sheet, told, rules)


def layouts_of(case: LayoutCase) -> list[Layout]:
    sheet = reshaped(case.sheet).sheet
    found = tables_in(sheet, file_name=case.file_name, answers={})
    return [layout for _part, layout in found]


def _judged(case: LayoutCase, tables: list[Table], answers: Mapping[str, str]) -> CaseScore:
    found = differences(case, tables)
    asked = {name.partition("-")[0] for name in answers}
    note = f"asked {' '.join(sorted(asked))}" if asked else ""
    if found.wrong:
        return CaseScore(Outcome.WRONG, "; ".join([*found.wrong[:3], note]))
    if found.unread:
        return CaseScore(Outcome.REFUSED, "; ".join([*found.unread[:3], note]))
    if found.later:
        asked.add("opening")
    if not asked:
        return CaseScore(Outcome.RIGHT)
    needless = asked - case.open - ALWAYS_OPEN
    if needless:
        return CaseScore(Outcome.NEEDLESS, " ".join(sorted(needless)))
    return CaseScore(Outcome.ASKED, note)


def differences(case: LayoutCase, tables: list[Table]) -> Differences:
    """Compare what was read with what is true."""
    found = Differences()
    ledgers = [t for t in tables if t.layout.kind == SheetKind.LEDGER]
    months = [t for t in tables if t.layout.kind == SheetKind.MONTHLY]
    for table in tables:
        if table.is_beside:
            _compare(case, [table], found, _counted_values)
        elif table not in ledgers and table not in months:
            found.wrong.append(f"read as {table.layout.kind}")
        found.unread += [f"error: {p.message}" for p in table.problems if p.severity == ERROR]
    if months and not case.has_done:
        found.wrong.append("a month's report is read of a ledger")
    if case.has_done:
        _compare(case, months, found, _month_values)
    if ledgers or (case.is_ledger and case.knowledge is KnowledgeDepth.NOTHING):
        _compare(case, ledgers, found, _ledger_values)
    if case.is_ledger and not ledgers and not case.has_done:
        found.unread.append("no ledger is found")
    return found


def _compare(
    case: LayoutCase, tables: list[Table], found: Differences, values: RowComparison
) -> None:
    if not tables:
        found.unread.append("no such table is found")
        return
    rows = [(table, row) for table in tables for row in table.rows]
    names = [name_key(str(row.get("name"))) for _table, row in rows]
    true = {name_key(p.name): p for p in case.truth.projects}
    for name in {n for n in names if n not in true}:
        found.wrong.append(f"no project: {name}")
    for name, project in true.items():
        count = names.count(name)
        if count != 1 and project.name not in case.skipped:
            blamed = any(p.severity == ERROR for table in tables for p in table.problems)
            kind = found.unread if not count and blamed else found.wrong
            kind.append(f"{name} is read {count} times")
    for (table, row), name in zip(rows, names, strict=True):
        if name in true:
            values(case, table, row, true[name], found)


def _ledger_values(
    case: LayoutCase, table: Table, row: SheetRow, project: TrueProject, found: Differences
) -> None:
    truth = case.truth
    for name, meaning, true in (
        ("planned", Meaning.PLAN, project.planned),
        ("total", Meaning.TOTAL, project.total),
        ("before", Meaning.BEFORE, project.before),
    ):
        _amount(case, (row, name), meaning, true, found)
    stated = row.get("tier") or row.tier or table.tier
    _same("tier", stated, truth.tier, found, is_told=True)
    _same("year", table.year or case.option_year, truth.year, found, is_told=True)
    stage = row.get("project_class") or row.project_class
    _same("class", stage, project.project_class, found, is_told=case.tells_class)


def _same(what: str, read: object, true: object, found: Differences, *, is_told: bool) -> None:
    if read is None:
        found.unread += [f"{what} is not read"] * is_told
    elif read != true:
        found.wrong.append(f"{what} is read as {read}, not {true}")


def _month_values(
    case: LayoutCase, table: Table, row: SheetRow, project: TrueProject, found: Differences
) -> None:
    if any(c.meaning is Meaning.EACH_MONTH for c in case.columns):
        _same("year", table.year or case.option_year, case.truth.year, found, is_told=True)
        _many_months(case, row, project, found)
        return
    month = table.layout.month or row.get("month")
    year = table.year or case.option_year
    if month is None and table.layout.number and year:
        month = Month(year, table.layout.number)
    _same("month", month, Month(case.truth.year, case.truth.number), found, is_told=True)
    done, so_far = row.get("completed"), row.get("cumulative")
    number = case.truth.number
    if done is not None:
        _amount(case, (row, "completed"), Meaning.MONTH, project.month(number), found)
    if so_far is not None and not _near(case, Meaning.TO_DATE, so_far, project.to_date(number)):
        _so_far(case, row, project, found)
    if done is None and _lacks_month(case, so_far):
        found.unread.append("the month's amount is not read")


def _counted_values(
    case: LayoutCase, _table: Table, row: SheetRow, project: TrueProject, found: Differences
) -> None:
    number = case.truth.number
    true = project.month(number) * 9 // 10
    _amount(case, (row, ("counted", number)), Meaning.COUNTED, true, found)


def _many_months(case: LayoutCase, row: SheetRow, project: TrueProject, found: Differences) -> None:
    for column in case.columns:
        if column.meaning is Meaning.EACH_MONTH:
            key = ("completed", column.number)
            place = (row, key if key in row.values or case.truth.number > 1 else "completed")
            _amount(case, place, column.meaning, project.month(column.number), found)
        elif column.meaning is Meaning.TO_COME and row.get(("completed", column.number)):
            found.wrong.append(f"{project.name} has completed what is to come")


def _lacks_month(case: LayoutCase, so_far: int | None) -> bool:
    """True if the sheet tells the month, and nothing was read that it follows from."""
    told = {c.meaning for c in case.columns} & {Meaning.MONTH, Meaning.TO_DATE}
    if so_far is None:
        return bool(told)
    derived = case.knowledge is KnowledgeDepth.MONTHS or case.truth.number == 1
    return Meaning.MONTH in told and not derived


def _so_far(case: LayoutCase, row: SheetRow, project: TrueProject, found: Differences) -> None:
    """Judge a sum since the start read as the year's: beside the month it is asked about later."""
    done, so_far = row.get("completed"), row.get("cumulative")
    text = f"cumulative of {project.name} is {so_far}, not {project.to_date(case.truth.number)}"
    if done is not None and "span" in case.open and so_far > done:
        found.later.append(text)
    else:
        found.wrong.append(text)


def _amount(
    case: LayoutCase,
    place: tuple[SheetRow, str | tuple[str, int]],
    meaning: Meaning,
    true: int | None,
    found: Differences,
) -> None:
    row, key = place
    read = row.get(key)
    if read is None:
        if true and any(c.meaning is meaning for c in case.columns):
            found.unread.append(f"{key} of {row.get('name')} is not read")
    elif not _near(case, meaning, read, true or 0):
        found.wrong.append(f"{key} of {row.get('name')} is {read}, not {true}")


def _near(case: LayoutCase, meaning: Meaning, read: int, true: int) -> bool:
    """True within half of the last digit printed."""
    return abs(Decimal(read) - true) <= max(_halves(case, meaning), default=Decimal(1))


def _halves(case: LayoutCase, meaning: Meaning) -> Iterator[Decimal]:
    columns = [c for c in case.columns if c.is_money]
    if meaning is Meaning.TOTAL and not any(c.meaning is meaning for c in columns):
        meaning = Meaning.PART
    for column in [c for c in columns if c.meaning is meaning] or columns:
        half = Decimal(column.unit).scaleb(-column.digits) / 2 + 1
        yield half * 2 if column.meaning is Meaning.PART else half
