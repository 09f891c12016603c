"""Columns that do not fit what is usual, or each other, and what would make them fit. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from bihuan.kit.money import TENS

from .periods import EITHER, Span
from .sized_columns import SizedColumn, SizedPair, is_odd


@dataclass(frozen=True)
class SizeDoubt:
    """Columns that do not fit, with the answers that would make them fit: their unit, or that of
    the column beside them.
    """

    columns: Sequence[SizedColumn]
    units: Sequence[int]
    beside: SizedColumn | None = None
    others: Sequence[int] = ()
    is_swapped: bool = False

    @property
    def first(self) -> SizedColumn:
        return self.columns[0]

    @property
    def is_answerable(self) -> bool:
        ways = (self.units, self.others, self.is_swapped, self.first.is_so_far, self.may_be_all)
        return any(ways)

    @property
    def is_of_other_time(self) -> bool:
        """True if a month may rather be the year so far, or this a month."""
        if self.first.is_so_far:
            return True
        return len(self.columns) == 1 and not self.beside and self.first.may_be_other

    @property
    def may_be_all(self) -> bool:
        """True if what is taken for the year so far may be all since the start."""
        return len(self.columns) == 1 and self.first.may_be_all


def unit_of(sized: SizedColumn, stated: int) -> int:
    """Return in what a column counts."""
    return sized.column.unit or stated


def doubts_of(sized: Mapping[Span, SizedColumn], stated: int) -> list[SizeDoubt]:
    """Return the columns that do not fit: by the sum of month and months known, beside each other,
    or by what is usual. One question for both where one answer mends both.
    """
    both = SizedPair(*(sized[span] for span in EITHER)) if len(sized) > 1 else None
    if both is None:
        return _odd(list(sized.values()), stated)
    if both.adds_up:
        return []
    if ways := both.adding_up(unit_of(both.month, stated), unit_of(both.to_date, stated)):
        return [_by_sums(both, ways, stated)]
    if both.is_beyond:
        return [_beside_each_other(both, stated)]
    return _by_size(both, _odd(list(sized.values()), stated), stated)


def _by_size(both: SizedPair, odd: list[SizeDoubt], stated: int) -> list[SizeDoubt]:
    if len(odd) > 1 and not both.is_far:
        return _together(both, odd, stated)
    if not odd and both.to_date.is_sure and both.is_far:
        return [_beside_each_other(both, stated)]
    return odd


def _odd(sized: Sequence[SizedColumn], stated: int) -> list[SizeDoubt]:
    return [
        SizeDoubt([each], each.units(unit_of(each, stated)) if each.is_far else [])
        for each in sized
        if each.is_sure and is_odd(each)
    ]


def _together(both: SizedPair, odd: list[SizeDoubt], stated: int) -> list[SizeDoubt]:
    """Return one doubt of two columns that are in one unit, and would be as usual in another."""
    first, second = odd
    alike = [unit for unit in first.units if unit in second.units]
    if not alike or unit_of(both.month, stated) != unit_of(both.to_date, stated):
        return odd
    return [SizeDoubt([both.month, both.to_date], alike)]


def _by_sums(both: SizedPair, ways: Sequence[tuple[int, int]], stated: int) -> SizeDoubt:
    own, other = unit_of(both.month, stated), unit_of(both.to_date, stated)
    if all(one == two for one, two in ways) and own == other:
        return SizeDoubt([both.month, both.to_date], [one for one, _two in ways])
    units = [one for one, two in ways if two == other]
    others = [two for one, two in ways if one == own]
    if not units:
        return SizeDoubt([both.to_date], others)
    return SizeDoubt([both.month], units, both.to_date, others)


def _beside_each_other(both: SizedPair, stated: int) -> SizeDoubt:
    own, other = unit_of(both.month, stated), unit_of(both.to_date, stated)
    units = [u for u in TENS.values() if u != own and both.fits(Decimal(u) / own)]
    others = [u for u in TENS.values() if u != other and both.fits(Decimal(other) / u)]
    usual = [u for u in units if u in both.month.units(own)]
    usual_others = [u for u in others if u in both.to_date.units(other)]
    if usual or usual_others:  # what is known tells which of the two it is
        units, others = usual, usual_others
    return SizeDoubt([both.month], units, both.to_date, others, both.is_beyond)
