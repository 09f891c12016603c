"""How a year's plan is spread over its months, and how what was promised may change.

Pure: values in, values out. Source: docs/rules/plans.md, clauses CURVE and PLAN; steps stand in
`milestone_rules`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from bihuan.kit.cases import Worked
from bihuan.kit.days import long_day
from bihuan.kit.errors import Refusal
from bihuan.kit.money import in_unit
from bihuan.kit.words import gettext
from bihuan.projects.kinds import GIVEN_UP, ProjectClass, ProjectState, Tier

ENTERED = "entered"
"""Name of a curve whose months were typed."""

LARGEST_YUAN = 10**13  # PLAN-2
RANK = {tier: place for place, tier in enumerate(Tier)}  # highest first


@dataclass(frozen=True)
class Curve:
    """Cumulative shares of a year's plan in percent, by the number of the month; December, which
    must be there, may be beyond 100.
    """

    title: str
    percent: dict[str, Decimal]

    def __post_init__(self) -> None:
        if not self.percent.keys() <= {str(number) for number in range(1, 13)}:
            raise ValueError(gettext("Months are numbered 1 to 12."))
        shares = [self.percent[key] for key in sorted(self.percent, key=int)]
        if not 100 <= self.percent.get("12", 0) <= 200:
            raise ValueError(gettext("A curve ends in December between 100 and 200 percent."))
        if shares[0] < 0 or any(b < a for a, b in pairwise(shares)):
            raise ValueError(gettext("A curve never falls."))

    def along(self, total: int) -> list[int]:
        """Return the twelve cumulative amounts in yuan for a plan of `total` (CURVE-1)."""
        points = {int(key): int(total * share / 100) for key, share in self.percent.items()}
        return spread(points, points[12])


@dataclass(frozen=True)
class CurveCase:
    """A plan of so many 万元, and what its curve is expected to reach by the end of some months, as
    it holds on `day`: if none is given, as it will hold in the end.
    """

    preset: str
    title: str
    planned_wan: int
    reached_wan: dict[str, int]
    day: date = date.max

    def reached(self, curve: Curve) -> dict[str, int]:
        """Return what `curve` gives at the end of these months, in whole 万元."""
        months = curve.along(self.planned_wan * 10_000)
        return {number: months[int(number) - 1] // 10_000 for number in self.reached_wan}

    def worked(self, curve: Curve) -> Worked:
        """Return what `curve` reaches, and whether that was expected."""
        found = self.reached(curve)
        expected = "" if found == self.reached_wan else _reached(self.reached_wan)
        return Worked(self.title, _reached(found), expected=expected)


def _reached(amounts: Mapping[str, int]) -> str:
    return " · ".join(
        gettext("to the end of month %(month)s: %(wan)s ×10,000 yuan")
        % {"month": number, "wan": wan}
        for number, wan in amounts.items()
    )


def spread(points: Mapping[int, int], total: int) -> list[int]:
    """Return twelve cumulative amounts in yuan, January to December, ending at `total`.

    `points` gives some months' cumulatives; between them the plan rises evenly, each month rounded
    down, so that the sum stays exact (CURVE-1). Raises Refusal if a point falls below one before it
    or rises above the total (CURVE-2).
    """
    known = dict(sorted({**points, 12: points.get(12, total)}.items()))
    if known[12] != total:
        raise Refusal(
            gettext("The plan to December is %(december)s, but the year's plan is %(total)s.")
            % {"december": in_unit(known[12]), "total": in_unit(total)}
        )
    amounts = list(known.values())
    if amounts[0] < 0 or any(b < a for a, b in pairwise(amounts)):
        raise Refusal(gettext("The planned cumulative falls from one month to the next."))
    months, (start, base) = [], (0, 0)
    for month, cumulative in known.items():
        span = month - start
        months += [base + (cumulative - base) * step // span for step in range(1, span + 1)]
        start, base = month, cumulative
    return months


def rescale(months: Sequence[int], total: int, whole: int | None = None) -> list[int]:
    """Return the same curve for another total (CURVE-3): an adjusted plan keeps its shape.

    `whole` is the total that `months` belong to, if their curve does not end at it.
    """
    whole = months[-1] if whole is None else whole
    if whole == 0:
        return spread({}, total)
    return [cumulative * total // whole for cumulative in months]


def check_list(year: int, *, this_year: int) -> None:
    """Refuse a list of a year that nobody plans (PLAN-1)."""
    if not 2000 <= year <= this_year + 5:
        raise Refusal(gettext("%s is not a year that one makes a list for.") % year)


def check_plan(planned_yuan: int) -> None:
    """Refuse an annual plan that cannot be (PLAN-2)."""
    if not 0 <= planned_yuan <= LARGEST_YUAN:
        raise Refusal(gettext("A year's plan of %s is not believable.") % in_unit(planned_yuan))


def check_before_year(completed_yuan: int) -> None:
    """Refuse less than nothing as completed before the year (PLAN-2)."""
    if completed_yuan < 0:
        raise Refusal(gettext("What was completed before the year is not negative."))


def check_class(now: ProjectClass, to: ProjectClass, *, reason: str) -> None:
    """Refuse a change of a project's class in a year without its reason (PLAN-8)."""
    if now != to and not reason.strip():
        raise Refusal(
            gettext("The project is “%s” in this year; a change of class needs its reason.")
            % now.label
        )


def check_listed(left_on: date | None) -> None:
    """Refuse a change of the plan of a project that left the list (PLAN-3)."""
    if left_on is not None:
        raise Refusal(
            gettext("The project left this list on %s: its plan stands as it was.")
            % long_day(left_on)
        )


def check_new_on_list(left_on: date | None) -> None:
    """Refuse a second place on one list: who left it comes back to the first (PLAN-9)."""
    if left_on is None:
        raise Refusal(gettext("The project stands on this list already."))
    raise Refusal(
        gettext("The project left this list on %s: let it come back, and its plan goes on.")
        % long_day(left_on)
    )


def check_live(state: ProjectState) -> None:
    """Refuse to plan for what is no longer pushed (PLAN-3)."""
    if state in GIVEN_UP:
        raise Refusal(gettext("The project is “%s”: nothing is planned for it.") % state.label)


def day_on_list(year: int, *, today: date) -> date:
    """Return today, or the nearest day of a list's year if today lies in another (PLAN-4)."""
    return min(max(today, date(year, 1, 1)), date(year, 12, 31))


def check_within_year(day: date, year: int) -> None:
    """Refuse a day of another year (PLAN-4)."""
    if day.year != year:
        raise Refusal(
            gettext("%(day)s does not lie in %(year)s.") % {"day": long_day(day), "year": year}
        )


@dataclass(frozen=True)
class ChangeApproval:
    """Why something promised changes, who approved it and when."""

    reason: str
    approver: str
    on: date | None


def check_approval(approval: ChangeApproval, year: int, *, today: date) -> None:
    """Refuse a change of what was promised for a year without reason, approver and day, or on a day
    before the year in which it was promised (PLAN-5).
    """
    if not approval.reason.strip() or not approval.approver.strip():
        raise Refusal(gettext("An adjustment needs a reason and an approver."))
    if approval.on is None:
        raise Refusal(gettext("Say on which day the adjustment was approved."))
    if approval.on > today:
        raise Refusal(gettext("%s has not come yet.") % long_day(approval.on))
    if approval.on.year < year - 1:
        told = {"day": long_day(approval.on), "year": year}
        raise Refusal(gettext("%(day)s is too early for a change of what %(year)s plans.") % told)


def check_version(now: int, seen: int) -> None:
    """Refuse to change what somebody else changed meanwhile (PLAN-6)."""
    if now != seen:
        raise Refusal(
            gettext("Version %(now)s stands now; you changed version %(seen)s. Look at it first.")
            % {"now": now, "seen": seen}
        )


def check_promotion(lower: Tier, upper: Tier, *, same_year: bool) -> None:
    """Refuse a promotion that leads not upwards within its year (PLAN-7)."""
    if not same_year or RANK[upper] >= RANK[lower]:
        raise Refusal(gettext("A project is promoted to an upper list of the same year."))


def check_reason(reason: str) -> None:
    """Refuse a change without its reason."""
    if not reason.strip():
        raise Refusal(gettext("Say why."))
