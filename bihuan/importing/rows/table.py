"""A table understood: its rows, counted from 1 for people, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bihuan.importing.headings.layout import Layout
from bihuan.importing.headings.naming import SheetColumn
from bihuan.importing.proof.questions import Desk
from bihuan.kit.money import UNITS, WAN, in_unit
from bihuan.kit.months import Month
from bihuan.kit.numbers import is_empty, plain
from bihuan.kit.sheets import Cell, Sheet
from bihuan.projects.kinds import ProjectClass, Tier

TITLE_CELLS = 4  # words in a line above a table; more, or numbers, are another table's
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
    """One row of data. Keys are field names, or (field, month) where a column is of a month, and
    (field, place of the programme) where columns are of programmes.
    """

    file: str
    sheet: str
    number: int
    values: dict[Key, Any]
    columns: Mapping[Key, SheetColumn]
    project_class: ProjectClass | None = None
    tier: Tier | None = None
    bad: bool = False
    unit: int | None = None
    """In how many yuan the table counts."""
    other_class: ProjectClass | None = None
    """What another cell of the row says of its class, against its group's heading."""
    class_word: str = ""
    """What stands in the row's cell of the class, and is none that is known."""
    edited: set[Key] = field(default_factory=set)

    def get(self, key: Key) -> Any:
        return self.values.get(key)

    def tiers(self, otherwise: Tier | None) -> tuple[Tier, ...]:
        """Return the lists that the row stands on, as it says itself or as is told of it."""
        said = self.get("tier") or self.tier or otherwise
        return said if isinstance(said, tuple) else (said,) if said else ()

    def money(self, key: Key, yuan: int) -> str:
        """Return an amount as the row's own column counts it."""
        return in_unit(yuan, self.unit_of(key))

    def unit_of(self, key: Key) -> int:
        column = self.columns.get(key)
        found = (column.unit if column else None) or self.unit
        return found if found and found in UNITS.values() else WAN

    def problem(self, key: Key, message: str, severity: str = ERROR) -> ImportProblem:
        if severity == ERROR:
            self.bad = True
        column = self.columns.get(key)
        title, index = (column.title, column.index) if column else ("", None)
        return ImportProblem(self.file, self.sheet, self.number, title, message, severity, index)


def words_of_line(cells: Sequence[Cell]) -> str:
    """Return the words of a line above a table; empty if it is a line of numbers, or of a table."""
    filled = [cell for cell in cells if not is_empty(cell)]
    if len(filled) > TITLE_CELLS or any(isinstance(cell, float | int) for cell in filled):
        return ""
    return " ".join(plain(cell) for cell in filled)


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
    desk: Desk = field(default_factory=lambda: Desk("", "", ""))
    is_ledger_too: bool = False
    """True for the months of a sheet that was read as a ledger before."""
    repeats_months: bool = False
    """True for that ledger."""
    month_above: Month | None = None
    """The month of the table above in the same sheet, which holds until another is named."""
    is_beside: bool = False
    """True for what the bureau counted, that stands beside a month's amounts."""

    @property
    def above(self) -> list[str]:
        """The lines of words above the header, each as one text; those of a table are none."""
        rows = self.sheet.rows[: self.layout.header_row]
        return [text for row in rows if (text := words_of_line(row))]

    @property
    def titles(self) -> list[str]:
        """The names under which a table goes: the sheet's, its titles', the file's."""
        return [self.sheet.name, *self.above, self.file]
