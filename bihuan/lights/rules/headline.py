"""The headline over the three lights of a project's month: their worst, unless it was lifted.

Pure: values in, verdict out. Source: docs/rules/lights.md, clauses LIGHT-9 to LIGHT-15.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from bihuan.kit.days import long_day
from bihuan.kit.errors import Refusal
from bihuan.kit.months import Month, check_begun
from bihuan.kit.words import gettext
from bihuan.lights.kinds import RANK, SPOKEN, Colour, Rater

from .measures import MONTHS_A_YEAR
from .verdicts import LightReason

WORSE = {Colour.GREEN: 0, Colour.YELLOW: 1, Colour.GREY: 2, Colour.RED: 3}
"""From best to worst in the headline: no signal is worse than a yellow one (LIGHT-10)."""

LIFTED_TO = (Colour.GREEN, Colour.YELLOW)
MOST_DAYS = 366


@dataclass(frozen=True)
class HeadlineRules:
    """How long people's lights count, how far a headline may be lifted, how hits are counted.

    Months are calendar months, days calendar days.
    """

    title: str
    source: str
    version: int
    commander_carries: int = 1
    inspector_carries: int = 3
    spoken_until: int = 1
    lift_days: int = 30
    foretells: int = 2
    least_judged: int = 5

    def __post_init__(self) -> None:
        carried = (self.commander_carries, self.inspector_carries, self.spoken_until)
        if not all(0 <= months <= MONTHS_A_YEAR for months in carried):
            raise ValueError(
                gettext("Months that a light counts for or may come late are 0 to 12.")
            )
        if not 1 <= self.lift_days <= MOST_DAYS or self.least_judged < 1:
            raise ValueError(gettext("Days of a lift are 1 to 366, months for a rate at least 1."))
        if not self.spoken_until < self.foretells <= MONTHS_A_YEAR:
            raise ValueError(
                gettext("Foretell further ahead than lights may come late, and 12 at most.")
            )


class Three(NamedTuple):
    """What each rater says of one month, None where nobody speaks. `silent`: the machine's colour
    stands for a report that did not come.
    """

    machine: Colour | None
    commander: Colour | None = None
    inspector: Colour | None = None
    silent: bool = False

    def spoken(self) -> dict[Rater, Colour]:
        """The colours there are, by rater."""
        said = (self.machine, self.commander, self.inspector)
        return {rater: colour for rater, colour in zip(Rater, said, strict=True) if colour}

    @property
    def has_signal(self) -> bool:
        """True if the machine judged facts of this month."""
        return self.machine in RANK and not self.silent

    @property
    def disagree(self) -> bool:
        """True if two of those that have a signal say different colours."""
        signals = set(self.spoken().values()) - {Colour.GREY}
        return len(signals) > 1


class Headline(NamedTuple):
    """Colour shown over a month, and the worst of the three, which differs only if lifted."""

    colour: Colour | None
    worst: Colour | None

    @property
    def is_lifted(self) -> bool:
        return self.colour is not self.worst


class Given(NamedTuple):
    """A person's light as it counts for a month: its colour, and how many months old it is."""

    colour: Colour
    age: int


@dataclass(frozen=True)
class LiftTerms:
    """A lift as the rules see it: to what colour, from which month on, until which day."""

    colour: Colour
    month: Month
    until: date

    def counts(self, month: Month, today: date) -> bool:
        """True while it has not expired, for its month and those after."""
        return month >= self.month and today <= self.until


class RaterNote(NamedTuple):
    """A person's light as it counts for a month: who said it, of which month, and why."""

    colour: Colour
    who: str
    month: Month
    said: str

    def reason(self, rater: Rater) -> LightReason:
        """Return it as a reason of the light that is shown."""
        kind = f"by_{rater}" if self.said.strip() else f"by_{rater}_unsaid"
        figures = {
            "colour": str(self.colour),
            "who": self.who,
            "month": str(self.month),
            "said": self.said.strip(),
        }
        return LightReason("LIGHT-10", self.colour, kind, figures)


class LiftNote(NamedTuple):
    """Who lifted a headline, until when, and why."""

    who: str
    until: date
    note: str


@cache
def headline(three: Three, lifted_to: Colour | None = None) -> Headline:
    """Return the worst of the three, or what a lift in force makes of it (LIGHT-10 to LIGHT-14)."""
    worst = _worst(three)
    if worst is None or lifted_to is None or not three.has_signal:
        return Headline(worst, worst)
    best = min(three.spoken().values(), key=WORSE.__getitem__)
    reached = max(best, lifted_to, key=WORSE.__getitem__)
    return Headline(min(worst, reached, key=WORSE.__getitem__), worst)


def headline_on(three: Three, lift: LiftTerms | None, month: Month, today: date) -> Headline:
    """Return the headline of `month` as it stands `today`."""
    in_force = lift is not None and lift.counts(month, today)
    return headline(three, lift.colour if lift and in_force else None)


def carried_light(
    given: Mapping[int, Colour], month: int, carries: int, *, is_judged: bool
) -> Given | None:
    """Return the light that counts for a month: its own, else the newest of as many before as it
    carries on for; of another year only where the machine judges the month (LIGHT-13). Months are
    ordinals, see `ordinal`.
    """
    of_the_year = (month - 1) % MONTHS_A_YEAR
    for age in range(1 + (carries if is_judged else min(carries, of_the_year))):
        if month - age in given:
            return Given(given[month - age], age)
    return None


def is_better(colour: Colour, machine: Colour | None) -> bool:
    """True if `colour` is better than the machine's; no signal counts as red here (LIGHT-12)."""
    return RANK[colour] < RANK.get(machine or Colour.GREY, RANK[Colour.RED])


def check_given(colour: str, month: Month, today: date) -> None:
    """Raise Refusal unless it is a colour that people give, of a month that has begun."""
    if colour not in SPOKEN:
        raise Refusal(gettext("Give green, yellow or red."))
    check_begun(month, today=today)


def is_in_time(
    month: Month, given_on: date, rules: HeadlineRules, closes_on: date | None = None
) -> bool:
    """True while a commander may speak of `month` (LIGHT-13)."""
    return month.first_day <= given_on <= last_day_to_speak(month, rules, closes_on)


def last_day_to_speak(month: Month, rules: HeadlineRules, closes_on: date | None = None) -> date:
    """Return the last day on which a commander may speak of `month`, whose reports are on time
    until `closes_on`: of a round that was opened late, the end of that day's month (LIGHT-13).
    """
    last = month
    for _month in range(rules.spoken_until):
        last = last.next()
    return max(last.last_day, Month.of(closes_on).last_day) if closes_on else last.last_day


def check_commanders(
    colour: Colour,
    reason: str,
    month: Month,
    *,
    machine: Colour | None,
    today: date,
    rules: HeadlineRules,
    closes_on: date | None = None,
) -> None:
    """Raise Refusal for a light that comes too late, or is better and gives no reason (LIGHT-12,
    LIGHT-13).
    """
    check_given(colour, month, today)
    if not is_in_time(month, today, rules, closes_on):
        raise Refusal(
            gettext("It is too late to give a light for %(month)s: the last day was %(day)s.")
            % {"month": month.in_words, "day": long_day(last_day_to_speak(month, rules, closes_on))}
        )
    if is_better(colour, machine) and not reason.strip():
        raise Refusal(gettext("Your light is better than the machine's: give the reason."))


def can_be_lifted(three: Three) -> bool:
    """True if some lift would change the headline."""
    return any(headline(three, colour).is_lifted for colour in LIFTED_TO)


def check_lift(
    three: Three, colour: str, until: date, note: str, *, today: date, rules: HeadlineRules
) -> None:
    """Raise Refusal for a lift that LIGHT-14 forbids: of silence, above the best of the three,
    of no effect, without a note, or for too long.
    """
    if colour not in LIFTED_TO:
        raise Refusal(gettext("An overall light is lifted to green or yellow."))
    if not note.strip():
        raise Refusal(gettext("Give the reason of the lift."))
    last = today + timedelta(days=rules.lift_days)
    if not today <= until <= last:
        days = {"first": long_day(today), "last": long_day(last)}
        raise Refusal(gettext("A lift lasts until a day from %(first)s to %(last)s.") % days)
    if not three.has_signal:
        raise Refusal(
            gettext("The machine has no data of this month: a missing report is not lifted.")
        )
    reached = headline(three, Colour(colour))
    if not reached.is_lifted:
        raise Refusal(gettext("The overall light is no worse than that without a lift."))
    if reached.colour != colour:
        raise Refusal(gettext("None of the three lights is as good as that."))


def reasons(three: Three, shown: Headline, *, lifted: bool = False) -> tuple[LightReason, ...]:
    """Return what made the headline. `lifted` says that a lift counts for the month, be it without
    effect; who gave it is said by those who know the name.
    """
    if shown.worst is None:
        unjudged = LightReason("LIGHT-11", Colour.GREY, "headline_unjudged", {})
        return (unjudged,) if three.spoken() else ()
    made = [
        LightReason("LIGHT-10", colour, f"headline_{rater}", {"colour": str(colour)})
        for rater, colour in three.spoken().items()
        if colour == shown.worst
    ]
    if three.machine and not three.has_signal:
        made.append(LightReason("LIGHT-10", shown.worst, "headline_silence", {}))
    if lifted and not shown.is_lifted:
        made.append(LightReason("LIGHT-14", shown.worst, "headline_not_lifted", {}))
    return tuple(made)


def explain(
    three: Three,
    shown: Headline,
    *,
    machine: Sequence[LightReason] = (),
    commander: RaterNote | None = None,
    inspector: RaterNote | None = None,
    lift: LiftNote | None = None,
) -> tuple[LightReason, ...]:
    """Return why the headline is as it is, in the words of those whose light made it: the clauses
    of the machine that have its colour, the reasons of people, and who lifted it.
    """
    if shown.worst is None:
        return reasons(three, shown)
    own: dict[Rater, Sequence[LightReason]] = {
        Rater.MACHINE: [r for r in machine if r.colour is shown.worst] or machine,
        Rater.COMMANDER: [commander.reason(Rater.COMMANDER)] if commander else [],
        Rater.INSPECTOR: [inspector.reason(Rater.INSPECTOR)] if inspector else [],
    }
    made = [
        r for rater, colour in three.spoken().items() if colour is shown.worst for r in own[rater]
    ]
    return (*_lifted(shown, lift), *made)


def _lifted(shown: Headline, lift: LiftNote | None) -> tuple[LightReason, ...]:
    if lift is None or shown.colour is None or not shown.is_lifted:
        return ()
    figures = {
        "colour": str(shown.colour),
        "who": lift.who,
        "until": str(lift.until),
        "said": lift.note,
    }
    return (LightReason("LIGHT-14", shown.colour, "lifted", figures),)


def counted_as(colour: Colour | None, *, is_live: bool) -> Colour | None:
    """Return the colour under which a project of the year is counted: without a light it counts
    among those without a signal, unless it was given up (None).
    """
    if colour is None:
        return Colour.GREY if is_live else None
    return colour


def _worst(three: Three) -> Colour | None:
    """The worst light. Where the machine does not judge, a green of others says nothing
    (LIGHT-11).
    """
    said = three.spoken().values()
    worst = max(said, key=WORSE.__getitem__, default=None)
    if three.machine is None and worst is Colour.GREEN:
        return None
    return worst
