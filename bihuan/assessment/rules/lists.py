"""What a sheet says of its red and black list, as data (RESULT-11, RESULT-12)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from bihuan.kit.preset_faults import PresetValueError
from bihuan.kit.words import gettext

if TYPE_CHECKING:
    from .scheme import Grade, SchemeItem


@dataclass(frozen=True)
class RedRule:
    """Who stands on the red list: the best so many, or those of a grade; both if both are said."""

    places: int | None = None
    grade: str = ""

    def __post_init__(self) -> None:
        if self.places is None and not self.grade:
            raise ValueError(gettext("A number of places or a grade is wanted."))
        if self.places is not None and self.places < 1:
            raise PresetValueError(gettext("More than nothing is wanted."), "places")


@dataclass(frozen=True)
class BlackRule:
    """Who stands on the black list: the last so many, but only whose target is missed: fewer points
    than `below` for `item`, or for all if none is named; or the value of `item` under
    `value_below`, where points fall beyond the target too.
    """

    places: int
    below: Decimal | None = None
    item: str = ""
    value_below: Decimal | None = None

    def __post_init__(self) -> None:
        if self.places < 1:
            raise PresetValueError(gettext("More than nothing is wanted."), "places")
        if (self.below is None) == (self.value_below is None):
            raise ValueError(gettext("Give `below` for points, or `value_below` for the value."))
        if self.value_below is not None and not self.item:
            raise PresetValueError(gettext("The value of an item: say of which."), "item")


@dataclass(frozen=True)
class ListRules:
    """The rules of both lists of a sheet."""

    red: RedRule | None = None
    black: BlackRule | None = None


def check_lists(
    rules: ListRules | None, items: Sequence[SchemeItem], grades: Sequence[Grade]
) -> None:
    """Raise PresetValueError for an item or a grade that the sheet has not, and where it cannot be
    told from the points, or from a value, whether the target was met.
    """
    if rules and rules.black and rules.black.item:
        _check_black(rules.black, items)
    if rules and rules.red and rules.red.grade not in ("", *(each.title for each in grades)):
        sentence = gettext("There is no grade “%s” on this sheet.") % rules.red.grade
        raise PresetValueError(sentence, "lists", "red", "grade")


def _check_black(rule: BlackRule, items: Sequence[SchemeItem]) -> None:
    item = next((each for each in items if each.id == rule.item), None)
    if item is None:
        sentence = gettext("There is no item “%s” on this sheet.") % rule.item
        raise PresetValueError(sentence, "lists", "black", "item")
    if rule.value_below is not None and len(item.inputs) != 1:
        sentence = gettext("“%s” reads several values: say `below` of its points.") % item.id
        raise PresetValueError(sentence, "lists", "black", "value_below")
