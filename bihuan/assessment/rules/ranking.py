"""Ranks within a group, and how sure they are (ASSESS-20). Pure."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from .scoring import Score


@dataclass(frozen=True)
class Ranked:
    """A score with its place among `number` of its group: equal scores share the best place.

    `first` to `last` are the places that it might hold if figures were off by the noise of
    reporting.
    """

    score: Score
    rank: int | None = None
    first: int | None = None
    last: int | None = None
    number: int = 0


def ranked(scores: Sequence[Score], spans: Sequence[tuple[Decimal, Decimal]]) -> list[Ranked]:
    """Return the scores with their places, best first; those not assessed last, by name.

    `spans` gives for each score the lowest and highest that the noise of reporting would make it.
    """
    groups: dict[tuple[str, int], list[int]] = {}
    for place, score in enumerate(scores):
        if score.is_assessed:
            groups.setdefault((score.sheet.id, score.size_group), []).append(place)
    found = {
        place: one
        for members in groups.values()
        for place, one in _of_group(members, scores, spans)
    }
    out = [found.get(place) or Ranked(score) for place, score in enumerate(scores)]
    return sorted(out, key=_order)


def _of_group(
    members: Sequence[int], scores: Sequence[Score], spans: Sequence[tuple[Decimal, Decimal]]
) -> list[tuple[int, Ranked]]:
    totals = sorted(scores[place].total for place in members)
    lows = sorted(spans[place][0] for place in members)
    highs = sorted(spans[place][1] for place in members)
    number, found = len(members), []
    for place in members:
        total, (low, high) = scores[place].total, spans[place]
        rank = number - bisect_right(totals, total) + 1
        first = min(number - bisect_right(lows, high) + 1, rank)
        last = max(number - bisect_left(highs, low), rank)
        found.append((place, Ranked(scores[place], rank, first, last, number)))
    return found


def _order(each: Ranked) -> tuple[str, int, bool, int, str, str]:
    score = each.score
    return (
        score.sheet.id,
        score.size_group,
        each.rank is None,
        each.rank or 0,
        score.label,
        score.key,
    )
