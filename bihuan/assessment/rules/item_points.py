"""What an item gives of what is known, beside one group (ASSESS-13). Pure."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from operator import itemgetter

from .groups import GroupValues
from .point_rules import NOTHING, PointRule
from .scheme import InputSpec, SchemeItem, ScoreSheet

Row = Sequence[Decimal | None]
"""What is known of one subject, a value for each column."""
ItemResult = tuple[Decimal | None, Decimal | None]
"""Points of an item, None where it does not apply; and what its bounds changed, if they did."""
NOT_APPLYING: ItemResult = (None, None)
MOST_FOUND = 500
"""An item whose values are so many or fewer (counts, whole rates) remembers what each gave; amounts
seldom come again.
"""


def rounded(points: Decimal, digits: int) -> Decimal:
    """Return points rounded half up, once."""
    return points.quantize(_grain(digits), ROUND_HALF_UP) + 0


@cache
def _grain(digits: int) -> Decimal:
    return Decimal(1).scaleb(-digits)


def _key_of(places: Sequence[int]) -> Callable[[Row], Hashable]:
    """Return what gives of a row the values in these places."""
    return itemgetter(*places)


class SheetColumns:
    """The inputs of a sheet in one order: a subject's values are looked up once, then read by
    place.
    """

    def __init__(self, sheet: ScoreSheet) -> None:
        self.specs = tuple(dict.fromkeys(sheet.specs))
        self.places = {spec: place for place, spec in enumerate(self.specs)}

    def row(self, known: Mapping[InputSpec, Decimal]) -> list[Decimal | None]:
        return [known.get(spec) for spec in self.specs]


class ItemPoints:
    """An item beside one group. What is the same for every subject is looked up once, and what the
    same values give is worked out once: 100,000 are scored by it.
    """

    __slots__ = (
        "_columns",
        "_found",
        "_grain",
        "_groups",
        "_has_values",
        "_key",
        "_least",
        "_most",
        "_rule_points",
        "_zero",
        "item",
    )

    def __init__(
        self,
        item: SchemeItem,
        groups: Mapping[InputSpec, GroupValues],
        digits: int,
        columns: SheetColumns,
    ) -> None:
        rule = item.formula.rule
        self.item = item
        self._columns = tuple((name, columns.places[spec]) for name, spec in item.inputs.items())
        self._key = _key_of([place for _name, place in self._columns])
        self._found: dict[Hashable, ItemResult] | None = {}
        self._rule_points = rule.points
        self._has_values = (
            None if type(rule).has_values is PointRule.has_values else rule.has_values
        )
        self._groups = {
            name: groups[item.inputs[name]] for name in rule.grouped if item.inputs[name] in groups
        }
        self._least, self._most, self._grain = item.least, item.most, _grain(digits)
        self._zero = NOTHING.quantize(self._grain)

    def given(self, row: Row) -> dict[str, Decimal | None]:
        """Return what is known by the names of the formula."""
        return {name: row[place] for name, place in self._columns}

    def result(self, row: Row) -> ItemResult:
        """Return the points that the item gives, and what they would be without its bounds."""
        if self._found is None:
            return self._result(row)
        key = self._key(row)
        found = self._found.get(key)
        if found is None:
            found = self._found[key] = self._result(row)
            if len(self._found) > MOST_FOUND:
                self._found = None
        return found

    def _result(self, row: Row) -> ItemResult:
        exact = self._exact(row)
        if exact is None:
            return NOT_APPLYING
        points = exact.quantize(self._grain, ROUND_HALF_UP) or self._zero
        if self._least is not None and exact < self._least:
            bounds = self._least
        elif exact > self._most:
            bounds = self._most
        else:
            return points, None
        bounded = bounds.quantize(self._grain, ROUND_HALF_UP) or self._zero
        return bounded, None if bounded == points else points

    def _exact(self, row: Row) -> Decimal | None:
        """Return points without bounds and rounding; None where the item does not apply: most
        formulas want every input.
        """
        values, has_values = {}, self._has_values
        for name, place in self._columns:
            value = row[place]
            if value is not None:
                values[name] = value
            elif has_values is None:
                return None
        if has_values is not None and not has_values(values):
            return None
        return self._rule_points(values, self._groups)
