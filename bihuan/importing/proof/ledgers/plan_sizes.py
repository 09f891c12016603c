"""A ledger's whole columns held against the total investment: no plan of a year is a thousandth of
it, nor more than it, in most rows. Asked which column counts in another unit. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from bihuan.importing.headings.kinds import SheetKind
from bihuan.importing.headings.layout import Layout
from bihuan.importing.headings.naming import SheetColumn
from bihuan.importing.proof.amount_words import told_in
from bihuan.importing.proof.amounts import Amount, total_of
from bihuan.importing.proof.grid import Grid
from bihuan.importing.proof.months.size_questions import OTHER, SIZE, WORDS, counts_in, not_fitting
from bihuan.importing.proof.questions import AnswerChoice, Desk, as_it_stands
from bihuan.kit.money import TENS, UNITS
from bihuan.kit.words import gettext

PARTS = ("planned", "before")
FEWEST_ROWS = 2
LEAST, NEAR = Decimal("0.001"), Decimal("0.005")
MOST = Decimal("1.01")
FEWEST_TOLD, USUAL = 3, Decimal("0.02")
"""Rows that tell what is usual, and the least share of its total that the middle project plans."""


@dataclass(frozen=True)
class PartOfTotal:
    """A column of what is planned of each project, or was completed, beside its total investment.
    Amounts are yuan, line by line; `units` those of both columns.
    """

    part: SheetColumn
    whole: SheetColumn
    amounts: Sequence[Amount | None]
    totals: Sequence[Amount | None]
    units: tuple[int, int]

    @cached_property
    def shares(self) -> list[Decimal]:
        pairs = zip(self.amounts, self.totals, strict=True)
        told = [(one.value, all_.value) for one, all_ in pairs if one and all_]
        return [one / all_ for one, all_ in told if one > 0 and all_ > 0]

    @property
    def is_far(self) -> bool:
        """True if in most rows it is next to nothing of the total, or more than it."""
        small = sum(share < LEAST for share in self.shares)
        large = sum(share > MOST for share in self.shares)
        return len(self.shares) >= FEWEST_ROWS and 2 * max(small, large) > len(self.shares)

    def fits(self, times: Decimal) -> bool:
        near = sum(NEAR <= share * times <= MOST for share in self.shares)
        return 2 * near > len(self.shares)


def settle_plan_sizes(desk: Desk, layout: Layout, grid: Grid, unit: int | None) -> Layout:
    """Return the layout of a ledger with its columns in the units that were answered of those that
    do not fit the total investment.
    """
    if layout.kind != SheetKind.LEDGER or desk.waits_for("unit"):
        return layout
    for name in PARTS:
        part, whole = layout.column(name), layout.column("total")
        if part is None or whole is None:
            continue
        units = part.unit or unit or 1, whole.unit or unit or 1
        counted = grid.in_units_of(layout)
        amounts, totals = (counted.amounts(column, unit or 1) for column in (part, whole))
        held = PartOfTotal(part, whole, amounts, totals, units)
        if held.is_far and (choices := list(_choices(held))):
            answer = _ask(desk, grid, held, choices)
            told = answer.removeprefix(OTHER)
            if told in TENS:
                index = part.index if told == answer else whole.index
                layout = layout.counted_in({index}, TENS[told])
        elif name == PARTS[0] and not grid.has_known:
            _tell(desk, held)
    return layout


def _tell(desk: Desk, held: PartOfTotal) -> None:
    """Say how large the plan is beside the total, where no known project tells whether it fits: a
    decimal point that slipped throughout shows in it.
    """
    if len(held.shares) < FEWEST_TOLD:
        return
    middle = sorted(held.shares)[len(held.shares) // 2]
    text = gettext(
        "No known project proves the amounts: in the middle row “%(title)s” is %(share)s%% of"
        " “%(other)s”."
    )
    told = {"title": held.part.title, "other": held.whole.title}
    share = f"{middle * 100:.1f}"
    desk.prove(text % {**told, "share": share}, holds=middle >= USUAL)


def _choices(held: PartOfTotal) -> Iterator[AnswerChoice]:
    """Yield the units with which they fit, those in use first."""
    own, other = held.units
    for unit in sorted(TENS.values(), key=lambda each: each not in UNITS.values()):
        if unit != own and held.fits(Decimal(unit) / own):
            gives = _gives(held.part, held.amounts, Decimal(unit) / own, own)
            yield AnswerChoice(WORDS[unit], f"“{held.part.title}”：{counts_in(unit)}", gives)
        if unit != other and held.fits(Decimal(other) / unit):
            gives = _gives(held.whole, held.totals, Decimal(unit) / other, other)
            label = f"“{held.whole.title}”：{counts_in(unit)}"
            yield AnswerChoice(f"{OTHER}{WORDS[unit]}", label, gives)


def _ask(desk: Desk, grid: Grid, held: PartOfTotal, choices: list[AnswerChoice]) -> str:
    pairs = enumerate(zip(held.amounts, held.totals, strict=True))
    place, one, whole = next((i, a.value, b.value) for i, (a, b) in pairs if a and b and a.value)
    told = {
        "title": held.part.title,
        "other": held.whole.title,
        "row": grid.data[place].number + 1,
        "name": grid.data[place].name,
        "amount": told_in(one, held.units[0]),
        "usual": told_in(whole, held.units[1]),
    }
    stands = as_it_stands(_gives(held.part, held.amounts, Decimal(1), held.units[0]))
    title = held.part.title
    return desk.ask(SIZE, not_fitting() % told, [*choices, stands], column=title)


def _gives(column: SheetColumn, amounts: Sequence[Amount | None], times: Decimal, unit: int) -> str:
    return f"{column.title}：{told_in(total_of(amounts).value * times, unit)}"
