"""The steps that a project usually promises for its year, and for which days.

Pure: values in, values out. Source: docs/rules/plans.md, clauses STEP.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import pairwise

from bihuan.kit.choices import Choice
from bihuan.kit.days import long_day
from bihuan.kit.errors import Refusal
from bihuan.kit.words import gettext
from bihuan.projects.kinds import ProjectClass

FARTHEST = 5  # STEP-1: years


class OwnDay(Choice):
    """The day of the project itself that tells that a step was reached."""

    PERMIT = "permit_on"
    START = "started_on"
    FINISH = "finished_on"
    USE = "in_use_on"


@dataclass(frozen=True)
class ProjectDays:
    """What is planned of a project, and what has been reached."""

    start: date | None = None
    finish: date | None = None
    own: Mapping[OwnDay, date | None] = field(default_factory=dict)

    def at(self, share: int) -> date | None:
        """Return the end of the month that lies `share` percent of the way from the planned start
        to the planned finish; at either end the planned day, where more than a month was said.
        """
        if share == 0:
            return _last(self.start)
        if share == 100:
            return _last(self.finish)
        if self.start is None or self.finish is None:
            return None
        return _month_end(self.start + (self.finish - self.start) * share / 100)


@dataclass(frozen=True)
class TemplateStep:
    """One step of a template, usually due by the end of `month`.

    `share` ties it to the project's planned days, `months_later` after them; `before_start` lets it
    not lie after the planned start (STEP-5); `own_day` tells when it was reached (STEP-6); `after`
    names the steps without which it cannot be reached: none says that it comes in any order, None
    that it comes as the step of that key usually does (STEP-7).
    """

    key: str
    name: str
    month: int
    share: int | None = None
    months_later: int = 0
    before_start: bool = False
    own_day: OwnDay | None = None
    after: tuple[str, ...] | None = None

    def __post_init__(self) -> None:
        if not 1 <= self.month <= 12:
            raise ValueError(gettext("A month is 1 to 12, not %s.") % self.month)
        if self.share is not None and not 0 <= self.share <= 100:
            raise ValueError(gettext("A share is 0 to 100, not %s.") % self.share)

    def due_in(self, year: int) -> date:
        """Return the day by which the step is usually due (STEP-2)."""
        return _month_end(date(year, self.month, 1))

    def planned(self, year: int, days: ProjectDays) -> date:
        """Return the day that the project's planned days give, or else the usual one (STEP-5)."""
        usual = self.due_in(year)
        if self.before_start and days.start and days.start.year == year:
            return min(usual, _last(days.start) or usual)
        planned = None if self.share is None else days.at(self.share)
        planned = _months_after(planned, self.months_later) if planned else usual
        return planned if planned.year >= year else usual


@dataclass(frozen=True)
class MilestoneTemplate:
    """The steps that projects of a class usually promise for their year."""

    title: str
    project_class: ProjectClass
    steps: tuple[TemplateStep, ...]

    def __post_init__(self) -> None:
        keys = [step.key for step in self.steps]
        if not keys or len(set(keys)) < len(keys):
            raise ValueError(gettext("A template has steps, each with a key of its own."))
        if any(b.month < a.month for a, b in pairwise(self.steps)):
            raise ValueError(gettext("The steps are not in the order of their months."))
        for place, step in enumerate(self.steps):
            if not set(step.after or ()) <= set(keys[:place]):
                raise ValueError(gettext("A step comes after steps that stand before it."))

    def in_order(self, usual: Mapping[str, frozenset[str]]) -> MilestoneTemplate:
        """Return the template with the usual order for the steps that say nothing of theirs, as far
        as it has the steps that come before (STEP-7).
        """
        keys = [step.key for step in self.steps]
        steps = []
        for place, step in enumerate(self.steps):
            before = usual.get(step.key, frozenset()) & set(keys[:place])
            steps.append(replace(step, after=tuple(before)) if step.after is None else step)
        return replace(self, steps=tuple(steps))

    def promises(self, year: int, days: ProjectDays) -> list[tuple[TemplateStep, date]]:
        """Return the steps to promise for `year`, each with its day (STEP-2, STEP-5).

        What was reached before the year is not promised again, nor what lies beyond the years for
        which one promises; no step is promised for a day after one that follows it.
        """
        found: list[tuple[TemplateStep, date]] = []
        for step in reversed(self.steps):
            due = min([step.planned(year, days), *(day for _later, day in found[-1:])])
            if not _was_reached(step, self.steps, days, date(year, 1, 1)):
                found.append((step, due))
        return [(step, due) for step, due in reversed(found) if due.year <= year + FARTHEST]


def order_of(templates: Iterable[MilestoneTemplate]) -> dict[str, frozenset[str]]:
    """Return by a step's key those without which it cannot be reached, in any template (STEP-7)."""
    found: dict[str, frozenset[str]] = {}
    for template in templates:
        for step in template.steps:
            found[step.key] = found.get(step.key, frozenset()) | frozenset(step.after or ())
    return found


def own_days(templates: Iterable[MilestoneTemplate]) -> dict[str, OwnDay]:
    """Return by a step's key the project's own day that tells when it was reached (STEP-6)."""
    steps = [step for template in templates for step in template.steps]
    return {step.key: step.own_day for step in steps if step.own_day}


def check_due(day: date, year: int) -> None:
    """Refuse a promised day far from its year: it may slip into a later one (STEP-1)."""
    if not year <= day.year <= year + FARTHEST:
        raise Refusal(
            gettext("%(day)s is too far from %(year)s.") % {"day": long_day(day), "year": year}
        )


def _was_reached(
    step: TemplateStep, steps: Iterable[TemplateStep], days: ProjectDays, before: date
) -> bool:
    """Return whether the step, or one that cannot be reached without it, was reached by then."""
    telling = [each for each in steps if each is step or step.key in (each.after or ())]
    known = (days.own.get(each.own_day) for each in telling if each.own_day)
    return any(day is not None and day < before for day in known)


def _last(day: date | None) -> date | None:
    """Return the end of the month where only a month was said: its first day."""
    return _month_end(day) if day is not None and day.day == 1 else day


def _month_end(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def _months_after(day: date, months: int) -> date:
    """Return the end of the month so many months later; the day itself for none."""
    for _each in range(months):
        day = _month_end(_month_end(day) + timedelta(days=1))
    return day
