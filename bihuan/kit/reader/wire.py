"""How the two processes speak: a length, a line of JSON, and the bytes of a file behind it.

JSON, since nothing in it can be code; cells that are days or moments travel beside the rows.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Iterable
from datetime import date, datetime
from itertools import chain, repeat
from typing import IO, Any

from .values import Book, Cell, Place, Sheet

_LENGTHS = struct.Struct(">QQ")
CUT_SHORT = "The other process ended within a message."


def send(stream: IO[bytes], message: Any, content: bytes = b"") -> None:
    text = json.dumps(message, separators=(",", ":"), ensure_ascii=False)
    told = text.encode(errors="surrogatepass")
    stream.write(_LENGTHS.pack(len(told), len(content)))
    stream.write(told)
    stream.write(content)
    stream.flush()


def receive(stream: IO[bytes], longest: int) -> tuple[Any, bytes] | None:
    """Return a message and the bytes behind it, or None at the stream's end. Raises EOFError if it
    ends in between, and ValueError if it is longer than `longest`.
    """
    head = stream.read(_LENGTHS.size)
    if not head:
        return None
    if len(head) < _LENGTHS.size:
        raise EOFError(CUT_SHORT)
    text, content = _LENGTHS.unpack(head)
    if text + content > longest:
        raise ValueError(longest)
    return json.loads(_exactly(stream, text)), _exactly(stream, content)


def _exactly(stream: IO[bytes], length: int) -> bytes:
    found = stream.read(length)
    if len(found) < length:
        raise EOFError(CUT_SHORT)
    return found


def packed(book: Book) -> dict[str, Any]:
    """Return a book as JSON can say it. The book's rows are used up."""
    base = None if book.base is None else _without_days(book.base)
    return {"sheets": [_packed_sheet(sheet) for sheet in book.sheets], "base": base}


def unpacked(told: dict[str, Any]) -> Book:
    base = None if told["base"] is None else _with_days(told["base"])
    return Book([_unpacked_sheet(sheet) for sheet in told["sheets"]], base)


def _packed_sheet(sheet: Sheet) -> dict[str, Any]:
    return {
        "name": sheet.name,
        "table": _without_days(sheet.rows),
        "merged": sheet.merged,
        "uncomputed": list(sheet.uncomputed),
        "failed": list(sheet.failed),
        "hidden": list(sheet.hidden),
        "percents": _runs(sheet.percents),
        "formats": {told: _runs(places) for told, places in sheet.formats.items()},
        "hidden_columns": list(sheet.hidden_columns),
        "comments": [[*place, text] for place, text in sheet.comments.items()],
        "doubtful": sheet.doubtful,
        "struck": list(sheet.struck),
        "struck_parts": [[*place, text] for place, text in sheet.struck_parts.items()],
    }


def _unpacked_sheet(told: dict[str, Any]) -> Sheet:
    merged = [(top, left, bottom, right) for top, left, bottom, right in told["merged"]]
    return Sheet(
        told["name"],
        _with_days(told["table"]),
        merged,
        _places(told["uncomputed"]),
        _places(told["failed"]),
        frozenset(told["hidden"]),
        _places_of(told["percents"]),
        {each: _places_of(runs) for each, runs in told["formats"].items()},
        frozenset(told["hidden_columns"]),
        {(row, column): text for row, column, text in told["comments"]},
        told["doubtful"],
        _places(told["struck"]),
        {(row, column): text for row, column, text in told["struck_parts"]},
    )


def _runs(places: Iterable[Place]) -> dict[int, list[int]]:
    """Return places as runs down each column: first row, number of rows, and so on."""
    columns: dict[int, list[int]] = {}
    for row, column in places:
        columns.setdefault(column, []).append(row)
    runs: dict[int, list[int]] = {}
    for column, rows in columns.items():
        run = runs[column] = [min(rows), 0]
        for row in sorted(rows):
            if run[-2] + run[-1] == row:
                run[-1] += 1
            else:
                run += (row, 1)
    return runs


def _places_of(runs: dict[str, list[int]]) -> frozenset[Place]:
    return frozenset(
        chain.from_iterable(
            zip(range(first, first + number), repeat(int(column)), strict=False)
            for column, run in runs.items()
            for first, number in zip(run[::2], run[1::2], strict=True)
        )
    )


def _places(told: list[list[int]]) -> frozenset[Place]:
    return frozenset((row, column) for row, column in told)


def _without_days(rows: list[list[Cell]]) -> dict[str, Any]:
    days = []
    for number, row in enumerate(rows):
        for index, cell in enumerate(row):
            if isinstance(cell, date):
                days.append((number, index, cell.isoformat()))
                row[index] = None
    return {"rows": rows, "days": days}


def _with_days(told: dict[str, Any]) -> list[list[Cell]]:
    rows: list[list[Cell]] = told["rows"]
    for number, index, text in told["days"]:
        moment = datetime.fromisoformat(text)
        rows[number][index] = moment if "T" in text else moment.date()
    return rows
