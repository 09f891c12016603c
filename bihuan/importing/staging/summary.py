"""What a reading of files comes to, as plain values to keep with the batch and to print as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from bihuan.importing.headings.kinds import COLUMNS, SheetKind
from bihuan.importing.proof.amount_words import in_wan
from bihuan.importing.proof.questions import TableQuestion
from bihuan.importing.rows.table import ImportProblem, Table
from bihuan.importing.workbooks.sheets import title_of
from bihuan.kit.numbers import plain
from bihuan.kit.sheets import Cell, Sheet
from bihuan.kit.words import gettext

from .changes import RowOutcome
from .reading import BatchReading, RowPlace

MOST_SHOWN = 3_000  # rows and problems kept for the preview; counts are always of all
LONGEST_SHOWN = 400  # characters


def _by_place(problems: Sequence[ImportProblem]) -> list[ImportProblem]:
    """Return problems row by row, sheets in the order in which they come."""
    sheets = {
        place: n for n, place in enumerate(dict.fromkeys((p.file, p.sheet) for p in problems))
    }
    return sorted(problems, key=lambda p: (sheets[p.file, p.sheet], p.row))


def summarise(reading: BatchReading) -> dict[str, Any]:
    problems = reading.problems
    names = _names(reading) if problems else {}
    sheets = {(t.file, t.sheet.name): t.sheet for t in reading.tables if t.sheet.rows}
    return {
        "sheets": [
            {
                "file": table.file,
                "sheet": table.sheet.name,
                "kind": table.layout.kind.value,
                "header_row": table.layout.header_row + 1,
                "rows": len(table.rows),
                "unknown": [c.title for c in table.layout.unknown],
                "guessed": {c.title: c.field for c in table.layout.columns if c.guessed},
            }
            for table in reading.tables
        ],
        "layouts": [_layout(table) for table in reading.tables],
        "questions": [_question(question) for question in reading.questions],
        "proof": [
            {"file": p.file, "sheet": p.sheet, "statement": p.statement, "holds": p.holds}
            for p in reading.proofs[:MOST_SHOWN]
        ],
        "left_out": [
            {
                "file": each.file,
                "sheet": each.sheet,
                "row": each.row,
                "text": _short(each.text),
                "why": each.why,
            }
            for each in islice((x for t in reading.tables for x in t.desk.left), MOST_SHOWN)
        ],
        "ignored": [{"file": file, "sheet": sheet} for file, sheet in reading.ignored],
        **reading.counts(),
        "blocked": reading.blocked,
        "problem_count": len(problems),
        "problems": [_problem(p, names, sheets) for p in _by_place(problems)[:MOST_SHOWN]],
        "changes": [
            {
                "file": o.file,
                "sheet": o.sheet,
                "row": o.row,
                "label": _short(o.label),
                "what": o.what,
                "fields": [[_short(word) for word in told] for told in o.fields],
            }
            for o in islice(_changing(reading), MOST_SHOWN)
        ],
    }


def _layout(table: Table) -> dict[str, Any]:
    """Return how a table was read: each column, and the sums of its amounts."""
    layout = table.layout
    sums: Counter[int] = Counter()
    for row in table.rows:
        for key, value in row.values.items():
            if type(value) is int and key in row.columns:
                sums[row.columns[key].index] += value
    return {
        "file": table.file,
        "sheet": table.sheet.name,
        "kind": layout.kind.value,
        "year": table.year,
        "month": str(layout.month or ""),
        "tier": str(table.tier or ""),
        "columns": [
            {
                "title": column.title,
                "field": column.field,
                "label": _label(layout.kind, column.field),
                "sum": in_wan(sums[column.index]) if column.index in sums else "",
            }
            for column in sorted((*layout.columns, *layout.unknown), key=lambda c: c.index)
        ],
    }


def _label(kind: SheetKind, field: str) -> str:
    """Return what a column is read as; empty if it is not read."""
    specs = COLUMNS[kind.value].fields
    if field not in specs or specs[field].type == "ignored":
        return ""
    return title_of(kind.value, field)


def blocked(outcome: dict[str, Any]) -> str:
    """Return the sentence for a batch that cannot be written yet."""
    if any(not question["answer"] for question in outcome.get("questions", ())):
        return gettext("Nothing was written: questions are open.")
    return gettext("Nothing was written: some rows have problems.")


def _problem(
    found: ImportProblem, names: Mapping[RowPlace, str], sheets: Mapping[tuple[str, str], Sheet]
) -> dict[str, Any]:
    """Return a problem with its project's name, and its cell as it stands, to be mended."""
    sheet = sheets.get((found.file, found.sheet))
    has_cell = sheet is not None and found.index is not None and found.row <= len(sheet.rows)
    cell = sheet.cell(found.row - 1, found.index) if has_cell else None  # type: ignore[union-attr,arg-type]  # it has
    return {
        "file": found.file,
        "sheet": found.sheet,
        "row": found.row,
        "name": names.get((found.file, found.sheet, found.row), ""),
        "column": found.column,
        "message": _short(found.message),
        "severity": found.severity,
        "index": found.index,
        **({"cell": shown_cell(cell)} if has_cell else {}),
    }


def shown_cell(cell: Cell) -> str:
    """Return a cell's value as the workbook shows it."""
    return plain(cell) if isinstance(cell, float) else "" if cell is None else str(cell)


def _names(reading: BatchReading) -> dict[RowPlace, str]:
    """Return the name of the project, or the like, that each row tells."""
    return {
        (table.file, table.sheet.name, row.number): _short(str(row.get("name") or ""))
        for table in reading.tables
        for row in table.rows
    }


def _question(question: TableQuestion) -> dict[str, Any]:
    return {
        "id": question.id,
        "file": question.file,
        "sheet": question.sheet,
        "column": question.column,
        "text": question.text,
        "choices": [vars(choice) for choice in question.choices],
        "answer": question.answer,
        "former": question.former,
        "typed": question.typed,
    }


def _short(words: str) -> str:
    """Return words cut to what a page shows: a cell may hold a book."""
    return words if len(words) <= LONGEST_SHOWN else f"{words[:LONGEST_SHOWN]}…"


def _changing(reading: BatchReading) -> Iterator[RowOutcome]:
    return (outcome for outcome in reading.context.outcomes if outcome.what != "unchanged")
