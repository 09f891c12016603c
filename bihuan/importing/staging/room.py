"""How much of the room for imports that are not applied is taken, as the page shows it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db.models import QuerySet, Sum
from django.db.models.functions import Length

from bihuan.accounts.models import User
from bihuan.importing.models import Batch, BatchState, SourceFile
from bihuan.importing.rules import megabytes

STORED = Length("content") + Length("reading")
"""What a file takes: itself, and its reading that is kept until it is applied."""


@dataclass(frozen=True)
class Room:
    """Megabytes that a person's imports take of those they may, and the days that they stay."""

    taken: str
    most: int
    days: int


def waiting() -> QuerySet[SourceFile]:
    """Return the files of imports that were brought in and not applied."""
    return SourceFile.objects.filter(batch__state=BatchState.STAGED)


def size_of(files: QuerySet[SourceFile]) -> int:
    """Return how many bytes files are together, with the readings kept of them."""
    found: int | None = files.aggregate(size=Sum(STORED))["size"]
    return found or 0


def room_of(user: User) -> Room:
    taken = size_of(waiting().filter(batch__by=user))
    return Room(megabytes(taken), settings.STAGED_MEGABYTES, settings.STAGED_DAYS)


def with_sizes(batches: Iterable[Batch]) -> list[tuple[Batch, str]]:
    """Return each batch with the megabytes of its files."""
    batches = list(batches)
    rows = SourceFile.objects.filter(batch__in=[batch.pk for batch in batches]).order_by()
    sizes = rows.values_list("batch").annotate(size=Sum(STORED))
    known = {batch: megabytes(size) for batch, size in sizes}
    return [(batch, known.get(batch.pk, "")) for batch in batches]
