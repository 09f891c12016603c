"""What is read out of a workbook, and why one is not read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum

Cell = str | float | int | bool | date | datetime | None
Place = tuple[int, int]


class ReadingFault(StrEnum):
    """Why a file is not read; `bihuan.kit.sheets` has a sentence for each."""

    OLD_FORMAT = "old_format"
    ENCRYPTED = "encrypted"
    OLD_DOCUMENT = "old_document"
    SLIDES = "slides"
    PICTURE = "picture"
    SCAN = "scan"
    ARCHIVE = "archive"
    NO_TABLE = "no_table"
    TOO_MANY_PAGES = "too_many_pages"
    NO_WORKBOOK = "no_workbook"
    DAMAGED = "damaged"
    CODE = "code"
    BOMB = "bomb"
    TOO_WIDE = "too_wide"
    TOO_MANY_ROWS = "too_many_rows"
    TOO_MANY_LINES = "too_many_lines"
    TOO_MANY_CELLS = "too_many_cells"
    NO_TEXT = "no_text"
    CHARACTERS = "characters"
    MEMORY = "memory"
    TIME = "time"
    BUSY = "busy"


class Unreadable(Exception):
    """A file that is not read. `about` names the file, or the sheet within it."""

    def __init__(self, fault: ReadingFault, about: str) -> None:
        super().__init__(fault, about)
        self.fault, self.about = fault, about


@dataclass(frozen=True)
class Sheet:
    """One table: rows of cells, and merged areas as (top, left, bottom, right), from 0.

    `uncomputed` are formulas that hold no result, `failed` those that hold an error (#DIV/0!) or no
    number; both are read as blank. `hidden` are rows that nobody sees who opens the workbook, and
    `hidden_columns` likewise. `percents` are cells whose number is shown as a percentage: 0.85 as
    85%; `formats` those shown with a unit or scaled, by what their `NumberFormat` says. All these
    are empty where the file does not say. `doubtful` is a sheet that was read from a picture, or
    cut into columns by where its words stand: to be compared with the paper. `struck` are cells
    that are struck out; what was struck out within others (`struck_parts`) is not in them.
    """

    name: str
    rows: list[list[Cell]]
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    uncomputed: frozenset[Place] = frozenset()
    failed: frozenset[Place] = frozenset()
    hidden: frozenset[int] = frozenset()
    percents: frozenset[Place] = frozenset()
    formats: Mapping[str, frozenset[Place]] = field(default_factory=dict)
    hidden_columns: frozenset[int] = frozenset()
    comments: Mapping[Place, str] = field(default_factory=dict)
    doubtful: bool = False
    struck: frozenset[Place] = frozenset()
    struck_parts: Mapping[Place, str] = field(default_factory=dict)

    def cell(self, row: int, column: int) -> Cell:
        return cell_at(self.rows[row], column)

    def with_cells(self, cells: Mapping[tuple[int, int], Cell]) -> Sheet:
        """Return the sheet with other cells at some rows and columns, all of them within its rows;
        itself if there are none.
        """
        if not cells:
            return self
        rows = list(self.rows)
        for row in {row for row, _column in cells}:
            rows[row] = list(rows[row])
        for (row, column), cell in cells.items():
            rows[row][column] = cell
        return replace(self, rows=rows)


def cell_at(cells: Sequence[Cell], index: int) -> Cell:
    """Return a cell of a row; blank beyond its end."""
    return cells[index] if index < len(cells) else None


@dataclass(frozen=True)
class Book:
    """The visible sheets of a file, and the rows of the one that remembers what went out: empty if
    there is none, None if it is damaged.
    """

    sheets: list[Sheet]
    base: list[list[Cell]] | None
