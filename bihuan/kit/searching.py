"""What a search over the whole product is made of. Each app answers for its own rows, in a module
`searching` with functions `(user, text, most) -> SearchGroup`; the site joins them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Model, Q, QuerySet

M = TypeVar("M", bound=Model)
MOST_WORDS = 6
LONGEST = 60


@dataclass(frozen=True)
class SearchHit:
    """One thing found: its name, what tells it from others, and where it is read."""

    title: str
    detail: str
    address: str


@dataclass(frozen=True)
class SearchGroup:
    """What was found of one kind: how many there are, and the first of them."""

    kind: str
    label: str
    count: int
    hits: Sequence[SearchHit]


def words_of(text: str) -> list[str]:
    """Return the words of a search, as far as one is looked into."""
    return text[:LONGEST].split()[:MOST_WORDS]


def every_word(rows: QuerySet[M], text: str, fields: Iterable[str]) -> QuerySet[M]:
    """Keep the rows in which every word stands in at least one of `fields`."""
    for word in words_of(text):
        anywhere = Q()
        for field in fields:
            anywhere |= Q(**{f"{field}__icontains": word})
        rows = rows.filter(anywhere)
    return rows


def found_rows(
    kind: str, label: str, rows: QuerySet[M], show: Callable[[M], SearchHit], most: int
) -> SearchGroup:
    """Return the first `most` rows as hits. One query, two if there are more."""
    first = list(rows[: most + 1])
    count = len(first) if len(first) <= most else rows.count()
    return SearchGroup(kind, label, count, [show(row) for row in first[:most]])


def found_among(
    kind: str, label: str, hits: Iterable[SearchHit], text: str, most: int
) -> SearchGroup:
    """Return those of `hits` in whose title or detail every word stands."""
    words = [word.casefold() for word in words_of(text)]
    found = [
        hit for hit in hits if all(word in f"{hit.title} {hit.detail}".casefold() for word in words)
    ]
    return SearchGroup(kind, label, len(found), found[:most])
