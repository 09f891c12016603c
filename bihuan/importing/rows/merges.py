"""Cells merged down over rows of data: words hold for every row, an amount for none. Pure."""

from __future__ import annotations

from bihuan.importing.headings.kinds import COLUMNS
from bihuan.importing.headings.layout import Layout
from bihuan.kit.numbers import is_empty
from bihuan.kit.sheets import Cell, Sheet

Place = tuple[int, int]
SHARED = frozenset(
    [
        "text",
        "line",
        "names",
        "tier",
        "project_class",
        "sector",
        "industry",
        "nature",
        "person",
        "month",
    ]
)  # types of columns whose words may hold for several projects
SHARED_NAMES = ("responsible", "owner", "chain")
NEVER = ("name", "key", "number", "remark")


class Merges:
    """The merged cells of a table's rows of data."""

    def __init__(self, sheet: Sheet, layout: Layout) -> None:
        fields = COLUMNS[layout.kind.value].fields
        columns = {c.index: c for c in layout.columns}
        self.words: dict[int, list[tuple[int, Cell]]] = {}
        self.amounts: dict[Place, Place] = {}
        for top, left, bottom, _right in sheet.merged:
            column = columns.get(left)
            if top < layout.first_row or bottom == top or column is None:
                continue
            if is_empty(value := _cell(sheet, top, left)) or column.field in NEVER:
                continue
            kind = fields[column.field].type
            for row in range(top + 1, min(bottom + 1, len(sheet.rows))):
                if kind in SHARED or column.field in SHARED_NAMES:
                    self.words.setdefault(row, []).append((left, value))
                elif kind != "ignored":
                    self.amounts[(row, left)] = (top, bottom)

    def __bool__(self) -> bool:
        return bool(self.words or self.amounts)

    def filled(self, number: int, line: list[Cell]) -> list[Cell]:
        """Return a row of data with the words that stand merged above it."""
        if number not in self.words:
            return line
        full = list(line)
        for index, value in self.words[number]:
            full.extend([None] * (index + 1 - len(full)))
            full[index] = value if full[index] is None else full[index]
        return full


def _cell(sheet: Sheet, row: int, column: int) -> Cell:
    return sheet.cell(row, column) if row < len(sheet.rows) else None
