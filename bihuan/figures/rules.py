"""How rates and pace are reckoned from sums.

Pure: values in, values out. Source: docs/rules/figures.md, clauses FIGURE.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import floor
from typing import TypeVar

WINDOW = 3  # FIGURE-4: months over which speed is taken

Pair = tuple[int, int]
Key = TypeVar("Key", bound=Hashable)
"""What one project gives to a figure: its part, and of a rate its whole."""

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


def acceleration(recent_yuan: int, before_yuan: int, month: int) -> tuple[int, int]:
    """Return part and multiple of the plan: their quotient is mean less mean (FIGURE-5)."""
    months = pace(month)
    recent, before = len(months.recent), len(months.before)
    return gained(recent_yuan, before_yuan, recent, before), recent * before


def gained(recent_yuan: int, before_yuan: int, recent: int, before: int) -> int:
    """Return the part, given how many months are recent and how many are before them."""
    return recent_yuan * before - before_yuan * recent


def section(industry_code: str) -> str:
    """Return the letter of a GB/T 4754 code's section; nothing for a code of none."""
    if industry_code[:1].isalpha():
        return industry_code[:1].upper()
    division = int(industry_code[:2]) if industry_code[:2].isdecimal() else 0
    return next((letter for letter, low, high in SECTIONS if low <= division <= high), "")


def effects(
    before: Mapping[Key, Pair], after: Mapping[Key, Pair], *, is_rate: bool
) -> dict[Key, Fraction]:
    """Return what each one's change adds to the difference of the two sums, or of the two rates in
    percent: exactly, so that all together are the difference. A pair is part and whole.
    """
    every = before.keys() | after.keys()
    pairs = {key: (before.get(key, (0, 0)), after.get(key, (0, 0))) for key in every}
    if not is_rate:
        return {key: Fraction(now[0] - then[0]) for key, (then, now) in pairs.items()}
    part = sum(then[0] for then, _now in pairs.values())
    then_whole = sum(then[1] for then, _now in pairs.values())
    now_whole = sum(now[1] for _then, now in pairs.values())
    if not then_whole and not now_whole:
        return {}
    if not now_whole:
        return {key: Fraction(-100 * then[0], then_whole) for key, (then, _now) in pairs.items()}
    if not then_whole:
        return {key: Fraction(100 * now[0], now_whole) for key, (_then, now) in pairs.items()}
    rate = Fraction(part, then_whole)
    return {
        key: 100 * (now[0] - then[0] - rate * (now[1] - then[1])) / now_whole
        for key, (then, now) in pairs.items()
    }


def apportioned(exact: Mapping[Key, Fraction], total: int) -> dict[Key, int]:
    """Return whole numbers next to the exact ones that add up to `total`: the largest remainders
    are rounded up. `total` differs from their sum by its own rounding alone.
    """
    found = {key: floor(value) for key, value in exact.items()}
    if not found:
        return {}
    left = total - sum(found.values())
    each, more = divmod(left, len(found))
    ordered = sorted(exact, key=lambda key: (found[key] - exact[key], str(key)))
    raised = set(ordered[:more])
    return {key: value + each + (key in raised) for key, value in found.items()}
