"""Cases of mechanisms as data: the day on which a duty is due, and what an agenda takes. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bihuan.kit.cases import Worked
from bihuan.kit.days import long_day
from bihuan.kit.words import gettext, joined

from .kinds import MeetingKind, ReasonKind
from .mechanisms import Practices
from .periods import due_day, period_of


@dataclass(frozen=True)
class PracticeCase:
    """A day in the period of a duty and the day on which it is due; or a meeting, the reasons that
    speak for a project, and those that put it on the agenda.
    """

    preset: str
    title: str
    day: date
    duty: str = ""
    due_on: date | None = None
    meeting: MeetingKind | None = None
    reasons: tuple[ReasonKind, ...] = ()
    taken: tuple[ReasonKind, ...] = ()

    def __post_init__(self) -> None:
        if bool(self.duty) == (self.meeting is not None):
            raise ValueError(gettext("Give either a duty or a meeting."))

    @property
    def expected(self) -> str:
        return _due(self.due_on) if self.duty else _agenda(self.taken)

    def answer(self, practice: Practices) -> str:
        """Return what `practice` says: when the duty is due, or what the agenda takes."""
        if self.meeting is not None:
            takes = practice.agendas[self.meeting].takes
            return _agenda(tuple(each for each in self.reasons if each in takes))
        duty = practice.duty(self.duty)
        return _due(due_day(duty.due, period_of(duty.calendar, self.day)) if duty else None)

    def worked(self, practice: Practices) -> Worked:
        """Return what `practice` says, and whether that was expected."""
        found = self.answer(practice)
        reasons = (gettext("Day: %s") % long_day(self.day),)
        return Worked(self.title, found, reasons, "" if found == self.expected else self.expected)


def _due(day: date | None) -> str:
    return gettext("due on %s") % long_day(day) if day else gettext("no such duty")


def _agenda(taken: tuple[ReasonKind, ...]) -> str:
    if not taken:
        return gettext("not on the agenda")
    return gettext("on the agenda: %s") % joined(each.label for each in taken)
