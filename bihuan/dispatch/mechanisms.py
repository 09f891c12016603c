"""The shape of a practice: mechanisms, and the duties that each lays on somebody. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from bihuan.kit.words import gettext

from .kinds import Calendar, Check, MeetingKind, ReasonKind
from .periods import Due


@dataclass(frozen=True)
class Duty:
    """What somebody does once in each period, and the check that proves it.

    `meeting` is the kind of meeting asked for, and `times` how many, where the check is of
    meetings.
    """

    code: str
    what: str
    english: str
    who: str
    who_english: str
    calendar: Calendar
    due: Due
    check: Check
    meeting: MeetingKind | None = None
    times: int = 1

    def __post_init__(self) -> None:
        if (self.meeting is None) == (self.check is Check.MEETING_HELD):
            raise ValueError(
                gettext("A meeting's kind goes with the check of meetings, and only so.")
            )
        if self.meeting and self.due.after:
            raise ValueError(gettext("A meeting is held in its period."))
        if self.times < 1:
            raise ValueError(gettext("Once at least."))
        monthly = (Calendar.MONTHLY, Calendar.QUARTERLY, Calendar.YEARLY)
        if self.check in OF_MONTHS and self.calendar not in monthly:
            raise ValueError(gettext("This check looks at whole months."))


OF_MONTHS = frozenset(
    {
        Check.COMMANDERS_SPOKE,
        Check.REPORTS_REVIEWED,
        Check.ROUND_CLOSED,
        Check.LIGHTS_JUDGED,
        Check.RED_TAKEN_UP,
        Check.VISITS_MADE,
    }
)


@dataclass(frozen=True)
class Mechanism:
    """One of the mechanisms that push projects."""

    code: str
    label: str
    english: str
    duties: tuple[Duty, ...]


@dataclass(frozen=True)
class AgendaRule:
    """What puts a project on the agenda of one kind of meeting, and how many at most."""

    takes: tuple[ReasonKind, ...]
    most: int

    def __post_init__(self) -> None:
        if self.most < 1:
            raise ValueError(gettext("Once at least."))


@dataclass(frozen=True)
class PracticeReading:
    """How an unclear sentence of the source is read."""

    says: str
    reading: str


@dataclass(frozen=True)
class Practices:
    """By which mechanisms a district pushes its projects."""

    title: str
    source: str
    version: int
    mechanisms: tuple[Mechanism, ...]
    agendas: dict[str, AgendaRule]
    readings: tuple[PracticeReading, ...] = ()

    def __post_init__(self) -> None:
        if not self.mechanisms:
            raise ValueError(gettext("Mechanisms are wanted."))
        _once(mechanism.code for mechanism in self.mechanisms)
        _once(duty.code for duty in self.duties)
        if set(self.agendas) != set(MeetingKind.values):
            raise ValueError(gettext("Each kind of meeting has an agenda, and no other."))

    @property
    def duties(self) -> list[Duty]:
        return [duty for mechanism in self.mechanisms for duty in mechanism.duties]

    def duty(self, code: str) -> Duty | None:
        return next((duty for duty in self.duties if duty.code == code), None)


def _once(codes: Iterable[str]) -> None:
    twice = [code for code, times in Counter(codes).items() if times > 1]
    if twice:
        raise ValueError(gettext("“%s” stands here twice.") % twice[0])
