"""A table understood: its rows, counted from 1 for people, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bihuan.kit.sheets import Sheet
from bihuan.projects.kinds import ProjectClass, Tier

from .layout import Layout
from .naming import SheetColumn

ERROR, WARNING = "error", "warning"
TOLERANCE_YUAN = 100  # a hundredth of 万元: the last digit that sheets print


Key = str | tuple[str, int]


@dataclass(frozen=True)
class ImportProblem:
    """Something wrong, or odd, at one place of a workbook. An error keeps the whole batch out."""

    file: str
    sheet: str
    row: int
    column: str
    message: str
    severity: str = ERROR
    index: int | None = None


@dataclass
class SheetRow:
    """One row of data. Keys are field names, or (field, month) where a column is of a month."""

    file: str
    sheet: str
    number: int
    values: dict[Key, Any]
    columns: Mapping[Key, SheetColumn]
    project_class: ProjectClass | None = None
    tier: Tier | None = None
    bad: bool = False
    edited: set[Key] = field(default_factory=set)

    def get(self, key: Key) -> Any:
        return self.values.get(key)

    def problem(self, key: Key, message: str, severity: str = ERROR) -> ImportProblem:
        if severity == ERROR:
            self.bad = True
        column = self.columns.get(key)
        title, index = (column.title, column.index) if column else ("", None)
        return ImportProblem(self.file, self.sheet, self.number, title, message, severity, index)


@dataclass
class Table:
    """A sheet whose table was understood."""

    file: str
    sheet: Sheet
    layout: Layout
    tier: Tier | None = None
    year: int | None = None
    rows: list[SheetRow] = field(default_factory=list)
    problems: list[ImportProblem] = field(default_factory=list)
