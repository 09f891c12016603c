"""What a sheet says of its red and black list, as data (RESULT-11, RESULT-12)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from bihuan.kit.preset_faults import PresetValueError
from bihuan.kit.words import gettext


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
    than `below` for `item`, or for all if none is named.
    """

    places: int
    below: Decimal
    item: str = ""

    def __post_init__(self) -> None:
        if self.places < 1:
            raise PresetValueError(gettext("More than nothing is wanted."), "places")


@dataclass(frozen=True)
class ListRules:
    """The rules of both lists of a sheet."""

    red: RedRule | None = None
    black: BlackRule | None = None
