"""When a matter escalates, and whom the clock reminds: by the policy, which is data.

Pure. Source: docs/rules/matters.md, clauses CLIMB. Every verdict carries the day on which it fell
due and what it rests on, so that saying it twice changes nothing, and a clock that did not run for
days catches up.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from bihuan.kit.workdays import add_workdays, workdays_between

from .kinds import RUNNING, AlertKind, MatterState, Verb
from .policies import MatterPolicy


@dataclass(frozen=True)
class MatterStanding:
    """Where a matter stands, as far as the clock is concerned.

    `since` is the day on which it came into its state, `heard_on` that of the handler's last word.
    """

    state: MatterState
    level: int
    raised_on: date
    due_on: date
    since: date
    heard_on: date | None = None


@dataclass(frozen=True)
class NextStep:
    """The move that a matter waits for, since when, and by which day."""

    verb: Verb
    since: date
    due_on: date


@dataclass(frozen=True)
class Call:
    """Something to be said of a matter: what, to which level (0: whoever has it in hand), resting
    on which day, due when.
    """

    kind: AlertKind
    level: int
    basis: date
    on: date


def calls(matter: MatterStanding, policy: MatterPolicy, on: date) -> list[Call]:
    """Return all that is to be said by the end of `on`, said before or not, in order of days
    (CLIMB-1).
    """
    found = [*_waiting(matter, policy), *_escalations(matter, policy)]
    return sorted((c for c in found if c.on <= on), key=lambda call: (call.on, call.level))


Said = tuple[str, int, date]
"""What was said already: kind, level, basis."""


def unsaid(
    matter: MatterStanding, policy: MatterPolicy, on: date, said: Collection[Said]
) -> list[Call]:
    """Return what is to be said by the end of `on` and was not before. The copy before a deadline
    is one, whatever the level since, and comes no more once that deadline escalated.
    """
    told = {
        basis for kind, _level, basis in said if kind in (AlertKind.DUE_SOON, AlertKind.ESCALATED)
    }
    return [
        call
        for call in calls(matter, policy, on)
        if not (call.kind == AlertKind.DUE_SOON and call.basis in told)
        and (call.kind, call.level, call.basis) not in said
    ]


def level_on(matter: MatterStanding, policy: MatterPolicy, on: date) -> int:
    """Return the level that the matter has climbed to by the end of `on`; never below its own
    (CLIMB-2).
    """
    steps = (call for call in _escalations(matter, policy) if call.kind == AlertKind.ESCALATED)
    return max([matter.level, *(call.level for call in steps if call.on <= on)])


def overdue_days(due_on: date, on: date) -> int:
    """Return the working days since the deadline; 0 on the day itself and before."""
    return max(workdays_between(due_on, on), 0)


def next_step(matter: MatterStanding, policy: MatterPolicy) -> NextStep | None:
    """Return what a matter waits for: of a handler word of progress, the answer where its deadline
    comes first (CLIMB-3). None if nobody has to move.
    """
    step = _waits_for(matter, policy)
    if step and step.verb is Verb.FEED_BACK and step.due_on >= matter.due_on:
        return NextStep(Verb.ANSWER, step.since, matter.due_on)
    return step


def _waits_for(matter: MatterStanding, policy: MatterPolicy) -> NextStep | None:
    waits = {
        MatterState.RAISED: (Verb.ASSIGN, policy.assign_within),
        MatterState.ASSIGNED: (Verb.SIGN, policy.sign_within),
        MatterState.WORKING: (Verb.FEED_BACK, policy.feed_back_within),
        MatterState.ANSWERED: (Verb.VERIFY, policy.verify_within),
        MatterState.VERIFIED: (Verb.CLOSE, policy.verify_within),
    }
    if matter.state not in waits:
        return None
    verb, within = waits[matter.state]
    since = matter.since
    if verb is Verb.FEED_BACK:
        since = max(since, matter.heard_on or since)
    return NextStep(verb, since, add_workdays(since, within))


_ALERTS = {
    Verb.ASSIGN: AlertKind.ASSIGN,
    Verb.SIGN: AlertKind.SIGN,
    Verb.FEED_BACK: AlertKind.FEED_BACK,
    Verb.VERIFY: AlertKind.VERIFY,
    Verb.CLOSE: AlertKind.VERIFY,
}


def _waiting(matter: MatterStanding, policy: MatterPolicy) -> Iterator[Call]:
    """Remind of what the state asks for on the working day after it was due (CLIMB-3)."""
    step = _waits_for(matter, policy)
    if step:
        yield Call(_ALERTS[step.verb], 0, step.since, add_workdays(step.due_on, 1))


def _escalations(matter: MatterStanding, policy: MatterPolicy) -> Iterator[Call]:
    """A copy to the next level before the deadline, and one step for each level after it. No copy
    if the handler's clock did not run before the deadline.
    """
    if matter.state not in RUNNING:
        return
    if matter.level < len(policy.levels) and matter.since <= matter.due_on:
        warned_on = max(add_workdays(matter.due_on, -policy.warn_before), matter.raised_on)
        yield Call(AlertKind.DUE_SOON, matter.level + 1, matter.due_on, warned_on)
    for number, level in enumerate(policy.levels, 1):
        if number > matter.level and level.after is not None:
            due = add_workdays(matter.due_on, level.after)
            yield Call(AlertKind.ESCALATED, number, matter.due_on, due)
