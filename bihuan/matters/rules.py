"""The loop: which moves there are, whose they are, and how its clock runs.

Pure: values in, verdict out. Source: docs/rules/matters.md, clauses LOOP. When a matter climbs
stands in `climbing.py`; what an office may change, in `presets/`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from rapidfuzz import fuzz

from bihuan.kit.days import long_day
from bihuan.kit.errors import NotAllowed, Refusal
from bihuan.kit.words import gettext
from bihuan.kit.workdays import add_workdays, workdays_between
from bihuan.projects.rules import name_key

from .kinds import OPEN, OVER, MatterKind, MatterState, Verb

YEARS_AHEAD = 5  # LOOP-4: no deadline lies farther off


@dataclass(frozen=True)
class MatterTransition:
    """From which states a move leads where. `to` is empty if the state stays as it is."""

    frm: frozenset[MatterState]
    to: MatterState | None


# LOOP-1
MOVES: Mapping[Verb, MatterTransition] = {
    Verb.ASSIGN: MatterTransition(
        frozenset({MatterState.RAISED, MatterState.ASSIGNED, MatterState.WORKING}),
        MatterState.ASSIGNED,
    ),
    Verb.DECLINE: MatterTransition(frozenset({MatterState.ASSIGNED}), MatterState.RAISED),
    Verb.SIGN: MatterTransition(frozenset({MatterState.ASSIGNED}), MatterState.WORKING),
    Verb.FEED_BACK: MatterTransition(frozenset({MatterState.WORKING}), MatterState.WORKING),
    Verb.ANSWER: MatterTransition(frozenset({MatterState.WORKING}), MatterState.ANSWERED),
    Verb.SEND_BACK: MatterTransition(
        frozenset({MatterState.ANSWERED, MatterState.VERIFIED}), MatterState.WORKING
    ),
    Verb.VERIFY: MatterTransition(frozenset({MatterState.ANSWERED}), MatterState.VERIFIED),
    Verb.CLOSE: MatterTransition(frozenset({MatterState.VERIFIED}), MatterState.CLOSED),
    Verb.PAUSE: MatterTransition(
        frozenset({MatterState.ASSIGNED, MatterState.WORKING}), MatterState.PAUSED
    ),
    Verb.RESUME: MatterTransition(frozenset({MatterState.PAUSED}), MatterState.WORKING),
    Verb.WITHDRAW: MatterTransition(
        frozenset(
            {MatterState.RAISED, MatterState.ASSIGNED, MatterState.WORKING, MatterState.PAUSED}
        ),
        MatterState.WITHDRAWN,
    ),
    Verb.REOPEN: MatterTransition(OVER, MatterState.RAISED),
    Verb.ASK_EXTENSION: MatterTransition(
        frozenset({MatterState.ASSIGNED, MatterState.WORKING}), None
    ),
    Verb.EXTEND: MatterTransition(frozenset({MatterState.ASSIGNED, MatterState.WORKING}), None),
    Verb.REFUSE_EXTENSION: MatterTransition(OPEN, None),
}


# A pause ends in the state it began in; what has no lead yet, or lost it, is only raised again.
DIAGRAM: Mapping[MatterState, frozenset[tuple[MatterState, Verb]]] = {
    state: frozenset(
        (to, verb)
        for verb, step in MOVES.items()
        if state in step.frm
        for to in (
            {MatterState.ASSIGNED, MatterState.WORKING}
            if verb == Verb.RESUME
            else {step.to or state}
        )
    )
    for state in MatterState
}
"""Every way out of a state, with its move: what the diagram in the docs is drawn from."""


@dataclass(frozen=True)
class MatterClock:
    """How a matter's time is counted: days in working days.

    `inherited_days` is the age it brought along; `paused_days` those that listed reasons took out;
    `stopped_on` the day of closing, withdrawal, or the beginning of a pause that still lasts.
    """

    started_on: date
    inherited_days: int = 0
    paused_days: int = 0
    stopped_on: date | None = None

    def age(self, on: date) -> int:
        """Return the working days counted by the end of `on` (LOOP-5)."""
        end = min(on, self.stopped_on) if self.stopped_on else on
        ran = workdays_between(self.started_on, end) - self.paused_days
        return self.inherited_days + max(ran, 0)


@dataclass(frozen=True)
class Earlier:
    """A matter of the same project and type, as far as telling twins apart needs it."""

    pk: int
    number: str
    title: str
    text: str
    is_open: bool
    age: int = 0
    level: int = 0
    earlier: int | None = None


def check_move(now: str, verb: Verb) -> None:
    """Refuse by name a move that LOOP-1 does not have."""
    if MatterState(now) not in MOVES[verb].frm:
        raise Refusal(
            gettext("“%(move)s” is not possible while a matter is “%(state)s”.")
            % {"move": verb.label, "state": MatterState(now).label}
        )


def check_not_a_handler(
    by: int, organisation: int | None, *, handlers: Collection[int], organisations: Collection[int]
) -> None:
    """Refuse whoever worked on the matter, or belongs to those who did (LOOP-2)."""
    if by in handlers or organisation in organisations:
        raise NotAllowed(
            gettext(
                "Whoever handles a matter can neither verify, close nor withdraw it:"
                " somebody else must."
            )
        )


def check_handler(organisation: int | None, organisations: Collection[int]) -> None:
    """Refuse whoever is of none of the organisations that the matter was assigned to."""
    if organisation is None or organisation not in organisations:
        raise NotAllowed(gettext("This matter was not assigned to your organisation."))


def check_words(text: str) -> None:
    """Refuse a move that needs words and has none."""
    if not text.strip():
        raise Refusal(gettext("Say it in a few words: others must be able to follow."))


def check_evidence(note: str, files: int) -> None:
    """Refuse an answer without evidence: what was done in words, and what shows it (LOOP-3)."""
    check_words(note)
    if not files and len(name_key(note)) < 10:
        raise Refusal(gettext("An answer needs evidence: say what was done, or add a file."))


def due_day(  # all named
    kind: str,
    *,
    on: date,
    limit: int,
    inherited: int,
    wished: date | None,
    goes_on: date | None = None,
) -> date:
    """Return the first deadline: the standard limit less the age brought along, or the day to which
    that of a withdrawn matter `goes_on` (LOOP-4).

    A new order may name its own day. Raises Refusal for a day that has passed, or lies too far off.
    """
    standard = goes_on or add_workdays(on, max(limit - inherited, 1))
    if wished is None:
        return standard
    check_deadline(wished, on)
    if wished > standard and (kind != MatterKind.ORDER or goes_on):
        raise Refusal(
            gettext("The time may be shortened, not lengthened: the standard ends on %s.")
            % long_day(standard)
        )
    return wished


def due_again(*, due_on: date, stopped_on: date, on: date) -> date:
    """Return the deadline of what was withdrawn and comes again: it has as many working days left,
    or is as late, as when it was withdrawn (LOOP-4).
    """
    return add_workdays(on, workdays_between(stopped_on, due_on))


def check_deadline(wished: date, on: date) -> None:
    """Refuse a deadline that has passed, or lies so far off that nobody means it."""
    if wished < on:
        raise Refusal(gettext("The deadline has passed already."))
    if wished.year > on.year + YEARS_AHEAD:
        raise Refusal(gettext("A deadline lies no more than %s years ahead.") % YEARS_AHEAD)


def check_shortens(kind: str, *, due_on: date, wished: date, on: date, is_first: bool) -> None:
    """Refuse to give more time by assigning: that takes an extension (LOOP-4). An order that is
    handed out for the first time, and in time, may still name its own day.
    """
    check_deadline(wished, on)
    names_its_day = kind == MatterKind.ORDER and is_first and on <= due_on
    if wished > due_on and not names_its_day:
        raise Refusal(
            gettext("Assigning gives no more time than until %s: ask for it.") % long_day(due_on)
        )


def check_extension(*, due_on: date, wished: date, on: date, granted: int, most: int) -> None:
    """Refuse an extension that is none, or one too many (LOOP-6)."""
    if wished <= due_on:
        raise Refusal(gettext("That is no later than the deadline, %s.") % long_day(due_on))
    check_deadline(wished, on)
    if granted >= most:
        raise Refusal(
            gettext("The time was extended %s times already: no more is possible.") % granted
        )


def check_pause(*, on: date, ends_on: date, longest: int, taken: int) -> None:
    """Refuse a pause that ends at once, or too late: `taken` are the working days that the same
    reason took from this matter before (LOOP-7).
    """
    if ends_on <= on:
        raise Refusal(gettext("A pause ends on a later day."))
    if taken + workdays_between(on, ends_on) > longest:
        raise Refusal(
            gettext(
                "For this reason the clock pauses %(most)s working days at most, %(taken)s of which"
                " are used."
            )
            % {"most": longest, "taken": taken}
        )


def twins(title: str, text: str, others: Collection[Earlier], near: Decimal) -> list[Earlier]:
    """Return those of `others` that say nearly the same, and what each was raised again as: the
    open ones first, then those of the greatest age (LOOP-8).

    `near` is the likeness in percent from which two texts count as one.
    """
    found = {each.pk for each in others if likeness(title, text, each) >= near}
    later = [each for each in sorted(others, key=lambda each: each.pk) if each.earlier]
    for each in later:  # raised later, so that what it follows is known by now
        if each.earlier in found:
            found.add(each.pk)
    ranked = sorted(others, key=lambda each: (each.is_open, each.age, each.pk), reverse=True)
    return [each for each in ranked if each.pk in found]


def likeness(title: str, text: str, other: Earlier) -> float:
    """Return how alike two matters read, in percent: their titles, or all that they say."""
    titles = fuzz.ratio(name_key(title), name_key(other.title))
    whole = fuzz.ratio(name_key(title + text), name_key(other.title + other.text))
    return max(titles, whole)


def slip_days(*, milestone_on: date | None, due_on: date, on: date) -> int:
    """Return by how many calendar days the next milestone slips if the matter is solved on its
    deadline, or today if that has passed (LOOP-9).
    """
    if milestone_on is None:
        return 0
    return max((max(due_on, on) - milestone_on).days, 0)


def priority(held_yuan: int, slip: int) -> int:
    """Return what solving a matter is worth, to sort by: investment held up x days at stake."""
    return held_yuan * (1 + slip)
