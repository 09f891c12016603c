"""What a formula is: values in, points out. Points are exact until an item rounds them once."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from decimal import Decimal

from bihuan.kit.preset_faults import PresetValueError
from bihuan.kit.words import gettext

from .groups import GroupValues

Values = Mapping[str, Decimal]
Groups = Mapping[str, GroupValues]
NOTHING = Decimal()
PERCENT = Decimal(100)


class PointRule(ABC):
    """One formula: the inputs it reads by name, the points it gives, and what it gives at most."""

    @property
    @abstractmethod
    def names(self) -> tuple[str, ...]:
        """The names of the inputs without which it gives no points."""

    @property
    def grouped(self) -> tuple[str, ...]:
        """The names of the inputs of which it asks what the whole group has."""
        return ()

    @abstractmethod
    def points(self, values: Values, groups: Groups) -> Decimal:
        """Return exact points for the values of inputs, and of those of the group."""

    @property
    @abstractmethod
    def most_points(self) -> Decimal | None:
        """The most it can give; None if there is no end to it."""

    @property
    def least_points(self) -> Decimal | None:
        """The fewest it can give; None if nothing says."""
        return NOTHING

    def has_values(self, values: Values) -> bool:
        """Return whether enough is known to give points."""
        return all(name in values for name in self.names)


def bounded(points: Decimal, least: Decimal | None, most: Decimal | None) -> Decimal:
    """Return the points within their bounds."""
    if least is not None and points < least:
        points = least
    return most if most is not None and points > most else points


def check_bounds(least: Decimal | None, most: Decimal | None) -> None:
    if least is not None and most is not None and least > most:
        raise PresetValueError(gettext("The least is more than the most."), "least")


def check_positive(rule: object, *fields: str) -> None:
    """Refuse a number of nothing or less where only more makes sense."""
    for field in fields:
        if getattr(rule, field) <= 0:
            raise PresetValueError(gettext("More than nothing is wanted."), field)
