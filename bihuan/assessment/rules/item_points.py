"""What an item gives of what is known, beside one group (ASSESS-13). Pure."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from .groups import GroupValues
from .point_rules import Values
from .scheme import InputSpec, SchemeItem


def rounded(points: Decimal, digits: int) -> Decimal:
    """Return points rounded half up, once."""
    return points.quantize(_grain(digits), ROUND_HALF_UP) + 0


@cache
def _grain(digits: int) -> Decimal:
    return Decimal(1).scaleb(-digits)


class ItemPoints:
    """An item beside one group. What is the same for every subject is looked up once: 100,000 are
    scored by it.
    """

    __slots__ = (
        "_digits",
        "_groups",
        "_has_values",
        "_least",
        "_most",
        "_points",
        "inputs",
        "item",
    )

    def __init__(
        self, item: SchemeItem, groups: Mapping[InputSpec, GroupValues], digits: int
    ) -> None:
        rule = item.formula.rule
        self.item, self.inputs = item, tuple(item.inputs.items())
        self._has_values, self._points = rule.has_values, rule.points
        self._groups = {
            name: groups[item.inputs[name]] for name in rule.grouped if item.inputs[name] in groups
        }
        self._least, self._most, self._digits = item.least, item.most, digits

    def exact(self, values: Values) -> Decimal | None:
        """Return the points of a subject's values by name, without bounds and rounding; None where
        the item does not apply.
        """
        return self._points(values, self._groups) if self._has_values(values) else None

    def within_bounds(self, exact: Decimal) -> Decimal:
        """Return exact points as the item gives them."""
        if self._least is not None and exact < self._least:
            exact = self._least
        return rounded(min(exact, self._most), self._digits)

    def points(self, values: Values) -> Decimal | None:
        """Return the points that the item gives; None where it does not apply."""
        exact = self.exact(values)
        return None if exact is None else self.within_bounds(exact)
