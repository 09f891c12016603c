"""Tables that are listed cell by cell, as HTML, Word and OpenDocument do, laid out as rows."""

from __future__ import annotations

import math
from collections.abc import Sequence

from . import limits
from .number_formats import NumberFormat
from .values import Cell, Place, ReadingFault, Sheet, Unreadable

TITLE_LINES = 6  # above a table
LONGEST_TITLE = 120  # characters: a longer paragraph is none


class GridBuilder:
    """A sheet in the making. Raises Unreadable as soon as it grows larger than a table is."""

    def __init__(self, name: str, room: int = limits.MOST_CELLS) -> None:
        self.name, self.room = name, room
        self.rows: list[list[Cell]] = []
        self.merged: list[tuple[int, int, int, int]] = []
        self.percents: set[Place] = set()
        self.formats: dict[str, set[Place]] = {}
        self.uncomputed: set[Place] = set()
        self.failed: set[Place] = set()
        self.hidden: set[int] = set()
        self.hidden_columns: set[int] = set()
        self.comments: dict[Place, str] = {}
        self.struck: set[Place] = set()
        self.column = 0
        self._empty = 0
        self._free_from: dict[int, int] = {}  # column → the first row not taken from above

    @property
    def row(self) -> int:
        """The row that is being filled, from 0."""
        return len(self.rows) - 1

    @property
    def is_long_empty(self) -> bool:
        """True if so many empty rows came that what follows is none of the table."""
        return self._empty > limits.MOST_EMPTY

    def add_row(self) -> None:
        if self.rows:
            self._empty = 0 if any(c is not None for c in self.rows[-1]) else self._empty + 1
        if len(self.rows) - self._empty >= limits.MOST_ROWS:
            raise Unreadable(ReadingFault.TOO_MANY_ROWS, self.name)
        self.rows.append([])
        self.column = 0

    def add_cell(self, value: Cell, across: int = 1, down: int = 1) -> Place:
        """Put a cell into the next place that none from above reaches into; return the place."""
        while self._free_from.get(self.column, 0) > self.row:
            self.column += 1
        place = self.row, self.column
        self.put(value)
        across = min(max(across, 1), limits.MOST_COLUMNS)
        self.span(place, across, down)
        if down > 1:
            for column in range(place[1], place[1] + across):
                self._free_from[column] = self.row + down
        self.spend(across - 1)
        self.column += across
        return place

    def put(self, value: Cell) -> None:
        """Put a value into the column at hand; what stands far to the right is left out."""
        if value is None or self.column >= limits.MOST_COLUMNS:
            if value is not None and self.column >= limits.WIDEST:
                raise Unreadable(ReadingFault.TOO_WIDE, self.name)
            return
        line = self.rows[-1]
        if type(value) is float and not math.isfinite(value):
            self.failed.add((self.row, self.column))
            return
        missing = self.column - len(line)
        self.spend(missing + 1)
        line.extend([None] * missing)
        line.append(value)

    def span(self, place: Place, across: int, down: int) -> None:
        """Note that the cell at a place reaches over so many columns and rows."""
        if (across > 1 or down > 1) and place[1] < limits.MOST_COLUMNS:
            row, column = place
            self.merged.append((row, column, row + down - 1, column + across - 1))

    def note_format(self, place: Place, shown: NumberFormat | None) -> None:
        """Note a unit with which a number is shown, or by how much it is scaled."""
        if shown is not None:
            self.formats.setdefault(str(shown), set()).add(place)

    def spend(self, cells: int) -> None:
        """Count cells towards what a file may hold."""
        self.room -= cells
        if self.room < 0:
            raise Unreadable(ReadingFault.TOO_MANY_CELLS, self.name)

    def is_empty(self) -> bool:
        return not any(cell is not None for row in self.rows for cell in row)

    def sheet(self, titles: Sequence[str] = (), *, doubtful: bool = False) -> Sheet:
        """Return the rows under lines of title, without empty rows at their end."""
        rows, moved = self.rows, len(titles)

        def below(places: set[Place]) -> frozenset[Place]:
            return frozenset((row + moved, column) for row, column in places)

        while rows and not any(cell is not None for cell in rows[-1]):
            rows.pop()
        last = len(rows) - 1
        above: list[list[Cell]] = [[line] for line in titles]
        return Sheet(
            self.name,
            above + rows,
            [
                (top + moved, left, min(bottom, last) + moved, right)
                for top, left, bottom, right in self.merged
                if top <= last
            ],
            uncomputed=below(self.uncomputed),
            failed=below(self.failed),
            hidden=frozenset(row + moved for row in self.hidden if row <= last),
            percents=below(self.percents),
            formats={told: below(places) for told, places in self.formats.items()},
            hidden_columns=frozenset(self.hidden_columns),
            comments={(row + moved, column): c for (row, column), c in self.comments.items()},
            doubtful=doubtful,
            struck=below(self.struck),
        )


def titles_above(lines: Sequence[str]) -> list[str]:
    """Return those of the lines before a table that may be its title, its unit, its day: the last
    few, up to a paragraph that is too long for one.
    """
    titles: list[str] = []
    for line in reversed([line.strip() for line in lines if line.strip()]):
        if len(line) > LONGEST_TITLE or len(titles) >= TITLE_LINES:
            break
        titles.insert(0, line)
    return titles


def numbered(sheets: list[Sheet], stem: str) -> list[Sheet]:
    """Name the tables of a document: by the file if it is one, else 表1, 表2 and so on."""
    for number, sheet in enumerate(sheets, start=1):
        object.__setattr__(sheet, "name", stem if len(sheets) == 1 else f"表{number}")
    return sheets
