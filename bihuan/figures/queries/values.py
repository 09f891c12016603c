"""One figure's answer, and the one way in which values and units are shown to people."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import get_language

from bihuan.figures.kinds import RATES, Grain, Unit
from bihuan.kit import money

SIGNED = ("gap_", "acceleration")
MONTHLY = (Grain.REPORT, Grain.STATISTICS, Grain.INVESTMENT, Grain.DUE_REPORT, Grain.FUND)
DATED = (
    Grain.MATTER,
    Grain.MILESTONE,
    Grain.NEED,
    Grain.PLANNED_VISIT,
    Grain.VISIT,
    Grain.FUNDING,
)


def in_order(known: Iterable[str], ids: Collection[str]) -> tuple[str, ...]:
    """Return figures in the order of those known, each once: however they are asked for together,
    it is one statement and one answer that is kept.
    """
    return tuple(each for each in known if each in ids)


@dataclass(frozen=True)
class Figure:
    """One figure's answer. A rate is `part` as a percentage of `whole`; None if there is none.
    `scope` is what its definition says of the rows that count, where that needs words. A rate
    `is_counted` if it divides one number of things by another, not yuan by yuan. What nothing was
    reported of yet is not `is_known`: its value is 0 or None, and says nothing (FIGURE-22).
    """

    id: str
    label: str
    unit: Unit
    value: int | Decimal | None
    rows: int
    definition: str
    grain: Grain
    part: int
    whole: int | None = None
    scope: str = ""
    is_counted: bool = False
    is_known: bool = True
    shown_in: int | None = None
    """The unit of the amounts beside it; else its money is shown in that of its size."""

    @property
    def is_money(self) -> bool:
        return self.unit is Unit.YUAN

    @property
    def is_rate(self) -> bool:
        return self.unit in RATES

    @property
    def is_monthly(self) -> bool:
        """Whether its rows are of one month each."""
        return self.grain in MONTHLY

    @property
    def is_dated(self) -> bool:
        """Whether its rows are of one day each."""
        return self.grain in DATED

    @property
    def gives_yuan(self) -> bool:
        """Whether what its rows give, and its numerator, is money."""
        return self.is_money or (self.is_rate and not self.is_counted)

    @property
    def is_versioned(self) -> bool:
        """Whether its rows have versions."""
        return self.grain in (Grain.REPORT, Grain.STATISTICS, Grain.INVESTMENT)

    @property
    def gives_numbers(self) -> bool:
        """Whether its rows give other numbers than 1."""
        return self.is_rate or self.unit is Unit.WORKDAYS or self.part != self.rows

    @property
    def is_accepted(self) -> bool:
        """Whether its rows were accepted by somebody."""
        return self.grain is Grain.REPORT

    @property
    def is_signed(self) -> bool:
        """True for a difference, of which zero is the middle."""
        return self.id.startswith(SIGNED)

    @property
    def scale(self) -> int:
        """The unit in which its money is shown."""
        return self.shown_in or money.scale_of(int(self.value or 0)) if self.is_money else 1

    @property
    def shown(self) -> str:
        """Its value for people, in the unit that `shown_unit` names; “—” while it is not known."""
        value = self.value if self.is_known else None
        return presented(value, self.unit, self.scale, signed=self.is_signed)

    @property
    def shown_unit(self) -> str:
        return unit_shown(self.unit, self.scale)


def presented(value: int | Decimal | None, unit: Unit, scale: int, *, signed: bool = False) -> str:
    """Return a value for people: yuan in `scale`, others as they are; “—” for none."""
    if value is None:
        return "—"
    if unit is Unit.YUAN:
        sign = "+" if signed and value > 0 else ""
        return sign + money.shown(int(value), scale)
    return f"{value:+,}" if signed else f"{value:,}"


def unit_shown(unit: Unit, scale: int) -> str:
    """Return the unit in which `presented` shows a value."""
    if unit is Unit.YUAN:
        return money.unit_name(scale)
    if unit in (Unit.COUNT, Unit.PLACE) and (get_language() or "").startswith("en"):
        return ""  # 97 projects are not 97 items
    return "%" if unit is Unit.PERCENT else str(unit.label)
