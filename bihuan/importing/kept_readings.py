"""A file's reading as it is kept with the file until it is applied: JSON, compressed.

Whoever applies a batch holds up all other writers, so the file is not read once more then. What
another version of Bihuan kept is not taken: its reading may have been another.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from importlib.metadata import version
from types import NoneType
from typing import Any

from bihuan.kit.choices import Choice
from bihuan.kit.months import Month
from bihuan.kit.sheets import Sheet
from bihuan.projects.kinds import Nature, ProjectClass, Sector, Tier

from .file_readings import FileReading
from .kinds import SheetKind
from .layout import Layout
from .naming import SheetColumn
from .rows import columns_by_key
from .table import ImportProblem, SheetRow, Table

VERSION = version("bihuan")
LISTS = ("columns", "unknown")
"""What of a layout is a list of columns."""
CHOICES: Mapping[str, type[Choice]] = {
    kind.__name__: kind for kind in (Nature, ProjectClass, Sector, SheetKind, Tier)
}
FROM_TEXT: Mapping[str, Callable[[str], Any]] = {
    "date": date.fromisoformat,
    "Decimal": Decimal,
    "Month": Month.parse,
    **CHOICES,
}
"""How values that JSON does not know are read back, by the name of their type."""
PLAIN = frozenset({str, int, bool, NoneType})


def pack(reading: FileReading) -> bytes:
    """Return the reading as bytes: before it is compared with facts, which changes its rows."""
    told: dict[str, Any] = {
        "version": VERSION,
        "name": reading.name,
        "ignored": reading.ignored,
        "base": [[*place, cells] for place, cells in reading.base.items()],
        "tables": [_of_table(table) for table in reading.tables],
    }
    return zlib.compress(json.dumps(told, ensure_ascii=False).encode("utf-8", "surrogatepass"), 1)


def unpack(kept: bytes) -> FileReading | None:
    """Return the reading that was kept; None if none was, or if another version kept it."""
    told = json.loads(zlib.decompress(kept)) if kept else {}
    if told.get("version") != VERSION:
        return None
    base = {(sheet, key): cells for sheet, key, cells in told["base"]}
    tables = [_table(table) for table in told["tables"]]
    return FileReading(told["name"], tables, told["ignored"], base)


def _of_table(table: Table) -> dict[str, Any]:
    layout = {
        name: _plain(value) for name, value in vars(table.layout).items() if name not in LISTS
    }
    for name in LISTS:
        layout[name] = [vars(column) for column in getattr(table.layout, name)]
    return {
        "file": table.file,
        "sheet": table.sheet.name,
        "layout": layout,
        "tier": _plain(table.tier),
        "year": table.year,
        "problems": [vars(problem) for problem in table.problems],
        "rows": [
            [
                row.number,
                [[_plain(key), _plain(value)] for key, value in row.values.items()],
                _plain(row.project_class),
                _plain(row.tier),
                row.bad,
            ]
            for row in table.rows
        ],
    }


def _table(told: dict[str, Any]) -> Table:
    parts: dict[str, Any] = {}
    for name, value in told["layout"].items():
        is_list = name in LISTS
        parts[name] = tuple(SheetColumn(**c) for c in value) if is_list else _value(value)
    layout = Layout(**parts)
    file, sheet, columns = told["file"], told["sheet"], columns_by_key(layout)
    rows = []
    for number, cells, project_class, tier, bad in told["rows"]:
        values = {_value(key): _value(value) for key, value in cells}
        stands = _value(project_class), _value(tier)
        rows.append(SheetRow(file, sheet, number, values, columns, *stands, bad))
    problems = [ImportProblem(**problem) for problem in told["problems"]]
    tier = _value(told["tier"])
    return Table(file, Sheet(sheet, []), layout, tier, told["year"], rows, problems)


def _plain(value: Any) -> Any:
    """Return a value as JSON has it; what JSON does not know goes by the name of its type."""
    if type(value) in PLAIN:
        return value
    if isinstance(value, tuple):
        return ["tuple", *map(_plain, value)]
    kind = type(value).__name__
    if kind not in FROM_TEXT:
        raise TypeError(f"no kind of value that is kept: {kind}")
    return [kind, str(value)]


def _value(told: Any) -> Any:
    if not isinstance(told, list):
        return told
    kind, *parts = told
    return tuple(map(_value, parts)) if kind == "tuple" else FROM_TEXT[kind](*parts)
