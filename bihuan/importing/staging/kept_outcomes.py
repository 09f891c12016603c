"""What is kept of an import's reading, as JSON: its shape, and which files it was made of."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from bihuan.importing.headings.kinds import SheetKind
from bihuan.kit.errors import Refusal
from bihuan.kit.stored import fits
from bihuan.kit.words import gettext

if TYPE_CHECKING:
    from bihuan.importing.models import Batch, SourceFile

COUNTS = dict.fromkeys(("created", "updated", "unchanged", "problem_count"), int)
LISTS = ("sheets", "problems", "changes")
SUMMARY = {**COUNTS, **dict.fromkeys(LISTS, list)}
"""What the list of imports shows, without each row."""
PLACE = {"file": str, "sheet": str}
OUTCOME = {
    **COUNTS,
    "blocked": bool,
    "sheets": [
        {
            **PLACE,
            "kind": SheetKind,
            "header_row": int,
            "rows": int,
            "unknown": [str],
            "guessed": {str: str},
        }
    ],
    "problems": [
        {
            **PLACE,
            "row": int,
            "column": str,
            "message": str,
            "severity": str,
            "index": (int, type(None)),
        }
    ],
    "changes": [{**PLACE, "row": int, "label": str, "what": str, "fields": [list]}],
    "ignored": [PLACE],
}
ASKED = {
    "questions": [
        {
            **PLACE,
            "id": str,
            "column": str,
            "text": str,
            "answer": str,
            "choices": [{"value": str, "label": str, "gives": str}],
        }
    ],
    "layouts": [
        {
            **PLACE,
            "kind": SheetKind,
            "year": (int, type(None)),
            "month": str,
            "tier": str,
            "columns": [{"title": str, "field": str, "label": str, "sum": str}],
        }
    ],
    "proof": [{**PLACE, "statement": str, "holds": bool}],
    "left_out": [{**PLACE, "row": int, "text": str, "why": str}],
}
"""What outcomes have since tables are read by proof."""
ANSWERS = {str: str}
NOTHING: dict[str, Any] = {**dict.fromkeys(COUNTS, 0), **{name: [] for name in LISTS}}


def is_sound(batch: Batch) -> bool:
    """Return whether all that is kept with a batch as JSON has its shape."""
    return (
        fits(batch.outcome, SUMMARY if batch.is_discarded else OUTCOME)
        and all(
            fits(batch.outcome[name], kind) for name, kind in ASKED.items() if name in batch.outcome
        )
        and fits(batch.columns, ANSWERS)
        and fits(batch.answers, ANSWERS)
        and fits(batch.mended, ANSWERS)
    )


def check_sound(batch: Batch) -> None:
    """Refuse what rests on the preview of a batch if it can no longer be read."""
    if not is_sound(batch):
        raise Refusal(damaged())


def damaged() -> str:
    """Return the sentence about a batch whose preview or answers are damaged."""
    return gettext(
        "What is kept of this import is damaged, or was changed outside the programme: discard it,"
        " and bring its files in again."
    )


def counts_of(batch: Batch) -> dict[str, Any] | None:
    """Return what a batch's reading came to, in numbers; None if that is damaged."""
    return batch.outcome if fits(batch.outcome, COUNTS) else None


def emptied(outcome: Any) -> dict[str, Any]:
    """Return what stays of an outcome when its batch is discarded: the counts, if it has any."""
    counts = {key: outcome[key] for key in COUNTS} if fits(outcome, COUNTS) else {}
    return {**NOTHING, **counts}


def digests(files: Iterable[tuple[str, bytes]]) -> dict[str, str]:
    """Return the digest of each file by its name."""
    return {name: sha256(content).hexdigest() for name, content in files}


def check_files(batch: Batch, sources: Iterable[SourceFile]) -> list[tuple[str, bytes]]:
    """Return name and content of each file of a batch. Raises Refusal if one is missing, or is not
    what was brought in.
    """
    held = [(source.name, source.content) for source in sources]
    files = [(name, bytes(part)) for name, part in held if not isinstance(part, str)]
    known = batch.outcome.get("files")
    if known is None:  # brought in before they were noted
        sound = {sheet["file"] for sheet in batch.outcome["sheets"]} <= {name for name, _ in files}
    else:
        sound = digests(files) == known
    if not sound or not files or len(files) < len(held):
        raise Refusal(
            gettext(
                "The files of this import are not those that were brought in: one is missing or was"
                " changed. Discard it, and bring them in again."
            )
        )
    return files
