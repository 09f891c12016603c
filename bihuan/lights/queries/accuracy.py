"""How often each rater foretold what came, counted from the lights of a year."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bihuan.accounts.models import User
from bihuan.accounts.permissions import may
from bihuan.accounts.roles import Can
from bihuan.audit.cached import cached_on
from bihuan.kit.days import local_day
from bihuan.kit.months import Month, months_of
from bihuan.lights import rules
from bihuan.lights.facts import DEPENDS_ON
from bihuan.lights.kinds import Colour, Rater
from bihuan.lights.models import CommanderLight, InspectorLight, RaterLight
from bihuan.lights.presets import headline_in_force
from bihuan.lights.rules import AccuracyTally, HeadlineRules

from .machine import DARK, Strip, year_strips

Person = tuple[Rater, int]
"""A rater; the number of the user, 0 for the machine."""


@dataclass(frozen=True)
class AccuracyRow:
    """One rater's months that could be judged, those foretold, and the rate in percent (None where
    too few were judged).
    """

    rater: Rater
    name: str
    hits: int
    judged: int
    rate: Decimal | None


def accuracy_rates(user: User, year: int, today: date) -> list[AccuracyRow]:
    """Return the accuracy of the lights given for months of `year` (LIGHT-16), over all projects:
    the machine first, then people with the most judged months. Of people, only who manages or
    inspects lights sees others than themselves.
    """
    office = _rules_of(year, today)
    sees_all = may(user, Can.LIGHT_MANAGE) or may(user, Can.LIGHT_INSPECT)
    sums: defaultdict[Person, AccuracyTally] = defaultdict(AccuracyTally)
    for (_project_id, person), tally in _tallies(year, today).items():
        if sees_all or person[1] in (0, user.pk):
            sums[person] = sums[person].plus(tally)
    names = _names({number for _rater, number in sums})
    rows = [
        AccuracyRow(rater, names.get(number, ""), tally.hits, tally.judged, tally.rate(office))
        for (rater, number), tally in sums.items()
    ]
    order = list(Rater)
    return sorted(rows, key=lambda row: (order.index(row.rater), -row.judged, row.name))


@cached_on(*DEPENDS_ON)
def _tallies(year: int, today: date) -> dict[tuple[int, Person], AccuracyTally]:
    """Tally of each project and rater, over all projects."""
    came = _Came(year, today, _rules_of(year, today))
    counted: defaultdict[tuple[int, Person], list[int]] = defaultdict(lambda: [0, 0])
    for project_id, person, month, colour in _lights_given(year, today):
        hit = rules.is_hit(colour, came.of(project_id, month))
        if hit is not None:
            both = counted[project_id, person]
            both[0] += hit
            both[1] += 1
    return {key: AccuracyTally(hits, judged) for key, (hits, judged) in counted.items()}


def _rules_of(year: int, today: date) -> HeadlineRules:
    """Return the rules by which a year's accuracy is counted: the last that held in it."""
    return headline_in_force().on(min(today, date(year, 12, 31)))


def _lights_given(year: int, today: date) -> Iterator[tuple[int, Person, int, Colour | None]]:
    """Every light of the year as project, rater, number of the month, colour."""
    for pk, strip in year_strips(year, today).items():
        for number in range(1, 13):
            yield pk, (Rater.MACHINE, 0), number, strip.colour(number)
    office = _rules_of(year, today)
    for rater, kind in ((Rater.COMMANDER, CommanderLight), (Rater.INSPECTOR, InspectorLight)):
        for (pk, number, person), colour in _newest_in_time(kind, year, office).items():
            yield pk, (rater, person), number, colour


def _newest_in_time(
    kind: type[RaterLight], year: int, office: HeadlineRules
) -> dict[tuple[int, int, int], Colour]:
    """Each person's last light of each month, of those given before hindsight could help."""
    rows = kind._default_manager.filter(month__year=year).order_by("pk")
    return {
        (pk, month.month, person): Colour(colour)
        for pk, month, person, colour, at in rows.values_list(
            "project_id", "month", "by_id", "colour", "given_at"
        )
        if rules.is_in_time(Month.of(month), local_day(at), office)
    }


class _Came:
    """The machine's colour so many months after a month of `year`."""

    def __init__(self, year: int, today: date, office: HeadlineRules) -> None:
        self.months = [*months_of(year), *months_of(year + 1)]
        self.ahead = office.foretells
        self.this: dict[int, Strip] = year_strips(year, today)
        after = date(year + 1, 1, 1) <= today
        self.next: dict[int, Strip] = year_strips(year + 1, today) if after else {}

    def of(self, project_id: int, number: int) -> Colour | None:
        came = self.months[number - 1 + self.ahead]
        strips = self.this if number + self.ahead <= 12 else self.next
        return strips.get(project_id, DARK).colour(came.number)


def _names(numbers: Collection[int]) -> dict[int, str]:
    people = User.objects.filter(pk__in=numbers).select_related("leader")
    return {user.pk: str(getattr(user, "leader", None) or user) for user in people}
