"""Differences of schemes as pages show them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bihuan.assessment.rules.scheme_differences import SchemeDifference
from bihuan.assessment.wording.places import key_words


@dataclass(frozen=True)
class DifferenceShown:
    """A value that differs, with what it is called."""

    sheet: str
    item: str
    words: str
    before: str | None
    after: str | None


def shown_differences(found: Iterable[SchemeDifference]) -> list[DifferenceShown]:
    return [
        DifferenceShown(
            each.sheet, each.item, each.key and key_words(each.key), each.before, each.after
        )
        for each in found
    ]
