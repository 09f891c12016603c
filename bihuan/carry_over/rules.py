"""Which projects go on into a year, as what, and with which plan. Pure.

Source: docs/rules/carry_over.md, clauses CARRY.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bihuan.kit.days import long_day
from bihuan.kit.errors import Refusal
from bihuan.kit.words import gettext
from bihuan.projects.kinds import GIVEN_UP, ProjectClass, ProjectState

MONTHS_A_YEAR = 12
DONE = frozenset({ProjectState.COMPLETED, ProjectState.IN_USE})


@dataclass(frozen=True, slots=True)
class Unfinished:
    """What is known of a project when the year that it stood in is over. Money in yuan;
    `completed_yuan` is all that it completed before the new year, `total_yuan` None if unknown.
    """

    project_class: ProjectClass
    state: ProjectState
    completed_yuan: int
    total_yuan: int | None
    started_on: date | None = None
    planned_finish_on: date | None = None
    finished_on: date | None = None
    given_up_on: date | None = None
    merged_into: str = ""

    @property
    def left_yuan(self) -> int | None:
        """What of the total investment is not completed; None if the total is not known."""
        return left_of(self.total_yuan, self.completed_yuan)


def left_of(total_yuan: int | None, completed_yuan: int) -> int | None:
    """Return what of a total is not completed; None if the total is not known."""
    return None if total_yuan is None else max(total_yuan - completed_yuan, 0)


@dataclass(frozen=True, slots=True)
class CarryOverPlan:
    """The plan proposed for a project's new year: its twelve cumulatives in yuan, and why."""

    months: tuple[int, ...]
    reason: str

    @property
    def planned_yuan(self) -> int:
        return self.months[-1]


def check_years(from_year: int, to_year: int) -> None:
    """Refuse to carry anything back, or past a year: its lists and reports would be left out
    (CARRY-1).
    """
    if to_year != from_year + 1:
        raise Refusal(
            gettext(
                "Projects of %(year)s are carried over into %(next)s, the year after it, not into "
                "%(to)s."
            )
            % {"to": to_year, "year": from_year, "next": from_year + 1}
        )


def stays_behind(known: Unfinished, to_year: int) -> str:
    """Return why a project does not go on into `to_year`; nothing if it does (CARRY-2)."""
    if known.state in GIVEN_UP:
        return _given_up(known)
    if known.finished_on is not None:
        if known.finished_on.year < to_year:
            return gettext("finished on %s") % long_day(known.finished_on)
    elif known.state in DONE:
        return str(known.state.label)
    return ""


def _given_up(known: Unfinished) -> str:
    if known.given_up_on is None:
        return str(known.state.label)
    on = long_day(known.given_up_on)
    if known.state is ProjectState.MERGED and known.merged_into:
        return gettext("merged into “%(into)s” on %(on)s") % {"into": known.merged_into, "on": on}
    return gettext("%(state)s on %(on)s") % {"state": known.state.label, "on": on}


def class_in(known: Unfinished, to_year: int) -> ProjectClass:
    """Return its class in the new year: preparation that has started is construction (CARRY-3)."""
    if known.project_class is not ProjectClass.PREPARATION:
        return known.project_class
    dated = known.started_on is not None and known.started_on.year < to_year
    begun = dated or known.state is ProjectState.CONSTRUCTION
    return ProjectClass.CONSTRUCTION if begun else known.project_class


def plan_for(known: Unfinished, to_year: int) -> CarryOverPlan:
    """Return the plan: what is left of the total investment, evenly by month up to the planned
    finish, as far as it falls into the year (CARRY-4).
    """
    left, finish = known.left_yuan, known.planned_finish_on
    if left is None:
        return CarryOverPlan((0,) * MONTHS_A_YEAR, gettext("its total investment is not known"))
    if left == 0:
        return CarryOverPlan(
            (0,) * MONTHS_A_YEAR, gettext("all of its total investment is completed")
        )
    return CarryOverPlan(evenly(left, to_year, finish), _why(finish, to_year))


def with_missing(reason: str, year: int, months: int) -> str:
    """Return how a plan came about, with what is not known of the old year yet (CARRY-7)."""
    if not months:
        return reason
    said = gettext("%(reason)s; months of %(year)s whose report is not accepted: %(months)s")
    return said % {"reason": reason, "year": year, "months": months}


def evenly(left_yuan: int, year: int, finish_on: date | None) -> tuple[int, ...]:
    """Return twelve cumulatives of what is completed evenly up to a finish: by the end of the year
    if that is not known, or over. Each month is rounded down, the last is exact.
    """
    months = _months_until(finish_on, year)
    return tuple(
        left_yuan * min(number, months) // months for number in range(1, MONTHS_A_YEAR + 1)
    )


def _months_until(finish_on: date | None, year: int) -> int:
    if finish_on is None or finish_on.year < year:
        return MONTHS_A_YEAR
    return (finish_on.year - year) * MONTHS_A_YEAR + finish_on.month


def _why(finish_on: date | None, year: int) -> str:
    if finish_on is None:
        return gettext("no planned finish: all that is left, within the year")
    if finish_on.year < year:
        return gettext("its planned finish %s is over: all that is left, within the year") % (
            long_day(finish_on)
        )
    return gettext("what is left, evenly up to its planned finish %s") % long_day(finish_on)
