"""A workbook given back with its problems written beside the rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from bihuan.importing.reshape.reshaped import reshaped
from bihuan.kit.sheets import Note, annotate, read_workbook

HEADING = "问题"


def with_problems(name: str, content: bytes, problems: Sequence[dict[str, Any]]) -> bytes:
    """Return the same workbook with a last column that says what is wrong with each row.

    `problems` are those of this file, as kept with a batch. A .csv comes back as .xlsx. Raises
    Refusal for a file that cannot be opened.
    """
    by_row: dict[tuple[str, int], list[dict[str, Any]]] = defaultdict(list)
    for problem in _where_they_stood(name, content, problems):
        by_row[(problem["sheet"], problem["row"])].append(problem)
    notes = [_note(sheet, row, found) for (sheet, row), found in by_row.items()]
    return annotate(content, name, notes, HEADING)


def _where_they_stood(
    name: str, content: bytes, problems: Sequence[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Return problems at the rows and columns of the file, where it was read laid out anew."""
    sheets = {sheet.name: reshaped(sheet) for sheet in read_workbook(content, name).sheets}
    found = []
    for problem in problems:
        if laid_out := sheets.get(problem["sheet"]):
            row, index = laid_out.origin(problem["row"] - 1, problem["index"])
            problem = {**problem, "row": row + 1, "index": index}
        found.append(problem)
    return found


def _note(sheet: str, row: int, found: Sequence[dict[str, Any]]) -> Note:
    words = "；".join(
        f"{p['column']}：{p['message']}" if p["column"] else p["message"] for p in found
    )
    return sheet, row, words, [p["index"] + 1 for p in found if p["index"] is not None]
