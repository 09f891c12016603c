"""What a group of subjects says of one value: its mean, its best, the place of each."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

HALF = Decimal("0.5")


@dataclass(frozen=True)
class Places:
    """The places that those with one value share: from `first` on, `number` of them."""

    first: int
    number: int


class GroupValues:
    """The values of one figure that the subjects of a group have; those who have none are out."""

    def __init__(self, values: Sequence[Decimal]) -> None:
        self._ascending = sorted(values)

    def with_instead(self, value: Decimal, other: Decimal) -> GroupValues:
        """Return the group where somebody has `other` instead of `value`."""
        place = bisect_left(self._ascending, value)
        return GroupValues([*self._ascending[:place], *self._ascending[place + 1 :], other])

    @property
    def values(self) -> Sequence[Decimal]:
        """All values, the lowest first."""
        return self._ascending

    @cached_property
    def mean(self) -> Decimal:
        return sum(self._ascending, Decimal()) / len(self._ascending)

    @property
    def best(self) -> Decimal:
        return self._ascending[-1]

    def places(self, value: Decimal, *, low_is_best: bool) -> Places:
        """Return the places of a value among them, 1 for the best (one beside them too)."""
        left, right = bisect_left(self._ascending, value), bisect_right(self._ascending, value)
        better = left if low_is_best else len(self._ascending) - right
        return Places(better + 1, max(right - left, 1))
