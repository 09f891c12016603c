"""How a year's plan is spread over its months.

Pure: values in, values out. Source: docs/rules/plans.md, clauses CURVE.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from bihuan.kit.errors import Refusal
from bihuan.kit.words import say


def spread(points: Mapping[int, int], total: int) -> list[int]:
    """Return twelve cumulative amounts in yuan, January to December, ending at `total`.

    `points` gives some months' cumulatives; between them the plan rises evenly, each month rounded
    down, so that the sum stays exact (CURVE-1). Raises Refusal if a point falls below one before it
    or rises above the total (CURVE-2).
    """
    known = dict(sorted({**points, 12: points.get(12, total)}.items()))
    if known[12] != total:
        raise Refusal(
            say("The plan to December is %(december)s yuan, but the year's plan is %(total)s.")
            % {"december": f"{known[12]:,}", "total": f"{total:,}"}
        )
    amounts = list(known.values())
    if amounts[0] < 0 or any(b < a for a, b in pairwise(amounts)):
        raise Refusal(say("The planned cumulative falls from one month to the next."))
    months, (start, base) = [], (0, 0)
    for month, cumulative in known.items():
        span = month - start
        months += [base + (cumulative - base) * step // span for step in range(1, span + 1)]
        start, base = month, cumulative
    return months


def rescale(months: list[int], total: int) -> list[int]:
    """Return the same curve for another total (CURVE-3): an adjusted plan keeps its shape."""
    whole = months[-1]
    if whole == 0:
        return spread({}, total)
    return [cumulative * total // whole for cumulative in months]
