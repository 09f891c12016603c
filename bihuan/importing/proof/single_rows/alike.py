"""Shares that are alike in the rows of a table, and one far from all others. Pure.

Of each year's plan, the part that a month is; of the year so far; of a total, its plan.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

FEWEST = 5  # rows, of which all but one on either side are alike
ALIKE, FAR, NEAR = 3, 8, Decimal("2.5")
NOTHING = Decimal(0)
UP: Mapping[str, Decimal] = {"tenfold": Decimal(10), "hundredfold": Decimal(100)}
DOWN: Mapping[str, Decimal] = {"tenth": Decimal("0.1"), "hundredth": Decimal("0.01")}


@dataclass(frozen=True)
class AlikeShares:
    """The middle share, 0 where rows are too few or differ too much to tell of one."""

    middle: Decimal = NOTHING

    @classmethod
    def of(cls, shares: Iterable[Decimal]) -> AlikeShares:
        told = sorted(share for share in shares if share > 0)
        if len(told) < FEWEST or told[-2] > told[1] * ALIKE:
            return cls()
        return cls(told[len(told) // 2])

    def ways(self, share: Decimal, value: Decimal) -> dict[str, Decimal]:
        """Return what an amount may really be whose share is far from the others: with another
        decimal point its share is like theirs.
        """
        if (
            self.middle <= 0
            or share <= 0
            or (self.middle < share * FAR and share < self.middle * FAR)
        ):
            return {}
        factors = UP if share < self.middle else DOWN
        return {kind: value * f for kind, f in factors.items() if self._is_near(share * f)}

    def _is_near(self, share: Decimal) -> bool:
        return self.middle <= share * NEAR and share <= self.middle * NEAR


NOT_ALIKE = AlikeShares()
