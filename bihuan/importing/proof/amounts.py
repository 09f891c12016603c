"""Amounts of a column as they are printed, and sums that hold to the last digit printed. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from bihuan.kit.money import number_and_unit
from bihuan.kit.numbers import about_number, is_empty
from bihuan.kit.sheets import Cell

NOTHING = Decimal(0)
FINEST = Decimal("0.0000005")  # of a float: what is beyond it is the computer's, not the office's


@dataclass(slots=True, unsafe_hash=True)  # not frozen: these are made by the hundred thousand
class Amount:
    """A number and by how much what was rounded to it may differ: half of its last digit. Never
    changed.
    """

    value: Decimal
    half: Decimal = NOTHING

    def __add__(self, other: Amount) -> Amount:
        return Amount(self.value + other.value, self.half + other.half)

    def __sub__(self, other: Amount) -> Amount:
        return Amount(self.value - other.value, self.half + other.half)

    def agrees(self, other: Amount) -> bool:
        """True if both may be one number, each rounded as it is printed: half up where one of them
        is exact.
        """
        slack = -FINEST if self.half and other.half else FINEST
        return abs(self.value - other.value) <= max(self.half + other.half + slack, FINEST)

    def times(self, unit: int | Decimal) -> Amount:
        if unit == 1:
            return self
        return Amount(self.value * unit, self.half and self.half * unit)


ZERO = Amount(NOTHING)


def known_amount(yuan: int | None) -> Amount | None:
    """Return whole yuan that are known, exactly; None if they are not."""
    return None if yuan is None else Amount(Decimal(yuan))


def amount_of(cell: Cell, unit: int, base: int = 1) -> Amount | None:
    """Return the yuan in a cell that counts in `unit` or says its own, in units of `base`; None if
    it holds none. Whole numbers are taken as exact: an office prints 15000万元 for a plan that is
    just this.
    """
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        return _rounded(Decimal(repr(cell))).times(unit)
    if not isinstance(cell, str) or is_empty(cell):
        return None
    number, own = number_and_unit(about_number(cell) or cell, None)
    if number is None:
        return None
    return _rounded(number).times(unit if own is None else Decimal(own) / base)


def own_unit(cell: str) -> int | None:
    """Return the unit that a cell of money says itself; None if it says none, or is no amount."""
    number, unit = number_and_unit(about_number(cell) or cell, None)
    return None if number is None else unit


def _rounded(number: Decimal) -> Amount:
    exponent = number.as_tuple().exponent
    if not isinstance(exponent, int) or exponent >= 0 or number == number.to_integral_value():
        return Amount(number)
    return Amount(number, Decimal(5).scaleb(max(exponent, -6) - 1))


def total_of(amounts: Iterable[Amount | None]) -> Amount:
    """Return the sum of those that are."""
    value, half = NOTHING, NOTHING
    for each in amounts:
        if each is not None:
            value += each.value
            half += each.half
    return Amount(value, half)


@dataclass(frozen=True)
class Tally:
    """In how many rows an equation could be tried, in how many it held, and in how many of these it
    said something: 0 + 0 = 0 says nothing.
    """

    tried: int = 0
    held: int = 0
    telling: int = 0

    @property
    def proves(self) -> bool:
        """True if it holds in all rows but few, and not only of noughts."""
        return self.telling > 0 and self.held * 10 >= self.tried * 9

    @property
    def contradicts(self) -> bool:
        """True if it fails in more than half of the rows."""
        return self.tried > 0 and self.held * 2 < self.tried


def tally(left: Sequence[Amount | None], right: Sequence[Amount | None]) -> Tally:
    """Compare two columns row by row where both have a number."""
    tried = held = telling = 0
    for one, other in zip(left, right, strict=True):
        if one is None or other is None:
            continue
        tried += 1
        if one.agrees(other):
            held += 1
            telling += one.value != 0
    return Tally(tried, held, telling)


def falls(columns: Sequence[Sequence[Amount | None]]) -> bool:
    """True if a later month is smaller than one before it in some line: no cumulative ever is."""
    return any(
        after.value < before.value and not after.agrees(before)
        for line in zip(*columns, strict=True)
        for before, after in pairwise([each for each in line if each is not None])
    )


def shown(value: Decimal) -> str:
    """Show a number with separators and as many digits as it has."""
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
