"""Thresholds as ordered brackets: each says its lower bound, so no hole or overlap can be written.

Pure. Source: docs/rules/lights.md, clause LIGHT-19.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from bihuan.kit.presets import PresetValueError
from bihuan.kit.words import gettext
from bihuan.lights.kinds import RANK, Colour, Metric

from .measures import MONTHS_A_YEAR

LIMIT = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True)
class Clause:
    """One sentence of an office's rules: within these bounds of the metric, this colour."""

    clause: str
    colour: Colour
    metric: Metric
    below: Decimal | None = None
    at_most: Decimal | None = None
    above: Decimal | None = None
    at_least: Decimal | None = None
    months_running: int = 1
    waivable: bool = False
    text: str = ""
    follow_up: str = ""

    def holds(self, value: Decimal) -> bool:
        return (
            (self.below is None or value < self.below)
            and (self.at_most is None or value <= self.at_most)
            and (self.above is None or value > self.above)
            and (self.at_least is None or value >= self.at_least)
        )


@dataclass(frozen=True)
class Bracket:
    """From this lower bound up to the next bracket's: this colour, by this clause. The first of a
    scale has no bound. Green needs no clause.
    """

    colour: Colour
    above: Decimal | None = None
    at_least: Decimal | None = None
    clause: str = ""
    waivable: bool = False
    text: str = ""
    follow_up: str = ""

    def __post_init__(self) -> None:
        if self.colour is Colour.GREY:
            raise PresetValueError(gettext("A bracket is green, yellow or red."), "colour")
        if self.colour is not Colour.GREEN and not self.clause:
            raise PresetValueError(
                gettext("A bracket that is not green names its clause."), "clause"
            )
        if self.above is not None and self.at_least is not None:
            raise PresetValueError(gettext("Give one lower bound, not two."), "above")

    @property
    def lower(self) -> tuple[Decimal, bool] | None:
        """The lower bound, and whether it is itself outside; None for everything below the rest."""
        if self.above is not None:
            return self.above, True
        return None if self.at_least is None else (self.at_least, False)


@dataclass(frozen=True)
class Scale:
    """All values of one metric, cut into brackets; a bracket speaks if the value lay in it at the
    end of so many months running.
    """

    metric: Metric
    brackets: tuple[Bracket, ...]
    months_running: int = 1

    def __post_init__(self) -> None:
        if not self.brackets:
            raise PresetValueError(gettext("At least one bracket is wanted."), "brackets")
        if not 1 <= self.months_running <= MONTHS_A_YEAR:
            raise PresetValueError(gettext("The months running are 1 to 12."), "months_running")
        self._check_order()
        ranks = [RANK[each.colour] for each in self.brackets]
        if ranks not in (sorted(ranks), sorted(ranks, reverse=True)):
            raise PresetValueError(
                gettext("Along a scale colours only get worse, or only better."), "brackets"
            )

    def clauses(self) -> tuple[Clause, ...]:
        """Return the brackets that are not green as clauses with both bounds."""
        above = [each.lower for each in self.brackets[1:]]
        return tuple(
            self._clause(bracket, upper)
            for bracket, upper in zip(self.brackets, [*above, None], strict=True)
            if bracket.colour is not Colour.GREEN
        )

    def limits(self) -> dict[str, Decimal]:
        """Return the number past which each clause speaks, where there is one: its lower bound if
        colours get worse along the scale, else its upper.
        """
        ranks = [RANK[each.colour] for each in self.brackets]
        bounds = [each.lower for each in self.brackets]
        past = bounds if ranks == sorted(ranks) else [*bounds[1:], None]
        found = zip(self.brackets, past, strict=True)
        return {each.clause: bound[0] for each, bound in found if each.clause and bound}

    def _clause(self, bracket: Bracket, upper: tuple[Decimal, bool] | None) -> Clause:
        bound, is_within = upper or (None, False)
        return Clause(
            clause=bracket.clause,
            colour=bracket.colour,
            metric=self.metric,
            below=None if is_within else bound,
            at_most=bound if is_within else None,
            above=bracket.above,
            at_least=bracket.at_least,
            months_running=self.months_running,
            waivable=bracket.waivable,
            text=bracket.text,
            follow_up=bracket.follow_up,
        )

    def _check_order(self) -> None:
        if self.brackets[0].lower is not None:
            said = gettext(
                "The first bracket has no bound: it holds for all that is below the next."
            )
            raise PresetValueError(said, "brackets", 0)
        for place, (before, after) in enumerate(pairwise(self.brackets), 1):
            if after.lower is None:
                said = gettext("Each bracket after the first gives its lower bound.")
                raise PresetValueError(said, "brackets", place)
            if before.lower is not None and after.lower <= before.lower:
                said = gettext("Each bracket begins above the one before: more than %s is wanted.")
                raise PresetValueError(said % before.lower[0], "brackets", place)


def with_limits(text: str, limits: Mapping[str, Decimal], *path: str) -> str:
    """Return words of a preset with each `{CLAUSE}` as that clause's number (LIGHT-21).

    Raises PresetValueError for a clause that has none.
    """

    def number(found: re.Match[str]) -> str:
        if found[1] not in limits:
            raise PresetValueError(gettext("“%s” is no clause with a limit.") % found[1], *path)
        return format(limits[found[1]].normalize(), "f")

    return LIMIT.sub(number, text)


def check_scales(scales: Iterable[Scale], *path: str) -> None:
    """Raise PresetValueError for a metric that is cut twice, or a clause that stands twice."""
    seen: set[tuple[Metric, int]] = set()
    named: set[str] = set()
    for place, scale in enumerate(scales):
        key = scale.metric, scale.months_running
        if key in seen:
            raise PresetValueError(
                gettext("This metric has its brackets already."), *path, place, "metric"
            )
        seen.add(key)
        for at, bracket in enumerate(scale.brackets):
            if bracket.clause and bracket.clause in named:
                at_clause: tuple[str | int, ...] = (*path, place, "brackets", at, "clause")
                raise PresetValueError(
                    gettext("“%s” stands here twice.") % bracket.clause, *at_clause
                )
            named.add(bracket.clause)
