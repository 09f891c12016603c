"""What is asked: which year and month, against which plan, of which projects, by whom."""

from __future__ import annotations

from dataclasses import astuple, dataclass, fields, replace
from datetime import date, timedelta
from itertools import count

from bihuan.accounts.models import User
from bihuan.accounts.roles import DISTRICT_WIDE, Role
from bihuan.kit.months import Month
from bihuan.kit.numbers import whole_number
from bihuan.project_months.relation import PlanView, end_of
from bihuan.statistics.presets import entry_rules

from . import rules
from .kinds import Basis, Dimension
from .literals import Value
from .shapes import YEARS_APART, day_in, number_of, year_of

NOBODY = -1
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class PaceMonths:
    """Counts and first days of the months that have passed, of the recent ones and of those before
    them (FIGURE-4, FIGURE-5). Without any before, `before_until` is earlier than `before_from`.
    """

    months: int
    recent_count: int
    before_count: int
    count_product: int
    recent_from: date
    before_from: date
    before_until: date


@dataclass(frozen=True)
class RowScope:
    """The projects that are counted: those a user may see. The mirror of `Project.visible_to`."""

    commander_id: int | None = None
    organisation_id: int | None = None

    @property
    def is_everything(self) -> bool:
        return self.commander_id is None and self.organisation_id is None

    @classmethod
    def of(cls, user: User) -> RowScope:
        """Return what `user` sees: the district, the projects commanded, or the organisation's."""
        if user.role in DISTRICT_WIDE:
            return cls()
        if user.role == Role.COMMANDER:
            leader = getattr(user, "leader", None)
            return cls(commander_id=leader.pk if leader else NOBODY)
        return cls(organisation_id=user.organisation_id or NOBODY)


@dataclass(frozen=True)
class Question:
    """All that a figure's value depends on beside the facts. `today` matters only to clocks that
    still run: without it the month is over. `known_on` asks for what was accepted and recorded by
    a day; with `late_until` the reports first known after it count too, as known on that day.
    `rules_on` asks for rules as if none had changed after that day.
    """

    year: int
    month: int = 12
    basis: Basis = Basis.ORIGINAL
    row_scope: RowScope = RowScope()
    only: tuple[tuple[Dimension, str], ...] = ()
    today: date | None = None
    known_on: date | None = None
    late_until: date | None = None
    plan_view: PlanView | None = None
    rules_on: date | None = None

    @property
    def first_day(self) -> date:
        return date(self.year, 1, 1)

    @property
    def last_day_of_year(self) -> date:
        return date(self.year, 12, 31)

    @property
    def pace(self) -> PaceMonths:
        """The months that have passed, and those over which speed and its change are taken."""
        months = rules.pace(self.month)
        recent_from = Month(self.year, months.recent[0]).first_day
        before_from = Month(self.year, (*months.before, *months.recent)[0]).first_day
        return PaceMonths(
            self.month,
            len(months.recent),
            len(months.before),
            len(months.recent) * len(months.before),
            recent_from,
            before_from,
            before_until=recent_from - ONE_DAY,
        )

    @property
    def as_of(self) -> Month:
        return Month(self.year, self.month)

    @property
    def plans(self) -> PlanView:
        """Which plans are read: those that the month and the day of knowledge say, or others."""
        return self.plan_view or PlanView(self.basis.meaning, self.as_of.last_day, self.known_on)

    @property
    def day(self) -> date:
        """The day as of which clocks are read: the month's end, or today if it is earlier."""
        last = self.as_of.last_day
        return min(last, self.today) if self.today else last

    @property
    def passed_day(self) -> date:
        """The last day that is over: the month's end, or yesterday if that is earlier."""
        last = self.as_of.last_day
        return min(last, self.today - ONE_DAY) if self.today else last

    @property
    def money_until(self) -> date:
        """The day up to which money counts: that of its clocks; of a year that is over, whose
        batches are used up later, today (FIGURE-35).
        """
        is_over = self.month == 12 and self.today is not None
        return max(self.today, self.day) if is_over and self.today else self.day

    @property
    def entry_due_from(self) -> date:
        """The last day of a start that is late for the statistics by the rule that holds in the
        month (FIGURE-28).
        """
        rule = entry_rules().on(self.ruled_on(self.as_of.first_day))
        return rule.started_by(self.as_of)

    def ruled_on(self, day: date) -> date:
        """Return the day whose rules hold on `day`: itself, unless later rules are left out."""
        return min(day, self.rules_on) if self.rules_on else day

    def narrowed(self, dimension: Dimension, key: str) -> Question:
        """Return the same question about fewer projects."""
        return replace(self, only=(*self.only, (dimension, key)))

    def widened(self, dimension: Dimension) -> Question:
        """Return the same question, whatever the dimension says."""
        return replace(self, only=tuple(each for each in self.only if each[0] is not dimension))

    def limited_to(self, dimension: Dimension) -> set[str]:
        return {key for name, key in self.only if name is dimension}

    def stand_in(self, place: int) -> Question:
        """Return a question of the same shape whose days and numbers are no others' (`Shaped`)."""
        numbers = count(number_of(place) + len(fields(PaceMonths)))
        return StandInQuestion(
            year=year_of(place),
            month=8,
            basis=self.basis,
            row_scope=RowScope(
                *(None if each is None else next(numbers) for each in astuple(self.row_scope))
            ),
            only=tuple(
                (name, _key_of(next(numbers), name) if key else key) for name, key in self.only
            ),
            today=day_in(place, self.today, (8, 20)),
            known_on=day_in(place, self.known_on, (9, 7)),
            late_until=day_in(place, self.late_until, (9, 17)),
            plan_view=self.plan_view and _view_in(place, self.plan_view),
        )

    def values(self) -> tuple[Value, ...]:
        """Return the days and numbers that expressions take from it (`Shaped`)."""
        view = self.plans
        days = (self.known_on, self.late_until, view.known_on)
        return (
            self.year,
            self.first_day,
            self.last_day_of_year,
            self.as_of.first_day,
            self.as_of.last_day,
            self.day,
            self.passed_day,
            self.money_until,
            self.entry_due_from,
            view.approved_by,
            *astuple(self.pace),
            *(end_of(day) for day in days if day is not None and day != date.max),
            *(day for day in days if day is not None and day != date.max),
            *(each for each in astuple(self.row_scope) if each is not None),
            *(key_number(key) if name.is_numbered else key for name, key in self.only if key),
        )


class StandInQuestion(Question):
    """A question of a year that is no real one, whose counts of months are no real ones."""

    @property
    def money_until(self) -> date:
        return date(self.year, 8, 25)

    @property
    def pace(self) -> PaceMonths:
        place = (self.year - year_of(0)) // YEARS_APART
        first = number_of(place)
        return replace(
            super().pace,
            months=first,
            recent_count=first + 1,
            before_count=first + 2,
            count_product=first + 3,
        )


def _key_of(number: int, dimension: Dimension) -> str:
    return str(number) if dimension.is_numbered else f"key {number}"


def _view_in(place: int, view: PlanView) -> PlanView:
    approved_by = day_in(place, view.approved_by, (9, 27)) or date.max
    return PlanView(view.meaning, approved_by, day_in(place, view.known_on, (10, 7)))


def key_number(key: str) -> int:
    """Return the number that a key says; one that no row has, if it says none."""
    number = whole_number(key)
    return NOBODY if number is None else number
