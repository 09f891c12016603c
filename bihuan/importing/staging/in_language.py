"""A staged batch's questions and findings in the language of who looks at them.

They are kept in the language of who staged it; for others the files are read once more, as they
were, and worded anew. Nothing is written.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.cache import cache
from django.utils.translation import get_language

from bihuan.importing.models import Batch, BatchState, ColumnAnswer, LayoutAnswer
from bihuan.importing.proof.questions import RememberedAnswer
from bihuan.kit.days import local_day
from bihuan.kit.errors import NotAllowed, Refusal

from .digests import digest_of
from .file_readings import BatchAnswers, read_files
from .kept_outcomes import check_files
from .known_facts import StoredFacts
from .reading import compare_files
from .summary import summarise

KEPT_SECONDS = 3_600
WORDED = ("sheets", "layouts", "questions", "proof", "left_out", "problems", "changes")
"""What of an outcome holds sentences, or labels."""


def language_now() -> str:
    """Return the language that is spoken, without its region."""
    return (get_language() or "").partition("-")[0]


def answers_of(batch: Batch) -> BatchAnswers:
    """Return what was answered of the batch, and of headers at any time."""
    known = dict(ColumnAnswer.objects.values_list("title", "field"))
    return BatchAnswers(
        year=batch.year,
        unit=batch.unit,
        columns={**known, **batch.columns},
        answers=batch.answers,
        remembered={
            question: RememberedAnswer(value, context)
            for question, value, context in LayoutAnswer.objects.values_list(
                "question", "value", "context"
            )
        },
        mended=batch.mended,
        reason=batch.reason,
    )


def outcome_as_read(batch: Batch, at: datetime) -> dict[str, Any]:
    """Return a batch's outcome in the language that is spoken; as it is kept where it is in this
    one, is no longer staged, or would not be the same by now.
    """
    kept: dict[str, Any] = batch.outcome
    language = language_now()
    if batch.state != BatchState.STAGED or kept.get("language", language) == language:
        return kept
    key = f"import-worded-{batch.pk}-{batch.edition}-{language}-{kept.get('digest')}"
    worded = cache.get(key)
    if worded is None:
        worded = _worded(batch, at)
        cache.set(key, worded, KEPT_SECONDS)
    return {**kept, **worded}


def _worded(batch: Batch, at: datetime) -> dict[str, Any]:
    try:
        told, files = answers_of(batch), check_files(batch, batch.files.all())
        readings = read_files(files, told, StoredFacts(batch.by), local_day(at))
        reading = compare_files(readings, told, by=batch.by, at=at)
    except (Refusal, NotAllowed):
        return {}
    found = summarise(reading)
    ids = [question["id"] for question in batch.outcome.get("questions", ())]
    is_same = ids == [question["id"] for question in found["questions"]]
    if not is_same or digest_of(reading.context.changes, reading.problems) != batch.outcome.get(
        "digest"
    ):
        return {}
    return {name: found[name] for name in WORDED}
