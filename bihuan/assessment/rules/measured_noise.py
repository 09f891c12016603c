"""How far reports are off, measured by the corrections made to accepted ones (ASSESS-31). Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from .scheme import HUNDRED, Scheme

HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True)
class CorrectedYear:
    """What a project's year came to with a report as it was first accepted, and by how much that
    report differs now. Both in yuan.
    """

    year_yuan: int
    difference_yuan: int

    @property
    def percent(self) -> Decimal | None:
        """The difference in percent of the year; None where the year had come to nothing."""
        if self.year_yuan <= 0:
            return None
        return abs(self.difference_yuan) * HUNDRED / self.year_yuan


@dataclass(frozen=True)
class ReportingNoise:
    """By how many percent figures are moved for rank ranges, and how that was found: `quantile`
    percent of so many corrections were no larger, or they were fewer than `least` and the scheme's
    own number holds.
    """

    percent: Decimal
    corrections: int
    is_measured: bool
    quantile: int
    least: int


def reporting_noise(scheme: Scheme, sizes: Sequence[Decimal]) -> ReportingNoise:
    """Return the noise that corrections of these sizes (in percent) show under a scheme."""
    number, quantile, least = len(sizes), scheme.noise_quantile, scheme.noise_corrections
    is_measured = number >= least
    percent = quantile_of(sizes, quantile) if is_measured else scheme.noise_percent
    return ReportingNoise(percent, number, is_measured, quantile, least)


def quantile_of(sizes: Sequence[Decimal], quantile: int) -> Decimal:
    """Return the least size that so many percent of all do not exceed, in hundredths of a percent,
    half up; a hundred at most: nobody's figure falls below nothing.
    """
    reached = -(-quantile * len(sizes) // 100)
    size = sorted(sizes)[reached - 1]
    return min(size, HUNDRED).quantize(HUNDREDTH, ROUND_HALF_UP)
