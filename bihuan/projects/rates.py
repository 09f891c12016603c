"""How rates are shown: divided once and rounded once, as the district chose (FIGURE-3)."""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal, localcontext

from bihuan.audit.cached import cached_on
from bihuan.projects.kinds import Rounding
from bihuan.projects.models import District

DIGITS = 2
_MODES = {Rounding.HALF_UP: ROUND_HALF_UP, Rounding.TRUNCATE: ROUND_DOWN}


def share(part: int, whole: int | None, *, digits: int, rounding: str) -> Decimal | None:
    """Return `part` as a percentage of `whole`, rounded once; None without a whole."""
    if not whole:
        return None
    with localcontext(prec=60):
        exact = Decimal(part) * 100 / Decimal(whole)
        rounded = exact.quantize(Decimal(1).scaleb(-digits), _MODES[Rounding(rounding)])
    return rounded if rounded else abs(rounded)  # never -0.00


def rate(part: int, whole: int | None, rounding: str) -> Decimal | None:
    """Return the same as every page shows it: with two digits."""
    return share(part, whole, digits=DIGITS, rounding=rounding)


@cached_on("projects")
def rounding() -> str:
    """Return how the district's office rounds rates."""
    return District.objects.served().rounding
