"""What one file says, before it is compared with any fact: its tables, row by row."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bihuan.kit import advance
from bihuan.kit.bulk import without_collector
from bihuan.kit.sheets import MOST_COLUMNS, Sheet, read_workbook

from .returned import Base, base_of
from .rows import read_table
from .stages import BatchStage
from .table import Table
from .tables import tables_in


@dataclass(frozen=True)
class BatchAnswers:
    """What a person added to the files: the year, a unit, the meaning of headers, mended cells."""

    year: int | None = None
    unit: int | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
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


@without_collector()
def read_files(files: Sequence[tuple[str, bytes]], told: BatchAnswers) -> list[FileReading]:
    """Read every sheet. Raises Refusal for a file that cannot be read."""
    advance.enter(BatchStage.READING, sum(len(content) for _name, content in files))
    return [_read(name, content, told) for name, content in files]


def _read(name: str, content: bytes, told: BatchAnswers) -> FileReading:
    book = read_workbook(content, name)
    advance.add(len(content) // 2)
    rest = len(content) - len(content) // 2
    tables: list[Table] = []
    ignored = []
    for sheet in book.sheets:
        _mend(name, sheet, told.mended)
        before = None
        for part, layout in tables_in(sheet, file_name=name, answers=told.columns):
            before = read_table(name, part, layout, unit=told.unit, before=before)
            tables.append(before)
        if before is None:
            ignored.append(sheet.name)
        advance.add(rest // len(book.sheets))
    return FileReading(name, tables, ignored, base_of(book) if tables else {})


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
