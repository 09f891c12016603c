"""What a single amount may really be that does not fit the row's other figures. Pure.

A decimal point slipped, another unit, the year so far in the month's column. Amounts are yuan.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from bihuan.importing.headings.naming import SheetColumn
from bihuan.importing.proof.amounts import Amount
from bihuan.importing.proof.rows.lines import Line
from bihuan.kit.money import WAN

from .alike import ALIKE, FAR, NEAR, NOT_ALIKE, AlikeShares

SO_FAR, AS_WORDED = "so-far", "worded"
FACTORS: Mapping[str, Decimal] = {
    "tenth": Decimal("0.1"),
    "hundredth": Decimal("0.01"),
    "tenfold": Decimal(10),
    "hundredfold": Decimal(100),
    "smaller": 1 / Decimal(WAN),
    "larger": Decimal(WAN),
}
"""By what an amount is multiplied whose decimal point slipped, or that is in another unit."""
DOWN = ("tenth", "hundredth", "smaller")
OPPOSITE = {
    "tenth": "tenfold",
    "hundredth": "hundredfold",
    "smaller": "larger",
    "tenfold": "tenth",
    "hundredfold": "hundredth",
    "larger": "smaller",
}
TIMES = 6  # the largest month known: hardly a project grows so from one month to the next
FIVE, THREE, TWO = 5, 3, 2
FEWEST_MONTHS = 3  # months with amounts that tell how large a project's are
APRIL = 4  # before it, one month may be as much as all before
BEYOND_PLAN = Decimal("1.2")
TOO_SMALL = 5 * WAN  # yuan: beside months a thousand times larger, an amount in 亿元
HUNDRED, THOUSAND = 100, 1_000
NOTHING = Decimal(0)


@dataclass(frozen=True)
class OddAmount:
    """An amount that does not fit, and what it may really be, by why. Amounts are yuan. `relation`
    says what holds in the other rows, if that is what it breaks.
    """

    line: Line
    column: SheetColumn
    value: Decimal
    ways: Mapping[str, Decimal]
    relation: str = ""
    other: OddAmount | None = None
    """The amount beside it that may be wrong instead."""


def first_of_each(odd: Iterable[OddAmount]) -> list[OddAmount]:
    """Return the first of those that are of one cell."""
    found: dict[tuple[int, int], OddAmount] = {}
    for each in odd:
        found.setdefault((each.line.number, each.column.index), each)
    return list(found.values())


@dataclass(frozen=True)
class RowFigures:
    """What else is told of one row's project in the year: its plan, the months known beside this
    one, their sum before it, and whether that is of every month before.
    """

    plan: Decimal | None = None
    months: tuple[Decimal, ...] = ()
    earlier: Decimal = NOTHING
    is_complete: bool = False

    @property
    def most(self) -> Decimal:
        """The largest month known."""
        return max(self.months, default=NOTHING)

    @property
    def tells_size(self) -> bool:
        return len(self.months) >= FEWEST_MONTHS


@dataclass(frozen=True)
class TableSizes:
    """How large the other rows are: the middle amount, and the middle share of a year's plan; 0
    where too few rows tell.
    """

    middle: Decimal = NOTHING
    share: Decimal = NOTHING
    alike: AlikeShares = NOT_ALIKE
    """The shares of the plan, if they are alike."""


def by_sums(month: Amount, to_date: Amount, row: RowFigures) -> Iterator[tuple[bool, str, Decimal]]:
    """Yield what month or cumulative may really be so that the months before and the month make the
    cumulative: whether it is the month that is another, why, and the amount.
    """
    earlier = Amount(row.earlier)
    if not row.is_complete or (month + earlier).agrees(to_date) or not month.value:
        return
    if row.earlier and month.agrees(to_date):
        yield True, SO_FAR, month.value - row.earlier
        return
    for kind, factor in FACTORS.items():
        if (month.times(factor) + earlier).agrees(to_date):
            yield True, kind, month.value * factor
        elif (month + earlier).agrees(to_date.times(factor)):
            yield False, kind, to_date.value * factor


def of_month(value: Decimal, row: RowFigures, sizes: TableSizes) -> dict[str, Decimal]:
    """Return what a month alone may really be that is far too large or small beside the row's other
    months, its plan and the other rows; nothing if it fits.
    """
    if value <= 0:
        return {}
    if _is_too_small(value, row, sizes.middle):
        return {"larger": value * WAN}
    if row.tells_size and THREE * value * TIMES <= min(row.months) <= value * HUNDRED * THREE:
        return {"hundredfold": value * HUNDRED}
    found: dict[str, Decimal] = {}
    if _is_too_large(value, row, sizes):
        most = row.most or sizes.share * (row.plan or NOTHING)
        found = {
            kind: rest
            for kind in DOWN
            if TIMES * (rest := value * FACTORS[kind]) >= most >= rest / THREE
        }
    if _is_so_far(value, row):
        found[SO_FAR] = value - row.earlier
    return found or _unlike(value, row, sizes)


def _unlike(value: Decimal, row: RowFigures, sizes: TableSizes) -> dict[str, Decimal]:
    """Return what an amount may be that is alone far from the row's months, which are alike, or has
    another share of its plan than all other rows.
    """
    if row.tells_size:
        least, most = min(row.months), row.most
        is_slip = most <= ALIKE * least and value * FAR <= least <= value * 10 * NEAR
        return {"tenfold": value * 10} if is_slip and value * 10 <= most * NEAR else {}
    return sizes.alike.ways(value / row.plan, value) if row.plan else {}


def of_year(value: Decimal, row: RowFigures, sizes: TableSizes) -> dict[str, Decimal]:
    """Return what a year so far may really be that goes far beyond plan and other rows, or is far
    below them.
    """
    if 0 < value < TOO_SMALL and value * THOUSAND <= max(sizes.middle, row.earlier):
        return {"larger": value * WAN}
    if row.plan and sizes.share and value <= BEYOND_PLAN * row.plan:
        return {} if row.earlier else sizes.alike.ways(value / row.plan, value)
    if not row.plan or not sizes.share:
        return {}
    usual = sizes.share * row.plan
    if value < FIVE * usual:
        return {}
    least = max(row.earlier, usual / TIMES)
    amounts = {kind: value * FACTORS[kind] for kind in DOWN}
    return {kind: rest for kind, rest in amounts.items() if least <= rest <= BEYOND_PLAN * row.plan}


def of_growth(value: Decimal, row: RowFigures) -> dict[str, Decimal]:
    """Return what a year so far may really be that leaves far too large a month."""
    if not row.is_complete or not _is_too_large(value - row.earlier, row, TableSizes()):
        return {}
    most = row.earlier + THREE * row.most
    amounts = {kind: value * FACTORS[kind] for kind in DOWN}
    return {kind: rest for kind, rest in amounts.items() if row.earlier <= rest <= most}


def among_months(value: Decimal, others: RowFigures) -> dict[str, Decimal]:
    """Return what one of a row's months may really be beside the others that it tells."""
    if not others.tells_size or value <= 0:
        return {}
    return of_month(value, others, TableSizes(middle=min(others.months)))


def _is_too_small(value: Decimal, row: RowFigures, middle: Decimal) -> bool:
    if value >= TOO_SMALL:
        return False
    usual = max(middle, min(row.months)) if row.tells_size else middle
    most = max(usual, row.most) * TWO * TIMES
    is_possible = value * WAN <= (row.plan * BEYOND_PLAN if row.plan else most)
    return is_possible and value * THOUSAND <= usual


def _is_too_large(value: Decimal, row: RowFigures, sizes: TableSizes) -> bool:
    if row.tells_size and value >= TIMES * row.most:
        return True
    if not row.plan or value + row.earlier <= BEYOND_PLAN * row.plan:
        return False
    usual = row.most or sizes.share * row.plan
    return 0 < FIVE * usual <= value


def _is_so_far(value: Decimal, row: RowFigures) -> bool:
    """True if what is beyond the months before is about a month."""
    if not (row.is_complete and row.tells_size and value >= THREE * row.most):
        return False
    return 0 <= value - row.earlier <= TWO * row.most
