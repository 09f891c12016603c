"""Single amounts with which a stated total holds to the digit: a decimal point slipped, or two
digits changed places. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from bihuan.importing.proof.amount_words import in_wan
from bihuan.importing.proof.amounts import shown, total_of
from bihuan.importing.proof.grid import Grid
from bihuan.importing.proof.rows.lines import Line
from bihuan.kit.words import gettext

from .odd_amounts import FACTORS, NOTHING

MOST_OFFERED = 3
SWAPPED = "swapped"


@dataclass(frozen=True)
class MendedAmount:
    """The cell of one row with which its total holds: its row and column, and what it then says."""

    place: tuple[int, int]
    cell: str
    label: str
    gives: str


def mended_by_total(
    grid: Grid, total: Line, summed: Sequence[Line], place: int, unit: int
) -> Mapping[str, MendedAmount]:
    """Return the amounts of one column, each by its answer, with which alone the total holds; none
    where more than a few would do.
    """
    stated, column = total.amounts[place], grid.columns[place]
    if stated is None or stated.value <= 0:
        return {}
    missing = stated.value - total_of(line.amounts[place] for line in summed).value
    scale = 1 if column.unit else unit
    found = {}
    for line, kind, value in _restoring(summed, place, missing):
        told = {"row": line.number + 1, "name": line.name, "amount": in_wan(value * scale)}
        found[f"{kind}-{line.number + 1}"] = MendedAmount(
            (line.number, column.index),
            shown(value / (column.unit or 1)),
            gettext("Row %(row)s, “%(name)s”, is %(amount)s: so the total holds") % told,
            in_wan(stated.value * scale),
        )
    return found if len(found) <= MOST_OFFERED else {}


def _restoring(
    summed: Sequence[Line], place: int, missing: Decimal
) -> Iterator[tuple[Line, str, Decimal]]:
    for line in summed:
        stated = line.amounts[place]
        value = stated.value if stated else NOTHING
        if value <= 0 or value + missing <= 0:
            continue
        for kind, factor in FACTORS.items():
            if value * factor == value + missing:
                yield line, kind, value + missing
        if _are_swapped(shown(value), shown(value + missing)):
            yield line, SWAPPED, value + missing


def _are_swapped(one: str, other: str) -> bool:
    """True if two digits next to each other change places."""
    if len(one) != len(other):
        return False
    ones, others = one.replace(",", ""), other.replace(",", "")
    places = [i for i, (a, b) in enumerate(zip(ones, others, strict=True)) if a != b]
    if len(places) != 2 or places[1] != places[0] + 1:
        return False
    first, second = places
    return ones[first] == others[second] and ones[second] == others[first]
