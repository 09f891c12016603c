"""The rules of dispatch meetings. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from bihuan.kit.days import long_day
from bihuan.kit.errors import Refusal
from bihuan.kit.months import Month
from bihuan.kit.words import gettext, joined

from .kinds import MeetingMove, MeetingState, ReasonKind

MOVES: dict[MeetingMove, tuple[frozenset[MeetingState], MeetingState | None]] = {
    MeetingMove.EDIT: (frozenset({MeetingState.PLANNED, MeetingState.HELD}), None),
    MeetingMove.ARRANGE: (frozenset({MeetingState.PLANNED, MeetingState.HELD}), None),
    MeetingMove.BEGIN: (frozenset({MeetingState.PLANNED}), MeetingState.HELD),
    MeetingMove.CONCLUDE: (frozenset({MeetingState.HELD}), None),
    MeetingMove.CLOSE: (frozenset({MeetingState.HELD}), MeetingState.CLOSED),
    MeetingMove.CALL_OFF: (frozenset({MeetingState.PLANNED}), MeetingState.CALLED_OFF),
}
"""From which states a move can be made, and what the meeting becomes (MEET-1)."""

LAST_DAY = re.compile(
    r"(?:(?P<year>\d{4})年)?(?P<month>\d{1,2})月(?P<day>\d{1,2})[日号](?:之|以)?前"
)
"""A last day as decisions name it, such as 12月20日前 (MEET-12)."""
GRAVITY = {kind: place for place, kind in enumerate(ReasonKind)}
FIRST_TWO = 2


@dataclass(frozen=True)
class AgendaCandidate:
    """A project that has reasons to be dispatched. `value_yuan` is what is at stake."""

    project_id: int | None
    kinds: frozenset[ReasonKind]
    value_yuan: int
    highest_level: int = 0


def check_move(now: str, move: MeetingMove) -> None:
    """Refuse what the table does not allow (MEET-1)."""
    if MeetingState(now) not in MOVES[move][0]:
        told = {"state": MeetingState(now).label, "move": move.label}
        raise Refusal(gettext("The meeting is “%(state)s” now: “%(move)s” is not possible.") % told)


def check_meeting(chair: str, held_on: date, month: Month) -> None:
    """Refuse a meeting that nobody chairs, or that looks at a month to come (MEET-2)."""
    if not chair.strip():
        raise Refusal(gettext("Say who chairs the meeting."))
    if month.first_day > held_on:
        raise Refusal(gettext("A meeting looks at a month that has begun by its day."))


def check_begun(held_on: date, today: date) -> None:
    """Refuse to have held a meeting in the future (MEET-3)."""
    if held_on > today:
        raise Refusal(gettext("A meeting is opened on its day, or afterwards."))


def check_words(text: str) -> None:
    if not text.strip():
        raise Refusal(gettext("Say it in a few words: others must be able to follow."))


def check_deadline_said(text: str, due_on: date) -> None:
    """Refuse a decision whose words name other last days than its deadline (MEET-12)."""
    said = list(LAST_DAY.finditer(text))
    if said and not any(_is_day(match, due_on) for match in said):
        raise Refusal(
            gettext("The text says “%(said)s”, the deadline is %(due_on)s: let them agree.")
            % {"said": said[-1].group(), "due_on": long_day(due_on)}
        )


def _is_day(said: re.Match[str], day: date) -> bool:
    if said["year"] and int(said["year"]) != day.year:
        return False
    return (int(said["month"]), int(said["day"])) == (day.month, day.day)


def check_closing(open_items: Collection[str], *, go_on: bool) -> None:
    """Refuse to close while a project has neither conclusion nor decision, unless those that have
    none go on to another meeting (MEET-6).
    """
    if open_items and not go_on:
        raise Refusal(
            gettext(
                "%(number)s items have neither a conclusion nor a decision (%(named)s …). "
                "Let them go on to the next meeting, note one, or drop them with a reason."
            )
            % _counted(open_items)
        )


def check_next(state: str, held_on: date, *, after: date) -> None:
    """Refuse to pass items on to a meeting that is not being prepared, or was before (MEET-6)."""
    if state != MeetingState.PLANNED or held_on < after:
        raise Refusal(
            gettext("Items go on to a meeting that is being prepared, not to an earlier one.")
        )


def check_calling_off(left_over: Collection[str]) -> None:
    """Refuse to call off a meeting to which an earlier one passed items on (MEET-9)."""
    if left_over:
        raise Refusal(
            gettext(
                "%(number)s items came here from an earlier meeting (%(named)s …). "
                "Move the meeting to another day, or take them off with a reason."
            )
            % _counted(left_over)
        )


def check_answered(without: Collection[str]) -> None:
    """Refuse decisions on projects for which no organisation answers (MEET-10)."""
    if without:
        raise Refusal(
            gettext(
                "%(number)s of the items have no responsible organisation (%(named)s …). "
                "Name one organisation for all, or leave these out."
            )
            % _counted(without)
        )


def month_for(held_on: date, month: Month, then: date) -> Month:
    """Return the month that a meeting on `then` looks at, as far back as `month` is from
    `held_on`.
    """
    back = _months(held_on) - (month.year * 12 + month.number - 1)
    year, number = divmod(_months(then) - back, 12)
    return Month(year, number + 1)


def _months(day: date) -> int:
    return day.year * 12 + day.month - 1


def _counted(names: Collection[str]) -> dict[str, object]:
    return {"number": len(names), "named": joined(list(names)[:FIRST_TWO])}


def by_gravity(candidates: Iterable[AgendaCandidate]) -> list[AgendaCandidate]:
    """Return the candidates in the order of the agenda: the gravest reason first, then the highest
    level that a matter has climbed to, then what is at stake (MEET-4).
    """
    return sorted(candidates, key=_rank)


def _rank(candidate: AgendaCandidate) -> tuple[int, int, int, int]:
    gravest = min(GRAVITY[kind] for kind in candidate.kinds)
    return gravest, -candidate.highest_level, -candidate.value_yuan, candidate.project_id or 0


def swapped(order: list[int], item: int, *, up: bool) -> list[int]:
    """Return the items' order with one moved by one place; at the end it stays."""
    place = order.index(item)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(order):
        return order
    moved = list(order)
    moved[place], moved[other] = moved[other], moved[place]
    return moved
