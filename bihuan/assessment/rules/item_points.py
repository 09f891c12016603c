"""What an item gives of what is known, beside one group (ASSESS-13). Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from .groups import GroupValues
from .point_rules import PointRule
from .scheme import InputSpec, SchemeItem, ScoreSheet

Row = Sequence[Decimal | None]
"""What is known of one subject, a value for each column."""


def rounded(points: Decimal, digits: int) -> Decimal:
    """Return points rounded half up, once."""
    return points.quantize(_grain(digits), ROUND_HALF_UP) + 0


@cache
def _grain(digits: int) -> Decimal:
    return Decimal(1).scaleb(-digits)


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
    """An item beside one group. What is the same for every subject is looked up once: 100,000 are
    scored by it.
    """

    __slots__ = (
        "_columns",
        "_digits",
        "_groups",
        "_has_values",
        "_least",
        "_most",
        "_points",
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
        self._points = rule.points
        self._has_values = (
            None if type(rule).has_values is PointRule.has_values else rule.has_values
        )
        self._groups = {
            name: groups[item.inputs[name]] for name in rule.grouped if item.inputs[name] in groups
        }
        self._least, self._most, self._digits = item.least, item.most, digits

    def given(self, row: Row) -> dict[str, Decimal | None]:
        """Return what is known by the names of the formula."""
        return {name: row[place] for name, place in self._columns}

    def exact(self, row: Row) -> Decimal | None:
        """Return points without bounds and rounding; None where the item does not apply: most
        formulas want every input.
        """
        values = {}
        for name, place in self._columns:
            value = row[place]
            if value is not None:
                values[name] = value
            elif self._has_values is None:
                return None
        if self._has_values is not None and not self._has_values(values):
            return None
        return self._points(values, self._groups)

    def within_bounds(self, exact: Decimal) -> Decimal:
        """Return exact points as the item gives them."""
        if self._least is not None and exact < self._least:
            exact = self._least
        elif exact > self._most:
            exact = self._most
        return rounded(exact, self._digits)

    def points(self, row: Row) -> Decimal | None:
        """Return the points that the item gives; None where it does not apply."""
        exact = self.exact(row)
        return None if exact is None else self.within_bounds(exact)
