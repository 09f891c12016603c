"""Which preset holds on a day, of those chosen one after the other. Pure.

Source: docs/rules/projects.md, clause PROJ-8.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from bihuan.kit.presets import Dated, choose

from .kinds import Rules

T = TypeVar("T")
BEGINNING = date(1, 1, 1)
"""The day from which a choice holds that was always in force."""

DEFAULTS = {
    Rules.ROUNDS: "qingyuan",
    Rules.CURVE: "linear",
    Rules.LIGHTS: "yinchuan",
    Rules.HEADLINE: "district",
    Rules.LOOP: "13710",
    Rules.NEEDS: "district",
    Rules.MECHANISMS: "five",
    Rules.ASSESSMENT: "default",
}
"""The presets that hold until others are chosen."""


@dataclass(frozen=True)
class Spell:
    """That a preset holds from a day until the next spell begins."""

    since: date
    preset: str


def spells(rules: Rules, choices: Iterable[tuple[date, str]]) -> tuple[Spell, ...]:
    """Return what holds when, in order of days. `choices` are day and preset in the order in which
    they were made: each takes the place of all before it, from its day on.
    """
    held = [Spell(BEGINNING, DEFAULTS[rules])]
    for since, preset in choices:
        held = [spell for spell in held if spell.since < since]
        if not held or held[-1].preset != preset:
            held.append(Spell(since, preset))
    return tuple(held)


def preset_on(held: Iterable[Spell], day: date) -> str:
    """Return the name of the preset that holds on `day`."""
    return [spell.preset for spell in held if spell.since <= day][-1]


def would_change(held: tuple[Spell, ...], preset: str, since: date) -> bool:
    """Return whether choosing `preset` from `since` on would change what holds on some day."""
    later = [spell.preset for spell in held if spell.since > since]
    return any(name != preset for name in (preset_on(held, since), *later))


@dataclass(frozen=True)
class InForce(Generic[T]):
    """One kind of rules by the day: which preset holds, and what it says then."""

    spells: tuple[Spell, ...]
    presets: Mapping[str, Dated[T]]

    def name_on(self, day: date) -> str:
        """Return the name of the preset that holds on `day`."""
        return preset_on(self.spells, day)

    def on(self, day: date) -> T:
        """Return the rules of `day`. Raises Refusal if there is no such preset any more."""
        return choose(self.presets, preset_on(self.spells, day)).on(day)
