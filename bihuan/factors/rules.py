"""What a project needs: the moves of a need, its clock, and what is to be said of it.

Pure: values in, verdict out. Source: docs/rules/factors.md, clauses FACTOR.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from bihuan.kit.errors import Refusal
from bihuan.kit.words import gettext

from .kinds import DONE, NeedAlertKind, NeedState, NeedVerb
from .lists import Element


@dataclass(frozen=True)
class NeedTransition:
    """From which states a move leads where."""

    frm: frozenset[NeedState]
    to: NeedState


S, V = NeedState, NeedVerb
# FACTOR-1
MOVES: Mapping[NeedVerb, NeedTransition] = {
    V.ASK: NeedTransition(frozenset({S.NOT_STARTED, S.REFUSED, S.APPROVED}), S.ASKED),
    V.HAND_OVER: NeedTransition(frozenset({S.ASKED, S.HANDED_OVER}), S.HANDED_OVER),
    V.ACCEPT: NeedTransition(frozenset({S.ASKED, S.HANDED_OVER}), S.ACCEPTED),
    V.WANT_PAPERS: NeedTransition(frozenset({S.ACCEPTED, S.IN_REVIEW}), S.SUPPLEMENT),
    V.SUPPLY: NeedTransition(frozenset({S.SUPPLEMENT, S.PROMISED}), S.IN_REVIEW),
    V.REVIEW: NeedTransition(frozenset({S.ACCEPTED}), S.IN_REVIEW),
    V.APPROVE: NeedTransition(frozenset({S.ACCEPTED, S.IN_REVIEW, S.PROMISED}), S.APPROVED),
    V.REFUSE: NeedTransition(
        frozenset({S.ASKED, S.HANDED_OVER, S.ACCEPTED, S.IN_REVIEW, S.PROMISED}), S.REFUSED
    ),
    V.PROMISE: NeedTransition(frozenset({S.ACCEPTED, S.SUPPLEMENT, S.IN_REVIEW}), S.PROMISED),
    V.NOT_NEED: NeedTransition(
        frozenset({S.NOT_STARTED, S.ASKED, S.HANDED_OVER, S.REFUSED}), S.NOT_NEEDED
    ),
    V.NEED_AGAIN: NeedTransition(frozenset({S.NOT_NEEDED}), S.NOT_STARTED),
}
DIAGRAM: Mapping[NeedState, frozenset[tuple[NeedState, NeedVerb]]] = {
    state: frozenset((step.to, verb) for verb, step in MOVES.items() if state in step.frm)
    for state in NeedState
}
OF_DEPARTMENT = frozenset({V.ACCEPT, V.WANT_PAPERS, V.REVIEW, V.APPROVE, V.REFUSE, V.PROMISE})
OF_PROJECT = frozenset({V.ASK, V.SUPPLY})
OF_OFFICE = frozenset({V.HAND_OVER, V.NOT_NEED, V.NEED_AGAIN})
WITH_REASON = frozenset({V.WANT_PAPERS, V.REFUSE, V.NOT_NEED, V.NEED_AGAIN, V.PROMISE})


@dataclass(frozen=True)
class NeedClock:
    """The limits of one need, once its application was accepted."""

    statutory_due_on: date | None
    promised_due_on: date | None


@dataclass(frozen=True)
class NeedStanding:
    """Where a need stands, as far as time is concerned."""

    state: NeedState
    needed_by: date | None = None
    statutory_due_on: date | None = None
    promised_due_on: date | None = None
    promise_ends_on: date | None = None
    valid_until: date | None = None


@dataclass(frozen=True)
class Saying:
    """Something to be said of a need: what, resting on which day, due when."""

    what: NeedAlertKind
    basis: date
    on: date


def check_move(now: str, verb: NeedVerb) -> None:
    """Refuse by name a move that FACTOR-1 does not have."""
    if NeedState(now) not in MOVES[verb].frm:
        raise Refusal(
            gettext("“%(move)s” is not possible while a need is “%(state)s”.")
            % {"move": verb.label, "state": NeedState(now).label}
        )


def check_reason(verb: NeedVerb, note: str) -> None:
    """Refuse a move that must say why and does not."""
    if verb in WITH_REASON and not note.strip():
        raise Refusal(gettext("Say why."))


def started(element: Element | None, accepted_on: date) -> NeedClock:
    """Return the limits of an application accepted on a day (FACTOR-2)."""
    law, promise = (element.statutory, element.promised) if element else (None, None)
    return _within_the_law(
        law.ends(accepted_on) if law else None, promise.ends(accepted_on) if promise else None
    )


def resumed(element: Element | None, clock: NeedClock, stopped_on: date, on: date) -> NeedClock:
    """Return the limits after the clock stood still for papers, each moved as it counts
    (FACTOR-3).
    """
    law, promise = (element.statutory, element.promised) if element else (None, None)
    due, wanted = clock.statutory_due_on, clock.promised_due_on
    if law and due:
        due = law.later(due, law.between(stopped_on, on))
    if promise and wanted:
        wanted = promise.later(wanted, promise.between(stopped_on, on))
    return _within_the_law(due, wanted)


def _within_the_law(due: date | None, wanted: date | None) -> NeedClock:
    """Three working days over a long holiday may end after seven calendar days: the law holds."""
    return NeedClock(due, min(due, wanted) if due and wanted else wanted)


def needed_by(
    element: Element, milestones: Mapping[str, date], planned_start: date | None
) -> date | None:
    """Return the day by which a project needs an element: so many days before its milestone, else
    before the planned start (FACTOR-4). None if neither is known.
    """
    before = milestones.get(element.before, planned_start)
    return before - timedelta(days=element.lead_days) if before else None


def valid_until(element: Element | None, approved_on: date) -> date | None:
    """Return the last day on which an approval holds by the element's rule (FACTOR-5)."""
    if element is None or element.validity_months is None:
        return None
    months = approved_on.month - 1 + element.validity_months
    year, month = approved_on.year + months // 12, months % 12 + 1
    day = min(approved_on.day, _last_day(year, month))
    return date(year, month, day) - timedelta(days=1)


def sayings(need: NeedStanding, warn_days: int, on: date) -> list[Saying]:
    """Return all that is to be said of a need by the end of `on`, said before or not (FACTOR-6)."""
    return [saying for saying in _sayings(need, warn_days) if saying.on <= on]


def _sayings(need: NeedStanding, warn_days: int) -> Iterator[Saying]:
    running = need.state in (S.ACCEPTED, S.IN_REVIEW)
    if running and need.promised_due_on:
        yield _after(NeedAlertKind.PROMISED_LATE, need.promised_due_on)
    if running and need.statutory_due_on:
        yield _after(NeedAlertKind.STATUTORY_LATE, need.statutory_due_on)
    if need.state == S.PROMISED and need.promise_ends_on:
        yield _after(NeedAlertKind.PROMISE_BROKEN, need.promise_ends_on)
    if need.needed_by and need.state not in DONE | {S.PROMISED}:
        yield _after(NeedAlertKind.NEEDED_NOW, need.needed_by)
    if need.state == S.APPROVED and need.valid_until:
        yield Saying(
            NeedAlertKind.EXPIRING, need.valid_until, need.valid_until - timedelta(days=warn_days)
        )
        yield _after(NeedAlertKind.EXPIRED, need.valid_until)


def _after(what: NeedAlertKind, basis: date) -> Saying:
    return Saying(what, basis, basis + timedelta(days=1))


def _last_day(year: int, month: int) -> int:
    following = date(year + month // 12, month % 12 + 1, 1)
    return (following - timedelta(days=1)).day
