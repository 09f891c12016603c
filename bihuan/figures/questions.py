"""What is asked: which year and month, against which plan, of which projects, by whom."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from bihuan.accounts.models import User
from bihuan.accounts.roles import DISTRICT_WIDE, Role
from bihuan.kit.months import Month
from bihuan.project_months.relation import PlanView

from .kinds import Basis, Dimension

NOBODY = -1


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

    def ruled_on(self, day: date) -> date:
        """Return the day whose rules hold on `day`: itself, unless later rules are left out."""
        return min(day, self.rules_on) if self.rules_on else day

    def narrowed(self, dimension: Dimension, key: str) -> Question:
        """Return the same question about fewer projects."""
        return replace(self, only=(*self.only, (dimension, key)))

    def limited_to(self, dimension: Dimension) -> set[str]:
        return {key for name, key in self.only if name is dimension}
