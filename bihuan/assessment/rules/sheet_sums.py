"""How the points of a sheet's items become one score (ASSESS-14 to ASSESS-19). Pure.

Both the lines of a score and a bare total are made from it. `Points` are those of the items in
their order, None where an item does not apply.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from bihuan.assessment.kinds import Missing

from .item_points import Row, SheetColumns, rounded
from .point_rules import NOTHING, bounded
from .scheme import HUNDRED, ScoreBlock, ScoreSheet, Veto

Points = Sequence[Decimal | None]


@dataclass(frozen=True)
class Reweighted:
    """The weight of items that do not apply (`away`), of those that do (`stays`), and the points
    won within the latter.
    """

    won: Decimal
    away: Decimal
    stays: Decimal

    @property
    def points(self) -> Decimal:
        """What the weight brings, exactly."""
        return self.won * self.away / self.stays


class SheetSums:
    """A sheet with the places of its items looked up once."""

    def __init__(self, sheet: ScoreSheet, columns: SheetColumns) -> None:
        self.sheet, self._places = sheet, columns.places
        items = list(enumerate(sheet.items))
        self._weights = [item.max for item in sheet.items]
        self._shared = [(place, item.max) for place, item in items if item.shares_weight]
        self._required = [
            (place, item.id) for place, item in items if item.missing is Missing.REQUIRED
        ]
        self._blocks = [
            (block, [place for place, item in items if item.id in block.items])
            for block in sheet.blocks
        ]
        self._enough = sheet.total * sheet.known_percent

    def lacks(self, points: Points, exempt: Collection[str]) -> int | None:
        """Return the place of the first item that is required and does not apply (ASSESS-14)."""
        for place, item in self._required:
            if points[place] is None and item not in exempt:
                return place
        return None

    def applying(self, points: Points) -> Decimal:
        """Return the weight of the items that apply."""
        pairs = zip(self._weights, points, strict=True)
        return sum((weight for weight, each in pairs if each is not None), NOTHING)

    def is_enough(self, applying: Decimal) -> bool:
        """Return whether items of so much weight make a score (ASSESS-14)."""
        return applying * HUNDRED >= self._enough

    def over_blocks(self, points: Points) -> Iterator[tuple[ScoreBlock, Decimal]]:
        """Yield each block whose sum is out of its bounds, and what brings it back (ASSESS-15)."""
        for block, places in self._blocks:
            reached = _sum_at(points, places)
            over = bounded(reached, block.least, block.most) - reached
            if over:
                yield block, over

    def missed_blocks(self, points: Points) -> int:
        """Return how many blocks miss their mark: of it, the share of the items that apply."""
        return sum(self._is_missed(block, places, points) for block, places in self._blocks)

    def _is_missed(self, block: ScoreBlock, places: Sequence[int], points: Points) -> bool:
        if block.pass_mark is None:
            return False
        whole = sum((self._weights[place] for place in places), NOTHING)
        asked = sum((self._weights[p] for p in places if points[p] is not None), NOTHING)
        return _sum_at(points, places) * whole < block.pass_mark * asked

    def reweighted(self, points: Points) -> Reweighted | None:
        """Return what the weight of items that do not apply brings to the others, in their
        proportion: each point won within an item's weight counts for more (ASSESS-16).
        """
        away = stays = won = NOTHING
        for place, weight in self._shared:
            each = points[place]
            if each is None:
                away += weight
            else:
                stays += weight
                won += min(each, weight)
        if not away or not stays:
            return None
        return Reweighted(max(won, NOTHING), away, stays)

    def over(self, reached: Decimal) -> Decimal:
        """Return what brings a sum within the bounds of the sheet (ASSESS-18)."""
        return bounded(reached, self.sheet.least, self.sheet.most) - reached

    def vetoed(
        self, reached: Decimal, row: Row, exempt: Collection[str]
    ) -> Iterator[tuple[Veto, Decimal]]:
        """Yield each veto that holds, and what it takes (ASSESS-17)."""
        for veto in self.sheet.vetoes:
            if reached > veto.most and veto.id not in exempt and self._holds(veto, row):
                yield veto, veto.most - reached
                reached = veto.most

    def _holds(self, veto: Veto, row: Row) -> bool:
        given = ((name, row[self._places[spec]]) for name, spec in veto.inputs.items())
        values = {name: value for name, value in given if value is not None}
        return all(limit.is_known(values) and limit.holds(values) for limit in veto.when)

    def total(
        self, points: Points, row: Row, exempt: Collection[str], given: Iterable[Decimal] = ()
    ) -> Decimal | None:
        """Return the score without its lines; None of who is not assessed. `given` are the points
        of adjustments.
        """
        if self.lacks(points, exempt) is not None:
            return None
        applying = reached = NOTHING
        for weight, each in zip(self._weights, points, strict=True):
            if each is not None:
                applying += weight
                reached += each
        if not self.is_enough(applying):
            return None
        if applying != self.sheet.total:
            more = self.reweighted(points)
            reached += rounded(more.points, self.sheet.digits) if more else NOTHING
        over = sum((over for _block, over in self.over_blocks(points)), sum(given, NOTHING))
        return self._bounded(reached + over, row, exempt)

    def _bounded(self, reached: Decimal, row: Row, exempt: Collection[str]) -> Decimal:
        reached += self.over(reached)
        return reached + sum((over for _veto, over in self.vetoed(reached, row, exempt)), NOTHING)


def _sum_at(points: Points, places: Iterable[int]) -> Decimal:
    return sum((each for place in places if (each := points[place]) is not None), NOTHING)
