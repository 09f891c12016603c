"""Made values of an item, for a worked example where no real one is asked for. Pure."""

from __future__ import annotations

from decimal import Decimal

from bihuan.figures.kinds import Unit

from .groups import GroupValues
from .point_rules import Groups, Values
from .scheme import SchemeItem

MADE = {
    Unit.PERCENT: (Decimal(92), Decimal(80), Decimal(70)),
    Unit.POINTS: (Decimal(3), Decimal(-2), Decimal(1)),
    Unit.YUAN: (Decimal(60_000_000), Decimal(100_000_000), Decimal(80_000_000)),
    Unit.COUNT: (Decimal(2), Decimal(5), Decimal(1)),
}
"""The first, second … input of a unit; one after the other again beyond the last."""
OTHERS = (Decimal("0.6"), Decimal("0.8"), Decimal("1.1"))
"""What the others of the group have, as parts of the value."""


def made_values(item: SchemeItem, units: dict[str, Unit]) -> tuple[Values, Groups]:
    """Return a value for each input of an item, by its unit, and what a made group has of those of
    which the formula asks it.
    """
    values: dict[str, Decimal] = {}
    used: dict[Unit, int] = {}
    for name, spec in item.inputs.items():
        unit = units[name]
        choices = MADE.get(unit, MADE[Unit.COUNT])
        place = used.get(unit, 0)
        used[unit] = place + 1
        values[name] = choices[place % len(choices)] / spec.divide_by
    groups = {
        name: GroupValues([values[name], *(values[name] * part for part in OTHERS)])
        for name in item.formula.rule.grouped
    }
    return values, groups
