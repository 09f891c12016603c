"""The three lights of one project's month, with what made the headline."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple, TypeVar

from bihuan.accounts.models import User
from bihuan.kit.months import Month
from bihuan.lights import rules
from bihuan.lights.kinds import Colour, LiftState, Rater
from bihuan.lights.models import CommanderLight, InspectorLight, Lift, RaterLight
from bihuan.lights.presets import headline_in_force
from bihuan.lights.rules import Headline, LiftTerms, LightReason, LightVerdict, Three
from bihuan.projects.models import Project

from .machine import says_silence, verdicts

Light = TypeVar("Light", bound=RaterLight)


@dataclass(frozen=True)
class LightStanding:
    """What each rater says of a month, and the headline with its reasons.

    `lift` is in force for this month today, whether or not it changes the headline.
    """

    month: Month
    verdict: LightVerdict | None
    commander: CommanderLight | None
    inspector: InspectorLight | None
    lift: Lift | None
    three: Three
    headline: Headline
    reasons: tuple[LightReason, ...]

    @property
    def commander_is_carried(self) -> bool:
        return _is_carried(self.commander, self.month)

    @property
    def inspector_is_carried(self) -> bool:
        return _is_carried(self.inspector, self.month)


@dataclass(frozen=True)
class Word:
    """One thing that somebody said of a month: a light, or a lift of the headline (no rater).

    `counts` is False for a light in whose place a newer one came, and for a lift that ended.
    """

    rater: Rater | None
    colour: str
    by: User
    at: datetime
    reason: str
    counts: bool
    kept: RaterLight | Lift


class CarriedFor(NamedTuple):
    """The month of a project that a person's light is looked for, and whether the machine judges
    it.
    """

    project: Project
    month: Month
    today: date
    is_judged: bool


def standing(
    project: Project, month: Month, today: date, verdict: LightVerdict | None
) -> LightStanding:
    """Return how the lights of a month stand; `verdict` is the machine's. Three queries."""
    office = headline_in_force().on(month.first_day)
    asked = CarriedFor(project, month, today, is_judged=verdict is not None)
    commander = _carried_light(CommanderLight, asked, office.commander_carries)
    inspector = _carried_light(InspectorLight, asked, office.inspector_carries)
    three = Three(
        verdict.colour if verdict else None,
        Colour(commander.colour) if commander else None,
        Colour(inspector.colour) if inspector else None,
        says_silence(verdict),
    )
    lift = (
        Lift.objects.filter(
            project=project, state=LiftState.LIVE, month__lte=month.first_day, until__gte=today
        )
        .select_related("by")
        .first()
    )
    terms = LiftTerms(Colour(lift.colour), Month.of(lift.month), lift.until) if lift else None
    headline = rules.headline_on(three, terms, month, today)
    return LightStanding(
        month=month,
        verdict=verdict,
        commander=commander,
        inspector=inspector,
        lift=lift,
        three=three,
        headline=headline,
        reasons=rules.reasons(three, headline, lifted=bool(lift)),
    )


def three_lights(project: Project, month: Month, today: date) -> Three:
    """Return what each rater says of one project's month as of `today`."""
    judged = verdicts(project, month.year, today).get(month.number)
    return standing(project, month, today, judged).three


def earlier_words(project: Project, month: Month) -> list[Word]:
    """Return all that people said of a project's month, and the lifts from it on, newest first."""
    own = {"project": project, "month": month.first_day}
    words = [
        Word(rater, light.colour, light.by, light.given_at, light.reason, light.is_current, light)
        for rater, kind in ((Rater.COMMANDER, CommanderLight), (Rater.INSPECTOR, InspectorLight))
        for light in kind._default_manager.filter(**own).select_related("by")
    ]
    words += [
        Word(None, lift.colour, lift.by, lift.given_at, lift.note, lift.is_live, lift)
        for lift in Lift.objects.filter(**own).select_related("by")
    ]
    return sorted(words, key=lambda word: word.at, reverse=True)


def _carried_light(kind: type[Light], asked: CarriedFor, carries: int) -> Light | None:
    """Return the newest light that counts for the month, by `rules.carried_light`."""
    first_day, now = asked.month.first_day, rules.ordinal(asked.month)
    if first_day > asked.today:
        return None
    rows = kind._default_manager.filter(
        project=asked.project, is_current=True, month__lte=first_day
    )
    newest = rows.select_related("by").order_by("-month").first()
    if newest is None:
        return None
    given = {rules.ordinal(Month.of(newest.month)): Colour(newest.colour)}
    counts = rules.carried_light(given, now, carries, is_judged=asked.is_judged)
    return newest if counts else None


def _is_carried(light: RaterLight | None, month: Month) -> bool:
    return light is not None and light.month != month.first_day
