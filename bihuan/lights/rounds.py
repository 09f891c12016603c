"""What the rounds of a year decide of its lights, for all projects at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from bihuan.audit.cached import cached_on
from bihuan.kit.months import months_of
from bihuan.progress.models import Round
from bihuan.progress.presets import rounds_in_force
from bihuan.progress.rules import RoundRules, was_asked, window
from bihuan.projects.rules_in_force import InForce

DEPENDS_ON = ("progress", "projects")


@dataclass(frozen=True)
class LightRounds:
    """The last days for reporting of the months that have begun, by number of the month; the
    numbers of those of which silence speaks, since their reports could be handed in (LIGHT-2); and
    when months were locked, by their first days.

    Of rounds nothing else decides a light: one that opens as the rules say changes none.
    """

    closes_on: tuple[tuple[int, date], ...]
    asked: frozenset[int]
    locked_at: tuple[tuple[date, datetime], ...]

    @property
    def closing(self) -> Mapping[int, date]:
        return dict(self.closes_on)

    @property
    def locked(self) -> Mapping[date, datetime]:
        return dict(self.locked_at)


@cached_on(*DEPENDS_ON)
def light_rounds(year: int, today: date) -> LightRounds:
    """Return what the rounds of `year` decide as of `today`."""
    return rounds_of(year, today, rounds_in_force())


def rounds_of(year: int, today: date, office: InForce[RoundRules]) -> LightRounds:
    """Return it by the rules that are in force. One query."""
    begun = [month for month in months_of(year) if month.first_day <= today]
    asked = Round.objects.filter(month__in=[month.first_day for month in begun])
    rounds = {round.month: round for round in asked.order_by("month")}
    closes_on = {
        month.number: rounds[month.first_day].closes_on
        if month.first_day in rounds
        else window(month, office.on(month.first_day)).closes_on
        for month in begun
    }
    run_from = min(rounds, default=date.max)
    locked = ((month, round.locked_at) for month, round in rounds.items())
    return LightRounds(
        closes_on=tuple(closes_on.items()),
        asked=frozenset(
            month.number
            for month in begun
            if month.first_day >= run_from
            and was_asked(
                has_round=month.first_day in rounds,
                closes_on=closes_on[month.number],
                today=today,
            )
        ),
        locked_at=tuple((month, at) for month, at in locked if at),
    )
