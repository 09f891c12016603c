"""How rates and pace are reckoned from sums.

Pure: values in, values out. Source: docs/rules/figures.md, clauses FIGURE.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal, localcontext

from bihuan.projects.kinds import Rounding

WINDOW = 3  # FIGURE-4: months over which speed is taken
_MODES = {Rounding.HALF_UP: ROUND_HALF_UP, Rounding.TRUNCATE: ROUND_DOWN}

SECTIONS = (
    ("A", 1, 5),
    ("B", 6, 12),
    ("C", 13, 43),
    ("D", 44, 46),
    ("E", 47, 50),
    ("F", 51, 52),
    ("G", 53, 60),
    ("H", 61, 62),
    ("I", 63, 65),
    ("J", 66, 69),
    ("K", 70, 70),
    ("L", 71, 72),
    ("M", 73, 75),
    ("N", 76, 79),
    ("O", 80, 82),
    ("P", 83, 83),
    ("Q", 84, 85),
    ("R", 86, 90),
    ("S", 91, 96),
    ("T", 97, 97),
)
"""GB/T 4754-2017: letter of each section, its first and last division."""


@dataclass(frozen=True)
class SpeedMonths:
    """The months whose mean is the speed (FIGURE-4), and those before them (FIGURE-5)."""

    recent: tuple[int, ...]
    before: tuple[int, ...]


def pace(month: int) -> SpeedMonths:
    """Return the last three months up to `month`, and the three before, within the year."""
    recent = range(max(1, month - WINDOW + 1), month + 1)
    before = range(max(1, recent.start - WINDOW), recent.start)
    return SpeedMonths(tuple(recent), tuple(before))


def share(part: int, whole: int | None, *, digits: int, rounding: str) -> Decimal | None:
    """Return `part` as a percentage of `whole`, rounded once (FIGURE-3); None without a whole."""
    if not whole:
        return None
    with localcontext(prec=60):
        exact = Decimal(part) * 100 / Decimal(whole)
        return exact.quantize(Decimal(1).scaleb(-digits), _MODES[Rounding(rounding)])


def acceleration(recent_yuan: int, before_yuan: int, month: int) -> tuple[int, int]:
    """Return part and multiple of the plan: their quotient is mean less mean (FIGURE-5)."""
    months = pace(month)
    now, then = len(months.recent), len(months.before)
    return recent_yuan * then - before_yuan * now, now * then


def section(industry_code: str) -> str:
    """Return the letter of a GB/T 4754 code's section; nothing for a code of none."""
    if industry_code[:1].isalpha():
        return industry_code[:1].upper()
    division = int(industry_code[:2]) if industry_code[:2].isdecimal() else 0
    return next((letter for letter, low, high in SECTIONS if low <= division <= high), "")
