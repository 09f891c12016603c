"""Whether a duty was done in a period, from the facts. Pure: one function for each check."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from bihuan.kit.months import Month

from .kinds import Check, DutyOutcome, MeetingKind
from .mechanisms import Duty
from .periods import Period, due_day


@dataclass(frozen=True)
class MeetingFact:
    """A meeting that took place, with the projects and matters on its agenda."""

    pk: int
    kind: MeetingKind
    held_on: date
    month: Month
    projects: frozenset[int]
    matters: frozenset[int]


@dataclass(frozen=True)
class MatterFact:
    """A matter, and the day on which something of it fell: it escalated, or was due. `over_on` is
    the day since which its handler's clock no longer runs; None while it does.
    """

    pk: int
    on: date
    over_on: date | None


@dataclass(frozen=True)
class VisitsFact:
    """One month's confirmed plan of visits: projects to visit, those of them visited, and the day
    of the last such visit.
    """

    planned: frozenset[int]
    visited: frozenset[int]
    last_on: date | None


@dataclass(frozen=True)
class RoundFact:
    """One month's reporting: how many reports must come, and how many are accepted."""

    expected: int
    accepted: int
    is_closed: bool


@dataclass(frozen=True)
class Tick:
    """A duty ticked off by hand."""

    done_on: date
    who: str
    note: str


@dataclass(frozen=True)
class Facts:
    """All that the checks look at, as of `today`. Sets hold numbers of projects.

    `kept_from` is the first day of which meetings and ticks are kept: before it, their absence says
    nothing.
    """

    today: date
    kept_from: date = date.min
    live: frozenset[int] = frozenset()
    commanded: frozenset[int] = frozenset()
    spoken: Mapping[Month, frozenset[int]] = field(default_factory=dict)
    red: Mapping[Month, frozenset[int]] = field(default_factory=dict)
    judged: Mapping[Month, date] = field(default_factory=dict)
    rounds: Mapping[Month, RoundFact] = field(default_factory=dict)
    visits: Mapping[Month, VisitsFact] = field(default_factory=dict)
    meetings: tuple[MeetingFact, ...] = ()
    escalated: tuple[MatterFact, ...] = ()
    decided: tuple[MatterFact, ...] = ()
    ticks: Mapping[tuple[str, str], Tick] = field(default_factory=dict)

    @cached_property
    def taken_up_on(self) -> dict[int, date]:
        """The last day on which each matter was on an agenda."""
        in_order = sorted(self.meetings, key=lambda meeting: meeting.held_on)
        return {pk: meeting.held_on for meeting in in_order for pk in meeting.matters}


@dataclass(frozen=True)
class CheckResult:
    """What a check found: `done` of `wanted`, and which records show it, or are missing.

    `done_on` is the day on which the last of it was done, where that is known; `wanted` is None if
    nothing is kept of that time.
    """

    done: int
    wanted: int | None
    done_on: date | None = None
    meetings: tuple[int, ...] = ()
    matters: tuple[int, ...] = ()
    projects: tuple[int, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class DutyStanding:
    """A duty in one period: when it is due, where it stands, and what shows it."""

    duty: Duty
    period: Period
    due_on: date
    outcome: DutyOutcome
    finding: CheckResult


def standing(duty: Duty, period: Period, facts: Facts) -> DutyStanding:
    """Judge one duty in one period (MECH-3)."""
    due_on = due_day(duty.due, period)
    finding = CHECKS[duty.check](duty, period, due_on, facts)
    outcome = _outcome(finding, due_on, facts.today)
    if outcome is DutyOutcome.MISSED and duty.check in KEPT_HERE and due_on < facts.kept_from:
        outcome = DutyOutcome.UNKNOWN
    return DutyStanding(duty, period, due_on, outcome, finding)


def _outcome(finding: CheckResult, due_on: date, today: date) -> DutyOutcome:
    if finding.wanted is None:
        return DutyOutcome.UNKNOWN
    if finding.wanted == 0:
        return DutyOutcome.NOTHING
    if finding.done >= finding.wanted:
        late = finding.done_on is not None and finding.done_on > due_on
        return DutyOutcome.DONE_LATE if late else DutyOutcome.DONE
    return DutyOutcome.DUE if today <= due_on else DutyOutcome.MISSED


def _by_hand(duty: Duty, period: Period, due_on: date, facts: Facts) -> CheckResult:
    tick = facts.ticks.get((duty.code, period.key))
    if tick is None:
        return CheckResult(0, 1)
    return CheckResult(1, 1, done_on=tick.done_on, note=f"{tick.who}：{tick.note}")


def _commanders(duty: Duty, period: Period, due_on: date, facts: Facts) -> CheckResult:
    """As it is now: who commanded in the past is not counted afterwards."""
    if not period.covers(facts.today):
        return CheckResult(0, None)
    without = facts.live - facts.commanded
    return CheckResult(len(facts.live) - len(without), len(facts.live), projects=_sorted(without))


def _commanders_spoke(duty: Duty, period: Period, due_on: date, facts: Facts) -> CheckResult:
    spoken = facts.spoken.get(period.month, frozenset())
    wanted = facts.live & facts.commanded
    missing = wanted - spoken
    return CheckResult(len(wanted) - len(missing), len(wanted), projects=_sorted(missing))


def _meeting_held(duty: Duty, period: Period, due_on: date, facts: Facts) -> CheckResult:
    """Meetings of the duty's kind in the period."""
    held = [
        meeting
        for meeting in facts.meetings
        if meeting.kind is duty.meeting and period.covers(meeting.held_on)
    ]
    held.sort(key=lambda meeting: (meeting.held_on, meeting.pk))
    enough = held[duty.times - 1].held_on if len(held) >= duty.times else None
    return CheckResult(
        len(held), duty.times, done_on=enough, meetings=tuple(meeting.pk for meeting in held)
    )


def _reports_reviewed(duty: Duty, period: Period, due_on: date, facts: Facts) -> CheckResult:
    rounds = [facts.rounds[month] for month in period.months if month in facts.rounds]
    return CheckResult(sum(each.accepted for each in rounds), sum(each.expected for each in rounds))


def _round_closed(duty: Duty, period: Period, due_on: date, facts: Facts) -> CheckResult:
    rounds = [facts.rounds[month] for month in period.months if month in facts.rounds]
    due = [each for each in rounds if each.expected or each.is_closed]
    return CheckResult(sum(each.is_closed for each in due), len(due))


def _lights_judged(duty: Duty, period: Period, due_on: date, facts: Facts) -> CheckResult:
    due = [month for month in period.months if _expects(facts.rounds.get(month))]
    given = [facts.judged[month] for month in due if month in facts.judged]
    return CheckResult(len(given), len(due), done_on=max(given, default=None))


def _red_taken_up(duty: Duty, period: Period, due_on: date, facts: Facts) -> CheckResult:
    """Projects red in the period's last month, on the agenda of a meeting that looked at it."""
    red = facts.red.get(period.month, frozenset())
    met = [meeting for meeting in facts.meetings if meeting.month == period.month]
    taken = frozenset[int]().union(*(meeting.projects for meeting in met))
    missing = red - taken
    return CheckResult(
        len(red) - len(missing),
        len(red),
        meetings=tuple(meeting.pk for meeting in met),
        projects=_sorted(missing),
    )


def _escalated_taken_up(duty: Duty, period: Period, due_on: date, facts: Facts) -> CheckResult:
    """Matters that climbed in the period: on an agenda since, or no longer with their handler. One
    that climbed more than once counts once, from its last level.
    """
    climbed = sorted(facts.escalated, key=lambda matter: matter.on)
    due = {matter.pk: matter for matter in climbed if period.covers(matter.on)}
    missing = [pk for pk, matter in due.items() if not _taken_up(matter, facts)]
    return CheckResult(len(due) - len(missing), len(due), matters=tuple(missing))


def _visits_made(duty: Duty, period: Period, due_on: date, facts: Facts) -> CheckResult:
    """Visits of the period's last month; without a confirmed plan, the plan itself is wanted."""
    plan = facts.visits.get(period.month)
    if plan is None:
        return CheckResult(0, 1)
    missing = plan.planned - plan.visited
    return CheckResult(
        len(plan.visited), len(plan.planned), done_on=plan.last_on, projects=_sorted(missing)
    )


def _decisions_kept(duty: Duty, period: Period, due_on: date, facts: Facts) -> CheckResult:
    """Decisions whose first deadline lay in the period: answered, or over."""
    due = [matter for matter in facts.decided if period.covers(matter.on)]
    missing = [matter.pk for matter in due if matter.over_on is None]
    over = [matter.over_on for matter in due if matter.over_on]
    finished = max(over, default=None) if not missing else None
    return CheckResult(len(due) - len(missing), len(due), done_on=finished, matters=tuple(missing))


def _expects(found: RoundFact | None) -> bool:
    return found is not None and found.expected > 0


def _taken_up(matter: MatterFact, facts: Facts) -> bool:
    if matter.over_on is not None:
        return True
    return facts.taken_up_on.get(matter.pk, date.min) >= matter.on


def _sorted(numbers: frozenset[int]) -> tuple[int, ...]:
    return tuple(sorted(numbers))


KEPT_HERE = frozenset(
    {
        Check.MANUAL,
        Check.MEETING_HELD,
        Check.RED_TAKEN_UP,
        Check.ESCALATED_TAKEN_UP,
        Check.VISITS_MADE,
    }
)
CHECKS: dict[Check, Callable[[Duty, Period, date, Facts], CheckResult]] = {
    Check.MANUAL: _by_hand,
    Check.COMMANDERS: _commanders,
    Check.COMMANDERS_SPOKE: _commanders_spoke,
    Check.MEETING_HELD: _meeting_held,
    Check.REPORTS_REVIEWED: _reports_reviewed,
    Check.ROUND_CLOSED: _round_closed,
    Check.LIGHTS_JUDGED: _lights_judged,
    Check.RED_TAKEN_UP: _red_taken_up,
    Check.ESCALATED_TAKEN_UP: _escalated_taken_up,
    Check.VISITS_MADE: _visits_made,
    Check.DECISIONS_KEPT: _decisions_kept,
}
"""The closed list of checks (MECH-4)."""
