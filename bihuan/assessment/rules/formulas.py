"""The formulas by which values become points, by their names in a scheme."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bihuan.kit.words import gettext

from .in_group import AgainstBest, AgainstMean, RankPoints
from .point_rules import PointRule
from .slopes import Degressive, Slope
from .tables import Cases, Count, Ratio, Steps, Weighted


@dataclass(frozen=True)
class Formula:
    """Exactly one of the formulas, by its name."""

    ratio: Ratio | None = None
    slope: Slope | None = None
    degressive: Degressive | None = None
    steps: Steps | None = None
    rank: RankPoints | None = None
    mean: AgainstMean | None = None
    best: AgainstBest | None = None
    count: Count | None = None
    cases: Cases | None = None
    weighted: Weighted | None = None

    def __post_init__(self) -> None:
        if len(list(self._given())) != 1:
            raise ValueError(gettext("Exactly one formula is wanted."))

    def _given(self) -> Iterator[PointRule]:
        for rule in vars(self).values():
            if rule is not None:
                yield rule

    @property
    def rule(self) -> PointRule:
        return next(self._given())
