"""Duties, and the reasons of an agenda, in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import get_language

from bihuan.kit.days import long_day
from bihuan.kit.words import _, gettext
from bihuan.lights.kinds import Colour
from bihuan.lights.rules import LightReason
from bihuan.lights.wording import from_json, sentence

from .kinds import ReasonKind
from .mechanisms import Duty, Mechanism
from .models import named

MOST_REASONS = 6
COLOUR_OF = {ReasonKind.RED: Colour.RED, ReasonKind.YELLOW: Colour.YELLOW}
"""The colour of the clauses that put a project on an agenda for its light."""


@dataclass(frozen=True)
class ReasonLine:
    """One reason for an item: its kind, its words, the matter or the meeting it is about. What is
    only said beside a reason has no kind: a note, or a clause that speaks for a better light.
    """

    kind: ReasonKind | None
    words: str
    matter: int | None = None
    meeting: int | None = None


def reason_lines(reasons: list[dict[str, Any]]) -> list[ReasonLine]:
    """Return the reasons kept with an agenda item, in words; of many the first, and how many more
    there are.
    """
    lines = [line for reason in reasons for line in _lines(reason)]
    if len(lines) <= MOST_REASONS:
        return lines
    more = gettext("and %(number)s more") % {"number": len(lines) - MOST_REASONS}
    return [*lines[:MOST_REASONS], ReasonLine(None, more)]


def _lines(reason: dict[str, Any]) -> list[ReasonLine]:
    kind = ReasonKind(reason["kind"])
    if kind is ReasonKind.OVERDUE:
        words = gettext("%(number)s %(title)s (due %(due_on)s, level %(level)s)") % {
            **reason,
            "due_on": long_day(date.fromisoformat(reason["due_on"])),
        }
        return [ReasonLine(kind, words, reason["matter"])]
    if kind is ReasonKind.LEFT_OVER:
        day, number = date.fromisoformat(reason["held_on"]), reason.get("meeting_number", 0)
        name = named(day, reason["meeting_kind"], number)
        words = gettext("%s did not reach it") % name
        return [ReasonLine(kind, words, meeting=reason["meeting"])]
    if kind is ReasonKind.HAND:
        return [ReasonLine(kind, reason["note"])]
    return _of_light(kind, [from_json(clause) for clause in reason["clauses"]])


def _of_light(kind: ReasonKind, clauses: list[LightReason]) -> list[ReasonLine]:
    """Return the clauses, those that made the light first; of silence there is but one."""
    if not clauses:
        return [ReasonLine(kind, "")]
    made = [each for each in clauses if each.colour == COLOUR_OF.get(kind)] or clauses[:1]
    beside = [each for each in clauses if each not in made]
    return [
        *(ReasonLine(kind, sentence(each)) for each in made),
        *(ReasonLine(None, sentence(each)) for each in beside),
    ]


def _reads_chinese() -> bool:
    return (get_language() or "zh").startswith("zh")


def label(mechanism: Mechanism) -> str:
    return mechanism.label if _reads_chinese() else mechanism.english


def what(duty: Duty) -> str:
    return duty.what if _reads_chinese() else duty.english


def who(duty: Duty) -> str:
    return duty.who if _reads_chinese() else duty.who_english


def due_words(duty: Duty) -> str:
    """When in its period a duty is due."""
    due = duty.due
    number = due.day or due.workday
    if number == -1:
        return str(LAST[bool(due.workday)])
    where = "end" if number < 0 else "after" if due.after else "start"
    return str(DUE[where, bool(due.workday)]) % abs(number)


LAST = {False: _("by the last day of the period"), True: _("by the last working day of the period")}
DUE = {
    ("start", False): _("by day %s of the period"),
    ("start", True): _("by working day %s of the period"),
    ("after", False): _("by day %s after the period"),
    ("after", True): _("by working day %s after the period"),
    ("end", False): _("by day %s from the end of the period"),
    ("end", True): _("by working day %s from the end of the period"),
}
