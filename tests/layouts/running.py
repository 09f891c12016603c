"""Many cases read and counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from .cases import LayoutCase
from .drawn import draw_case
from .scoring import Outcome, score
from .showing import shown
from .shrinking import shrunk

LEAST_READ, LEAST_RIGHT = 0.95, 0.70
ASKED = (Outcome.ASKED, Outcome.NEEDLESS)


@dataclass
class LayoutCounts:
    """How many cases were read how, and those that were read wrong."""

    counts: Counter[Outcome] = field(default_factory=Counter)
    wrong: list[LayoutCase] = field(default_factory=list)
    others: dict[int, str] = field(default_factory=dict)
    """Why those of some seeds were refused, or asked about needlessly."""

    @property
    def faults(self) -> list[str]:
        """What is not as it must be."""
        whole = sum(self.counts.values())
        right = self.counts[Outcome.RIGHT]
        read = right + sum(self.counts[each] for each in ASKED)
        return [
            *(f"read wrong:\n{explained(case)}" for case in self.wrong[:5]),
            *[f"only {right} of {whole} are right"] * (right < LEAST_RIGHT * whole),
            *[f"only {read} of {whole} are right or asked about"] * (read < LEAST_READ * whole),
        ]

    def __str__(self) -> str:
        told = ", ".join(f"{each} {self.counts[each]:,}" for each in Outcome)
        return f"{sum(self.counts.values()):,} tables: {told}"


def run(seeds: Iterable[int]) -> LayoutCounts:
    """Read the cases of some seeds."""
    found = LayoutCounts()
    for seed in seeds:
        case = draw_case(seed)
        scored = score(case)
        found.counts[scored.outcome] += 1
        if scored.outcome is Outcome.WRONG:
            found.wrong.append(case)
        elif scored.outcome in (Outcome.REFUSED, Outcome.NEEDLESS):
            found.others[seed] = f"{scored.outcome}: {scored.why} ({' '.join(case.traps)})"
    return found


def explained(case: LayoutCase) -> str:
    """Return why a case is read wrong, with the smallest table that still is."""
    small = shrunk(case, lambda each: score(each).outcome is Outcome.WRONG)
    return f"{score(case).why}\nat its smallest: {score(small).why}\n{shown(small)}"
