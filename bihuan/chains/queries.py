"""One year's output, chain by chain."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from bihuan.projects.models import Chain

from .models import ChainOutput


@dataclass(frozen=True)
class ChainYear:
    """A chain's enterprises in one year; the sums are of like with like."""

    chain: Chain
    outputs: tuple[ChainOutput, ...]

    @property
    def output_yuan(self) -> int:
        return sum(row.output_yuan for row in self.outputs)

    @property
    def previous_output_yuan(self) -> int:
        return sum(row.previous_output_yuan for row in self.outputs)


def chain_years(year: int) -> list[ChainYear]:
    """Return every chain, with the current version of each enterprise's output."""
    outputs: defaultdict[int, list[ChainOutput]] = defaultdict(list)
    rows = ChainOutput.objects.filter(year=year, is_current=True)
    for row in rows.order_by("-output_yuan", "enterprise"):
        outputs[row.chain_id].append(row)
    return [ChainYear(chain, tuple(outputs[chain.pk])) for chain in Chain.objects.all()]
