"""What apps above this one say of lines of money, beside the ladder's own flags."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from .models import FundingLine
from .rules.flags import FundingVerdict
from .rules.ladder import LadderStep

LineSteps = Mapping[int, Sequence[LadderStep]]
LineJudge = Callable[
    [Sequence[FundingLine], LineSteps, date], Mapping[int, Sequence[FundingVerdict]]
]
"""Returns by line what is to be said of it on a day, from all lines and their steps."""

_judges: list[LineJudge] = []


def judge_lines_with(judge: LineJudge) -> None:
    """Have lines judged by this too, wherever they are read: one number of flags everywhere."""
    if judge not in _judges:
        _judges.append(judge)


def judged_above(
    lines: Sequence[FundingLine], steps: LineSteps, on: date
) -> Mapping[int, Sequence[FundingVerdict]]:
    """Return by line all that others say of it."""
    found: defaultdict[int, list[FundingVerdict]] = defaultdict(list)
    for judge in _judges:
        for line, verdicts in judge(lines, steps, on).items():
            found[line] += verdicts
    return found
