"""A table's columns as numbers, beside what is known of each line's project. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property

from bihuan.importing.headings.kinds import COLUMNS, SheetKind
from bihuan.importing.headings.layout import Layout
from bihuan.importing.headings.naming import SheetColumn, field_of
from bihuan.kit.money import number_and_unit
from bihuan.kit.numbers import parse_number, plain
from bihuan.kit.sheets import Cell, Sheet, cell_at

from .amounts import Amount, amount_of, own_unit
from .known import KnownFacts
from .months.periods import period_of
from .questions import RememberedAnswer
from .rows.lines import Line, LineColumns, LineRole
from .rows.roles import lines_of

SUMMED = frozenset({"planned", "planned_in", "since_start", "until_last_year"})
"""Columns that a month's report leaves alone, and whose amounts add up."""
NAMED = ("name", "chain", "month")


@dataclass(frozen=True)
class TableFacts:
    """What people tell beside a sheet, and the day it is."""

    today: date
    year: int | None = None
    unit: int | None = None
    answers: Mapping[str, str] = field(default_factory=dict)
    remembered: Mapping[str, RememberedAnswer] = field(default_factory=dict)


class Grid:
    """The lines of a table. Amounts count in the column's own unit, if its heading says one."""

    def __init__(self, sheet: Sheet, layout: Layout, known: KnownFacts) -> None:
        self.sheet, self.layout, self.known = sheet, layout, known
        self.columns = [column for column in layout.columns if self._adds_up(column)]
        self.columns += [c for c in layout.unknown if _is_completed(c)]

    @property
    def units(self) -> tuple[int, ...]:
        """In how many yuan each column counts; 1 where only the table's unit tells."""
        return tuple(column.unit or 1 for column in self.columns)

    def _amount(self, row: list[Cell], index: int, unit: int | None) -> Amount | None:
        """Return an amount in yuan; in the table's unit if its column has none of its own."""
        if index >= len(row):
            return None
        return amount_of(row[index], unit or 1, 1 if unit else self.layout.unit or 1)

    @cached_property
    def steps(self) -> tuple[int, ...]:
        """In how many yuan each column's whole numbers are rounded: in its unit, or its cells'."""
        return tuple(column.unit or self._unit_of_cells(column.index) for column in self.columns)

    def _unit_of_cells(self, index: int) -> int:
        cells = (cell_at(row, index) for row in self.sheet.rows[self.layout.first_row :])
        worded = {c for c in cells if isinstance(c, str) and c.rstrip().endswith("元")}
        return min((unit for c in worded if (unit := number_and_unit(c, None)[1])), default=1)

    @property
    def has_unit_in_cells(self) -> bool:
        """True if a cell of a column without a unit says its own."""
        places = [column.index for column in self.columns if not column.unit]
        return any(
            isinstance(cell := cell_at(row, index), str) and own_unit(cell)
            for row in self.sheet.rows[self.layout.first_row :]
            for index in places
        )

    def _adds_up(self, column: SheetColumn) -> bool:
        if column.field in SUMMED or is_total(column):
            return True
        return self.layout.is_money(column)

    @cached_property
    def lines(self) -> list[Line]:
        """Every line below the header, with what it is."""
        layout, first = self.layout, self.layout.first_row
        rows = self.sheet.rows
        units = tuple(column.unit for column in self.columns)
        places = tuple(column.index for column in self.columns)
        amounts = [
            [self._amount(row, i, unit) for i, unit in zip(places, units, strict=True)]
            for row in rows[first:]
        ]
        name = next((c for n in NAMED if (c := layout.column(n))), None)
        number = layout.column("number")
        code, enterprise = layout.column("code"), layout.column("enterprise")
        columns = LineColumns(
            name=name.index if name else None,
            serial=number.index if number else None,
            others=(enterprise.index,) if enterprise else (),
            code=code.index if code else None,
            amounts=places,
            headings=self._headings,
            joined=self._joined(number.index) if number else frozenset(),
            units=self.steps,
        )
        return lines_of(rows, first, columns, amounts, self._names(name, code))

    def _joined(self, index: int) -> frozenset[int]:
        """Return the rows over which a cell of a column is merged from above."""
        found: set[int] = set()
        for top, left, bottom, right in self.sheet.merged:
            if left <= index <= right:
                found.update(range(top + 1, bottom + 1))
        return frozenset(found)

    @cached_property
    def _headings(self) -> tuple[str, ...]:
        """The words of every level of the headings."""
        rows = self.sheet.rows[self.layout.header_row : self.layout.first_row]
        words = ("".join(plain(cell).split()) for row in rows for cell in row)
        return tuple(dict.fromkeys(word for word in words if word))

    def _names(self, name: SheetColumn | None, code: SheetColumn | None) -> frozenset[str]:
        """Return the names in the table that are known projects'."""
        self.projects: dict[tuple[str, str], int | None] = {}
        if name is None or self.layout.kind not in (SheetKind.LEDGER, SheetKind.MONTHLY):
            return frozenset()
        found = set()
        for row in self.sheet.rows[self.layout.first_row :]:
            words = "".join(plain(cell_at(row, name.index)).split())
            told = plain(cell_at(row, code.index)) if code else ""
            if words and (words, told) not in self.projects:
                self.projects[(words, told)] = self.known.find(words, told)
            if self.projects.get((words, told)):
                found.add(words)
        return frozenset(found)

    @property
    def data(self) -> list[Line]:
        return [line for line in self.lines if line.role is LineRole.DATA]

    def project(self, line: Line) -> int | None:
        """Return the known project of a line."""
        return self._projects.get(line.number)

    @property
    def has_known(self) -> bool:
        """True if some line is of a known project."""
        return bool(self._projects)

    @cached_property
    def _projects(self) -> dict[int, int]:
        """The known projects by the numbers of their lines."""
        code, lines = self.layout.column("code"), self.lines
        if not any(self.projects.values()):
            return {}
        found = {}
        for line in lines:
            told = plain(cell_at(line.cells, code.index)) if code else ""
            if project := self.projects.get((line.name, told)):
                found[line.number] = project
        return found

    def on(self, sheet: Sheet) -> Grid:
        """Return the grid of the same columns in another sheet."""
        return self if sheet is self.sheet else Grid(sheet, self.layout, self.known)

    def in_units_of(self, layout: Layout) -> Grid:
        """Return the grid with its columns in the units that they have in another layout."""
        units = {c.index: c.unit for c in (*layout.columns, *layout.unknown)}
        own = (*self.layout.columns, *self.layout.unknown)
        counted = self.layout
        for column in own:
            unit = units.get(column.index)
            if unit and unit != column.unit:
                counted = counted.counted_in({column.index}, unit)
        return self if counted is self.layout else Grid(self.sheet, counted, self.known)

    def place(self, column: SheetColumn) -> int | None:
        """Return where a column stands among a line's amounts."""
        return next((i for i, c in enumerate(self.columns) if c.index == column.index), None)

    def amounts(
        self, column: SheetColumn, unit: int | None = None, lines: Sequence[Line] | None = None
    ) -> list[Amount | None]:
        """Return a column's amounts, line by line; in yuan if the table's `unit` is given."""
        lines = self.data if lines is None else lines
        place = self.place(column)
        scale = 1 if column.unit or unit is None else unit
        if place is None:
            found = (self._amount(line.cells, column.index, column.unit) for line in lines)
        else:
            found = (line.amounts[place] for line in lines)
        return [each.times(scale) if each is not None else None for each in found]

    def amounts_in(self, column: SheetColumn, unit: int) -> list[Amount | None]:
        """Return a column's amounts in yuan, line by line, those of cells without a unit of their
        own counted in `unit`.
        """
        return [amount_of(cell_at(line.cells, column.index), unit) for line in self.data]

    def rates(
        self, column: SheetColumn, lines: Sequence[Line] | None = None
    ) -> list[Amount | None]:
        """Return a column of percentages as hundredths, each as exact as it is printed or cut."""
        lines = self.data if lines is None else lines
        cells = [cell_at(line.cells, column.index) for line in lines]
        numbers = [parse_number(plain(cell).rstrip("%")) for cell in cells]
        bare = [
            n for n, c in zip(numbers, cells, strict=True) if n is not None and "%" not in str(c)
        ]
        shown = self.sheet.percents
        places = [(line.number, column.index) in shown for line in lines] if shown else []
        shares = bool(bare) and all(abs(n) <= 3 for n in bare) and any(n % 1 for n in bare)
        shares_ = places if any(places) else [shares] * len(cells)
        return [
            _rate(n, cell, shares=share)
            for n, cell, share in zip(numbers, cells, shares_, strict=True)
        ]


def is_total(column: SheetColumn) -> bool:
    """True for a column of total investment, also in a month's report, which leaves it alone."""
    return field_of(column.path, COLUMNS["ledger"]) == "total"


def _rate(number: Decimal | None, cell: Cell, *, shares: bool) -> Amount | None:
    if number is None:
        return None
    if shares and "%" not in str(cell):
        number *= 100
    exponent = number.normalize().as_tuple().exponent
    digits = min(0, exponent) if isinstance(exponent, int) else 0
    return Amount(number, Decimal(1).scaleb(max(digits, -4)))


def _is_completed(column: SheetColumn) -> bool:
    return period_of(column.path, None) is not None
