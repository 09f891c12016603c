"""The three lights and the headline of every project, for a year."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django.db.models import QuerySet, Value

from bihuan.audit.renewed import renewed
from bihuan.kit.months import Month, months_of
from bihuan.lights import rules
from bihuan.lights.facts import DEPENDS_ON, within
from bihuan.lights.kinds import Colour, LiftState, Rater
from bihuan.lights.models import Lift, RaterLight
from bihuan.lights.presets import headline_in_force
from bihuan.lights.rounds import light_rounds
from bihuan.lights.rules import HeadlineRules, LiftTerms, Three
from bihuan.lights.touched import touched_headlines

from .given import given_lights
from .machine import DARK, LETTERS, SILENT, Strip, letter_of, year_strips

GivenColours = dict[int, dict[int, Colour]]
"""Colours that people gave, by project and by ordinal of the month."""


@dataclass(frozen=True, slots=True)
class YearLights:
    """One project's year, each rater a strip. A capital says that a person's light was carried over
    from a month before, or that the headline is lifted.
    """

    machine: Strip = DARK
    commander: Strip = DARK
    inspector: Strip = DARK
    headline: Strip = DARK

    def three(self, number: int) -> Three:
        return Three(
            self.machine.colour(number),
            self.commander.colour(number),
            self.inspector.colour(number),
            self.machine.is_silent(number),
        )

    def disagree(self, number: int) -> bool:
        """True if the raters that have a signal of the month do not say the same."""
        return self.three(number).disagree


@renewed(*DEPENDS_ON, touched=touched_headlines, beside=light_rounds)
def headlines(year: int, today: date, only: Collection[int] | None = None) -> dict[int, YearLights]:
    """Return every project's three lights and headlines of `year` as of `today`, by project.

    Reads twice more than `year_strips`, however many projects there are.
    """
    in_force, strips = headline_in_force(), year_strips(year, today)
    begun = [month for month in months_of(year) if month.first_day <= today]
    offices = [in_force.on(month.first_day) for month in begun]
    commanders, inspectors = _personal_lights(year, offices, only)
    by_commander = [office.commander_carries for office in offices]
    by_inspector = [office.inspector_carries for office in offices]
    lifts = _lifts(today, only)
    judged = strips.keys() if only is None else strips.keys() & set(only)
    found = {pk: YearLights(machine=strips[pk], headline=strips[pk]) for pk in judged}
    for pk in commanders.keys() | inspectors.keys() | lifts.keys():
        machine = strips.get(pk, DARK)
        commander = _strip(commanders.get(pk, {}), begun, by_commander, machine)
        inspector = _strip(inspectors.get(pk, {}), begun, by_inspector, machine)
        heading = _headline(machine, commander, inspector, lifts.get(pk), begun, today)
        found[pk] = YearLights(machine, commander, inspector, heading)
    return found


def _personal_lights(
    year: int, offices: list[HeadlineRules], only: Collection[int] | None
) -> tuple[GivenColours, GivenColours]:
    """The commanders' and the inspectors' lights that count in some month of `year`; one query."""
    given_by_commanders, given_by_inspectors = given_lights(year, offices)
    commanders = _named(given_by_commanders, Rater.COMMANDER, only)
    inspectors = _named(given_by_inspectors, Rater.INSPECTOR, only)
    found: defaultdict[str, GivenColours] = defaultdict(dict)
    for rater, pk, month, colour in commanders.union(inspectors, all=True):
        given = found[rater].setdefault(pk, {})
        given[rules.ordinal(Month.of(month))] = Colour(colour)
    return found[Rater.COMMANDER], found[Rater.INSPECTOR]


def _named(
    rows: QuerySet[RaterLight], rater: Rater, only: Collection[int] | None
) -> QuerySet[Any, tuple[str, int, date, str]]:
    return (
        rows.filter(**within(only))
        .annotate(rater=Value(rater.value))
        .values_list("rater", "project_id", "month", "colour")
    )


def _lifts(today: date, only: Collection[int] | None) -> dict[int, LiftTerms]:
    live = Lift.objects.filter(state=LiftState.LIVE, until__gte=today, **within(only))
    return {
        pk: LiftTerms(Colour(colour), Month.of(month), until)
        for pk, colour, month, until in live.values_list("project_id", "colour", "month", "until")
    }


def _strip(
    given: dict[int, Colour], begun: list[Month], carries: list[int], machine: Strip
) -> Strip:
    """`carries` says of each month for how many months an earlier light counts in it."""
    if not given:
        return DARK
    letters = []
    for month, months in zip(begun, carries, strict=True):
        is_judged = machine.colour(month.number) is not None
        light = rules.carried_light(given, rules.ordinal(month), months, is_judged=is_judged)
        letter = letter_of(light.colour) if light else " "
        letters.append(letter.upper() if light and light.age else letter)
    return Strip("".join(letters).ljust(12))


def _headline(
    machine: Strip,
    commander: Strip,
    inspector: Strip,
    lift: LiftTerms | None,
    begun: list[Month],
    today: date,
) -> Strip:
    letters = [
        _shown(
            machine[place],
            commander[place],
            inspector[place],
            lift.colour if lift and lift.counts(month, today) else None,
        )
        for place, month in enumerate(begun)
    ]
    return Strip("".join(letters).ljust(12))


@cache
def _shown(machine: str, commander: str, inspector: str, lifted_to: Colour | None) -> str:
    silent = machine in SILENT.values()
    three = Three(LETTERS[machine], LETTERS[commander], LETTERS[inspector], silent)
    shown = rules.headline(three, lifted_to)
    if shown.colour is None:
        return " "
    if silent and shown.colour is three.machine:
        return machine
    letter = letter_of(shown.colour)
    return letter.upper() if shown.is_lifted else letter
