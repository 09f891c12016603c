"""What a reading of files comes to, as plain values to keep with the batch and to print as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from .changes import RowOutcome
from .digests import digest_of
from .reading import BatchReading

MOST_SHOWN = 3_000  # rows and problems kept for the preview; counts are always of all
LONGEST_SHOWN = 400  # characters


def summarise(reading: BatchReading) -> dict[str, Any]:
    problems = reading.problems
    return {
        "sheets": [
            {
                "file": table.file,
                "sheet": table.sheet.name,
                "kind": table.layout.kind.value,
                "header_row": table.layout.header_row + 1,
                "rows": len(table.rows),
                "unknown": [c.title for c in table.layout.unknown],
                "guessed": {c.title: c.field for c in table.layout.columns if c.guessed},
            }
            for table in reading.tables
        ],
        "ignored": [{"file": file, "sheet": sheet} for file, sheet in reading.ignored],
        **reading.counts(),
        "blocked": reading.blocked,
        "problem_count": len(problems),
        "digest": digest_of(reading.context.changes, problems),
        "problems": [
            {
                "file": p.file,
                "sheet": p.sheet,
                "row": p.row,
                "column": p.column,
                "message": _short(p.message),
                "severity": p.severity,
                "index": p.index,
            }
            for p in problems[:MOST_SHOWN]
        ],
        "changes": [
            {
                "file": o.file,
                "sheet": o.sheet,
                "row": o.row,
                "label": _short(o.label),
                "what": o.what,
                "fields": [[_short(word) for word in told] for told in o.fields],
            }
            for o in islice(_changing(reading), MOST_SHOWN)
        ],
    }


def _short(words: str) -> str:
    """Return words cut to what a page shows: a cell may hold a book."""
    return words if len(words) <= LONGEST_SHOWN else f"{words[:LONGEST_SHOWN]}…"


def _changing(reading: BatchReading) -> Iterator[RowOutcome]:
    return (outcome for outcome in reading.context.outcomes if outcome.what != "unchanged")
