"""Why a figure changed: its difference split by cause, to the yuan or the point (FIGURE-19)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from bihuan.figures import rules
from bihuan.figures.kinds import Basis, Cause, Unit
from bihuan.figures.questions import Question
from bihuan.figures.records import ON_RULES
from bihuan.kit.errors import Refusal
from bihuan.kit.months import Month
from bihuan.kit.words import gettext
from bihuan.projects.rates import rounding

from .chains import chain_figures
from .chains import owns as of_a_chain
from .contributions import (
    LISTED,
    NOTHING,
    Contributions,
    Contributor,
    contributions,
    digits_of,
    explainable,
    figure_of,
    is_of_projects,
    is_rate,
    members,
    unit_of,
)
from .registry import figure

Value = int | Decimal
"""Yuan or a count; of a rate percent or percentage points."""


@dataclass(frozen=True)
class ChangedRow:
    """What one project gives to one cause; None for what no project bears."""

    project_id: int | None
    name: str
    value: Value

    @property
    def shown(self) -> str:
        return f"{self.value:+,}"


@dataclass(frozen=True)
class CausePart:
    """One cause with its share of the difference, and the projects that make it up."""

    cause: Cause
    value: Value
    rows: tuple[ChangedRow, ...]

    @property
    def shown(self) -> str:
        """Its value to the yuan, or to the unit of what is counted."""
        return f"{self.value:+,}" if self.value else "0"


@dataclass(frozen=True)
class FigureChange:
    """A figure then and now; the parts add up to the difference, which is in `unit`."""

    figure_id: str
    then: Value
    now: Value
    parts: tuple[CausePart, ...]
    unit: str = ""

    @property
    def difference(self) -> Value:
        return self.now - self.then

    @property
    def shown(self) -> str:
        return f"{self.difference:+,}" if self.difference else "0"


def why(figure_id: str, then: Question, now: Question) -> FigureChange:
    """Return how a figure came from `then` to `now`: another month, also of another year, another
    day of knowledge (`known_on`), or another plan. Raises Refusal for what is not made up of what
    projects give, and where there was nothing then.

    Projects that left are told first, new ones last; between, the question is turned from `then`
    into `now` one step at a time for all others. The figure is computed after each step, so that
    the differences add up, of rates in points.
    """
    _check(figure_id, then, now)
    walk = _Walk(figure_id, then, now)
    walk.turn(Cause.LEFT, walk.left, walk.last)
    for cause, step in _steps(figure_id, then, now):
        walk.turn(cause, walk.stayed, walk.answered(cause, step))
    walk.turn(Cause.NEW, walk.came, walk.last)
    parts = tuple(walk.parts.values())
    return FigureChange(figure_id, walk.then, walk.now, parts, _unit(figure_id))


class _Walk:
    """The way from one answer to another, step by step."""

    def __init__(self, figure_id: str, then: Question, now: Question) -> None:
        self.figure_id, self.mode = figure_id, rounding()
        self.question, self.target = then, now
        self.names: dict[Contributor, str] = {}
        self.given = first = contributions(figure_id, then, self.names)
        self.last = contributions(figure_id, now, self.names)
        before, after = members(figure_id, then, first), members(figure_id, now, self.last)
        self.came = {each for each in after - before if first.get(each, NOTHING) == NOTHING}
        self.left = {each for each in before - after if self.last.get(each, NOTHING) == NOTHING}
        self.stayed = (first.keys() | self.last.keys()) - self.came - self.left
        self.then, self.now = (self._stated(each) for each in (first, self.last))
        self.parts = {cause: CausePart(cause, 0, ()) for cause in Cause}

    def answered(self, cause: Cause, step: Question) -> Contributions:
        """Return what each project gives after a step; a year's plans change with the plans."""
        if step == self.target:
            return self.last
        other_year = self.question.year != step.year and cause is Cause.PROGRESS
        return contributions(
            self.figure_id, step, self.names, self._plans_then(step) if other_year else None
        )

    def turn(self, cause: Cause, projects: set[Contributor], to: Contributions) -> None:
        """Let some projects give what they give after a step, and note what that changed."""
        after = self.given | {pk: to.get(pk, NOTHING) for pk in projects}
        self.parts[cause] = self._part(cause, after)
        self.given = after

    def _plans_then(self, step: Question) -> Question:
        return replace(self.question, month=step.month, plan_view=self.question.plans)

    def _part(self, cause: Cause, after: Contributions) -> CausePart:
        digits = digits_of(self.figure_id)
        value = self._worth(after) - self._worth(self.given)
        exact = rules.effects(self.given, after, is_rate=is_rate(self.figure_id))
        scaled = {pk: effect * 10**digits for pk, effect in exact.items() if effect}
        units = rules.apportioned(scaled, int(Decimal(value).scaleb(digits)))
        rows = [
            ChangedRow(_project(pk), self.names[pk], self._value(each))
            for pk, each in units.items()
            if each
        ]
        ordered = sorted(
            rows, key=lambda row: (-abs(Decimal(row.value)), row.name, row.project_id or 0)
        )
        return CausePart(cause, value, tuple(ordered))

    def _value(self, units: int) -> Value:
        digits = digits_of(self.figure_id)
        return Decimal(units).scaleb(-digits) if digits else units

    def _worth(self, given: Contributions) -> Value:
        """Return what the figure is on the way; where it is divided by nothing, it counts as 0."""
        return figure_of(self.figure_id, given, self.mode) or 0

    def _stated(self, given: Contributions) -> Value:
        value = figure_of(self.figure_id, given, self.mode)
        if value is None:
            raise Refusal(gettext("There is no value to compare."))
        return value


def _project(contributor: Contributor) -> int | None:
    return contributor or None if isinstance(contributor, int) else None


def _steps(figure_id: str, then: Question, now: Question) -> Iterator[tuple[Cause, Question]]:
    """Return the questions between, each with the cause of what changed since the one before."""
    step = replace(then, plan_view=then.plans)
    if then.known_on != now.known_on:
        step = replace(step, late_until=now.known_on or date.max)
        yield Cause.LATE, step
        step = replace(step, known_on=now.known_on, late_until=None)
        yield Cause.CORRECTION, step
    ruled = then.as_of.first_day if figure_id.startswith(ON_RULES) else None
    step = replace(step, year=now.year, month=now.month, rules_on=ruled)
    yield Cause.PROGRESS, step
    yield Cause.PLAN, replace(now, rules_on=ruled)
    if ruled:
        yield Cause.RULE, now


def _unit(figure_id: str) -> str:
    """Return the unit of a difference: of a rate, points."""
    unit = unit_of(figure_id)
    return str((Unit.POINTS if unit is Unit.PERCENT else unit).label)


def _check(figure_id: str, then: Question, now: Question) -> None:
    if not explainable(figure_id):
        raise Refusal(gettext("A median is no sum: it is not split by causes."))
    for asked in (now, then):
        if is_of_projects(figure_id) and not figure(LISTED, replace(asked, only=())).rows:
            raise Refusal(
                gettext("Nothing is known of %s: no project stood on its lists.") % asked.as_of
            )
        if _value(figure_id, asked, must_be_known=then.year != now.year) is None:
            raise Refusal(gettext("There is no value to compare."))


def _value(figure_id: str, asked: Question, *, must_be_known: bool) -> Value | None:
    """Return the figure's value; None for a chain that had no output in that year, and where it is
    not known (FIGURE-22) if it must be: a year begins with nothing, but no year falls to it.
    """
    if not of_a_chain(figure_id):
        found = figure(figure_id, asked)
        return found.value if found.is_known or not must_be_known else None
    return next((each.value for each in chain_figures(asked, (figure_id,))), None)


def earlier(
    question: Question, month: Month | None, basis: Basis, known_on: date | None
) -> Question:
    """Return the question of `then`: of another month, plan or day of knowledge."""
    chosen = month or question.as_of
    return replace(question, year=chosen.year, month=chosen.number, basis=basis, known_on=known_on)
