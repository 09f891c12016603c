"""Where points were lost, drawn as bars."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from bihuan.assessment.rules.explained import LostPoints

HUNDRED = Decimal(100)


@dataclass(frozen=True)
class LossBar:
    """What a line lacks, drawn beside its weight: both in percent of the heaviest line's weight."""

    lost: LostPoints
    won_percent: str
    weight_percent: str


def loss_bars(losses: Sequence[LostPoints]) -> list[LossBar]:
    widest = max((max(each.weight, each.lost) for each in losses), default=Decimal(1))
    return [
        LossBar(
            each,
            f"{max(each.weight - each.lost, Decimal()) * HUNDRED / widest:.2f}",
            f"{max(each.weight, each.lost) * HUNDRED / widest:.2f}",
        )
        for each in losses
    ]
