"""A file's reading as it is kept with the file until it is applied: JSON, compressed.

Whoever applies a batch holds up all other writers, so the file is not read once more then. What
another version of Bihuan kept is not taken: its reading may have been another.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from importlib.metadata import version
from types import NoneType
from typing import Any

from django.utils.crypto import constant_time_compare, salted_hmac

from bihuan.importing.headings.kinds import SheetKind
from bihuan.importing.headings.layout import Layout
from bihuan.importing.headings.naming import SheetColumn
from bihuan.importing.proof.questions import AnswerChoice, Desk, LeftOut, Proof, TableQuestion
from bihuan.importing.rows.reading import columns_by_key
from bihuan.importing.rows.table import ImportProblem, SheetRow, Table
from bihuan.kit.choices import Choice
from bihuan.kit.months import Month
from bihuan.kit.sheets import Sheet
from bihuan.projects.kinds import Nature, ProjectClass, Sector, Tier

from .file_readings import FileReading

VERSION = version("bihuan")
SEAL_BYTES = hashlib.sha256().digest_size
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


def pack(reading: FileReading, content: bytes) -> bytes:
    """Return the reading of a file as bytes, with our seal over both: before it is compared with
    facts, which changes its rows.
    """
    told: dict[str, Any] = {
        "version": VERSION,
        "name": reading.name,
        "ignored": reading.ignored,
        "unclear": reading.unclear,
        "base": [[*place, cells] for place, cells in reading.base.items()],
        "tables": [_of_table(table) for table in reading.tables],
    }
    text = json.dumps(told, ensure_ascii=False).encode("utf-8", "surrogatepass")
    packed = zlib.compress(text, 1)
    return _seal(packed, content) + packed


def unpack(kept: bytes | memoryview | str, content: bytes) -> FileReading | None:
    """Return the reading that was kept of a file; None if none was, if another version kept it, or
    if it bears no seal of ours: whoever reached the table may have written it.
    """
    if isinstance(kept, str):  # SQLite holds whatever was written
        return None
    seal, packed = bytes(kept[:SEAL_BYTES]), bytes(kept[SEAL_BYTES:])
    if not packed or not constant_time_compare(seal, _seal(packed, content)):
        return None
    told = json.loads(zlib.decompress(packed))
    if told["version"] != VERSION:
        return None
    base = {(sheet, key): cells for sheet, key, cells in told["base"]}
    tables = [_table(table) for table in told["tables"]]
    unclear = [(number, text) for number, text in told["unclear"]]
    return FileReading(told["name"], tables, told["ignored"], base, unclear)


def _seal(packed: bytes, content: bytes) -> bytes:
    """Return a seal over a reading and its file, by the key of sessions, which no table holds."""
    both = hashlib.sha256(content).digest() + packed
    return salted_hmac("bihuan.importing.staging.kept_readings", both, algorithm="sha256").digest()


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
        "also": table.is_ledger_too,
        "desk": {
            "shape": table.desk.shape,
            "place": table.desk.place,
            "context": table.desk.context,
            "questions": [
                {**vars(each), "choices": [vars(choice) for choice in each.choices]}
                for each in table.desk.questions
            ],
            "proofs": [vars(each) for each in table.desk.proofs],
            "left": [vars(each) for each in table.desk.left],
        },
        "problems": [vars(problem) for problem in table.problems],
        "rows": [
            [
                row.number,
                [[_plain(key), _plain(value)] for key, value in row.values.items()],
                _plain(row.project_class),
                _plain(row.tier),
                row.bad,
                _plain(row.other_class),
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
    for number, cells, project_class, tier, bad, other in told["rows"]:
        values = {_value(key): _value(value) for key, value in cells}
        stands = _value(project_class), _value(tier)
        rows.append(
            SheetRow(file, sheet, number, values, columns, *stands, bad, layout.unit, _value(other))
        )
    problems = [ImportProblem(**problem) for problem in told["problems"]]
    tier = _value(told["tier"])
    parts_ = (rows, problems, _desk(file, sheet, told["desk"]), told["also"])
    return Table(file, Sheet(sheet, []), layout, tier, told["year"], *parts_)


def _desk(file: str, sheet: str, told: dict[str, Any]) -> Desk:
    desk = Desk(file, sheet, told["shape"], place=told["place"], context=told["context"])
    for each in told["questions"]:
        choices = tuple(AnswerChoice(**choice) for choice in each["choices"])
        desk.questions.append(TableQuestion(**{**each, "choices": choices}))
    desk.proofs += [Proof(**each) for each in told["proofs"]]
    desk.left += [LeftOut(**each) for each in told["left"]]
    return desk


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
