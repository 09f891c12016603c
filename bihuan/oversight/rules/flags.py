"""The flags of supervision: of central-budget money, of special bonds and of what follows them.

Pure: values in, verdicts out. Source: docs/rules/oversight.md, clauses OVER-1 to OVER-6.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from bihuan.funding.kinds import FundingStage
from bihuan.funding.rules.flags import FundingVerdict, months_later
from bihuan.funding.rules.ladder import LadderStep, summed
from bihuan.kit.days import long_day
from bihuan.kit.money import in_unit
from bihuan.kit.months import Month
from bihuan.kit.numbers import half_up
from bihuan.kit.words import gettext
from bihuan.oversight.kinds import OversightFlag
from bihuan.oversight.watches import ProgrammeWatch

S, F = FundingStage, OversightFlag


@dataclass(frozen=True)
class WatchedYear:
    """How far a project has come in a year by its newest report that counts: completed, expected by
    the plan to date, and planned for the year, in yuan.
    """

    month: Month
    completed_yuan: int
    expected_yuan: int
    planned_yuan: int

    @property
    def behind_points(self) -> Decimal:
        """By how many percentage points of the year's plan it is behind; below zero if ahead."""
        if not self.planned_yuan:
            return Decimal(0)
        return Decimal(self.expected_yuan - self.completed_yuan) * 100 / self.planned_yuan


@dataclass(frozen=True)
class WatchedProject:
    """What is known of a project on a day: when it was to start and finish and did, how far it has
    come, and its total investment when the quota came and now.
    """

    start_due_on: date | None = None
    started_on: date | None = None
    finish_due_on: date | None = None
    finished_on: date | None = None
    year: WatchedYear | None = None
    total_then_yuan: int | None = None
    total_yuan: int | None = None


def granted_on(steps: Sequence[LadderStep]) -> date | None:
    """Return the day of a line's first quota."""
    return min((s.on for s in steps if s.stage is S.ISSUED and (s.yuan or 0) > 0), default=None)


def flagged(
    steps: Sequence[LadderStep],
    project: WatchedProject | None,
    watch: ProgrammeWatch,
    on: date,
) -> tuple[FundingVerdict, ...]:
    """Return what supervision says of a line with a quota on a day. `project` is None where another
    line says what is to be said of the project itself (OVER-7).
    """
    granted = granted_on(steps)
    if granted is None or summed(steps).issued <= 0:
        return ()
    found = [
        *_of_works(project or WatchedProject(), watch, granted, on, is_asked=project is not None),
        *_payment(steps, watch, granted, on),
        *_scale(steps, project or WatchedProject(), watch),
        *_no_works(steps, watch, granted, on),
    ]
    order = list(F)
    return tuple(sorted(found, key=lambda each: order.index(F(each.kind))))


def _said(watch: ProgrammeWatch, kind: OversightFlag, clause: str, reason: str) -> FundingVerdict:
    return FundingVerdict(kind, clause, reason, watch.law_of(kind))


def _of_works(
    project: WatchedProject, watch: ProgrammeWatch, granted: date, on: date, *, is_asked: bool
) -> Iterator[FundingVerdict]:
    """OVER-1, OVER-2 and OVER-5: the works themselves."""
    if not is_asked or project.finished_on is not None:
        return
    if project.started_on is None:
        yield from _not_started(project, watch, granted, on)
    year = project.year
    if year is not None and watch.behind_points is not None:
        points = year.behind_points
        if points > watch.behind_points:
            reason = gettext(
                "By %(month)s %(completed)s completed of %(expected)s planned to date: %(points)s "
                "percentage points of the year's plan behind, more than %(limit)s."
            )
            said = {
                "month": year.month.in_words,
                "completed": in_unit(year.completed_yuan),
                "expected": in_unit(year.expected_yuan),
                "points": half_up(points, 1),
                "limit": watch.behind_points,
            }
            yield _said(watch, F.BEHIND, "OVER-2", reason % said)
    yield from _overdue(project, watch, on)


def _not_started(
    project: WatchedProject, watch: ProgrammeWatch, granted: date, on: date
) -> Iterator[FundingVerdict]:
    """OVER-1: not started by the promised day, else within so many days of the quota."""
    if watch.start_days is None:
        return
    promised = project.start_due_on
    due = promised or granted + timedelta(days=watch.start_days)
    if on <= due:
        return
    said = {"due": long_day(due), "days": (on - due).days, "granted": long_day(granted)}
    reason = (
        gettext("Works were promised to start by %(due)s, %(days)s days ago, and have not.")
        if promised
        else gettext(
            "The quota came on %(granted)s; works were to start by %(due)s, %(days)s days ago, and "
            "have not."
        )
    )
    yield _said(watch, F.NOT_STARTED, "OVER-1", reason % said)


def _overdue(project: WatchedProject, watch: ProgrammeWatch, on: date) -> Iterator[FundingVerdict]:
    """OVER-5: not finished by the planned day."""
    due = project.finish_due_on
    if watch.overdue_days is None or due is None:
        return
    days = (on - due).days
    if days > watch.overdue_days:
        reason = gettext("Works were to be finished by %(due)s, %(days)s days ago, and are not.")
        said = {"due": long_day(due), "days": days}
        yield _said(watch, F.OVERDUE, "OVER-5", reason % said)


def _payment(
    steps: Sequence[LadderStep], watch: ProgrammeWatch, granted: date, on: date
) -> Iterator[FundingVerdict]:
    """OVER-3: less of the quota paid out than the newest step that is over asks."""
    over = [each for each in watch.payment if on > months_later(granted, each.months)]
    if not over:
        return
    sums, wanted = summed(steps), over[-1]
    rate = Decimal(sums.paid) * 100 / sums.issued
    if rate < wanted.percent:
        reason = gettext(
            "%(paid)s of the quota of %(issued)s paid out, %(rate)s%%; more than %(months)s months "
            "after the quota it is to be %(percent)s%%."
        )
        said = {
            "paid": in_unit(sums.paid),
            "issued": in_unit(sums.issued),
            "rate": half_up(rate, 1),
            "months": wanted.months,
            "percent": wanted.percent,
        }
        yield _said(watch, F.PAYMENT_LOW, "OVER-3", reason % said)


def _scale(
    steps: Sequence[LadderStep], project: WatchedProject, watch: ProgrammeWatch
) -> Iterator[FundingVerdict]:
    """OVER-4: the quota, or the total investment since the quota, fell."""
    if watch.cut_percent is None:
        return
    issued = [each.yuan or 0 for each in steps if each.stage is S.ISSUED]
    given, cut = sum(y for y in issued if y > 0), -sum(y for y in issued if y < 0)
    reasons = []
    if cut and Decimal(cut) * 100 >= watch.cut_percent * given:
        said = {"cut": in_unit(cut), "given": in_unit(given)}
        reasons.append(gettext("%(cut)s of the quota of %(given)s cut.") % said)
    then, now = project.total_then_yuan, project.total_yuan
    if then and now is not None and Decimal(then - now) * 100 >= watch.cut_percent * then:
        said = {"then": in_unit(then), "now": in_unit(now)}
        reasons.append(
            gettext("Total investment fell from %(then)s to %(now)s since the quota.") % said
        )
    if reasons:
        yield _said(watch, F.SCALE_CUT, "OVER-4", "".join(reasons))


def _no_works(
    steps: Sequence[LadderStep], watch: ProgrammeWatch, granted: date, on: date
) -> Iterator[FundingVerdict]:
    """OVER-6: no works done with the money so long after the quota."""
    if watch.works_months is None or on <= months_later(granted, watch.works_months):
        return
    if summed(steps).works <= 0:
        reason = gettext(
            "The quota came on %(granted)s, more than %(months)s months ago; no works done with it "
            "are entered."
        )
        said = {"granted": long_day(granted), "months": watch.works_months}
        yield _said(watch, F.NO_WORKS, "OVER-6", reason % said)
