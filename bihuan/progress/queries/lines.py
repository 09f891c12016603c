"""One month as a list of lines, and how lines are counted."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from bihuan.accounts.queries import pinyin_order
from bihuan.kit.months import Month
from bihuan.progress.kinds import NotDue, Origin, ReportStanding, RoundState
from bihuan.progress.models import Round

from .members import ReportingProject


class Detail(NamedTuple):
    """What the lists show of a report."""

    pk: int
    project_id: int
    state: str
    origin: str
    first_submitted_at: datetime | None
    completed_yuan: int
    physical_percent: Decimal | None
    edition: int
    version: int
    no_change: bool
    reviewed_at: datetime | None
    submitted_by_id: int | None


@dataclass(frozen=True)
class ReportLine:
    """One project in one month, with its report if there is one."""

    member: ReportingProject
    standing: ReportStanding
    must_report: bool
    is_late: bool
    report: Detail | None

    @property
    def to_fill(self) -> bool:
        """True while the report is on the reporter's desk."""
        return self.standing in (
            ReportStanding.TO_FILL,
            ReportStanding.RETURNED,
            ReportStanding.SILENT,
        )

    @property
    def is_opening(self) -> bool:
        """True if what is reported is a sum of the months so far, and none of this month's own."""
        return self.report is not None and self.report.origin == Origin.OPENING

    @property
    def completed_yuan(self) -> int | None:
        """What was completed in the month alone, if that is known."""
        return self.report.completed_yuan if self.report and not self.is_opening else None

    @property
    def opening_yuan(self) -> int | None:
        return self.report.completed_yuan if self.report and self.is_opening else None

    @property
    def is_corrected(self) -> bool:
        return self.report is not None and self.report.version > 1

    @property
    def edition(self) -> int:
        return self.report.edition if self.report else 0


@dataclass(frozen=True)
class RoundTally:
    """How many must report and how far they are. `late` is among `submitted`."""

    expected: int = 0
    submitted: int = 0
    accepted: int = 0
    late: int = 0
    silent: int = 0

    @property
    def waiting(self) -> int:
        return self.submitted - self.accepted

    @property
    def missing(self) -> int:
        return self.expected - self.submitted

    @property
    def submitted_percent(self) -> Decimal | None:
        return percent_of(self.submitted, self.expected)

    @property
    def accepted_percent(self) -> Decimal | None:
        return percent_of(self.accepted, self.expected)


@dataclass(frozen=True)
class OrganisationTally:
    """One organisation's month."""

    organisation_id: int | None
    organisation: str
    tally: RoundTally

    @property
    def key(self) -> str:
        return str(self.organisation_id or "")


class Excused(NamedTuple):
    """A project of the year that need not report a month: of whom, and why."""

    organisation_id: int | None
    reason: NotDue


@dataclass(frozen=True)
class Board:
    """One month: every project that must report or did, in the order of names; and those of the
    year that need not, with or without a report.
    """

    month: Month
    round: Round | None
    closes_on: date | None
    lines: tuple[ReportLine, ...]
    excused: tuple[Excused, ...] = ()

    @property
    def excused_by_reason(self) -> list[tuple[NotDue, int]]:
        """How many need not report for each reason, in the order of the list of reasons."""
        counted = Counter(each.reason for each in self.excused)
        return [(reason, counted[reason]) for reason in NotDue if counted[reason]]

    @property
    def projects(self) -> int:
        """How many projects the year has: those that must report this month, and the others."""
        return self.tally.expected + len(self.excused)

    @property
    def beyond_duty(self) -> int:
        """How many need not report, and did."""
        return sum(line.report is not None and not line.must_report for line in self.lines)

    @property
    def tally(self) -> RoundTally:
        return tally(self.lines)

    @property
    def state(self) -> RoundState | None:
        return RoundState(self.round.state) if self.round else None

    @property
    def is_asked(self) -> bool:
        """True once its reports could be handed in, or were brought in."""
        return self.round is not None or any(line.report for line in self.lines)

    @property
    def is_open(self) -> bool:
        """True while every project may still report."""
        return self.state in (RoundState.OPEN, RoundState.CLOSED)

    @property
    def is_locked(self) -> bool:
        return self.state is RoundState.LOCKED

    def of(self, organisation_id: int | None) -> Board:
        """Return the board of one organisation's projects; the whole board for None."""
        if organisation_id is None:
            return self
        lines = tuple(x for x in self.lines if x.member.organisation_id == organisation_id)
        excused = tuple(x for x in self.excused if x.organisation_id == organisation_id)
        return Board(self.month, self.round, self.closes_on, lines, excused)

    def where(self, standing: ReportStanding) -> list[ReportLine]:
        """Return the lines that must report and stand there."""
        return [line for line in self.lines if line.must_report and line.standing is standing]

    @property
    def to_do(self) -> list[ReportLine]:
        """What the reporter does first: returned ones, then silent, then the others to fill in."""
        order = (ReportStanding.RETURNED, ReportStanding.SILENT, ReportStanding.TO_FILL)
        return [line for standing in order for line in self.where(standing)]

    @property
    def queue(self) -> list[ReportLine]:
        """What waits for review, those that the department has passed first."""
        waiting = [line for line in self.lines if line.standing is ReportStanding.IN_REVIEW]
        return sorted(waiting, key=lambda line: not (line.report and line.report.reviewed_at))

    @property
    def unreviewed(self) -> list[ReportLine]:
        """What waits for a department: it has passed none of these."""
        return [line for line in self.queue if line.report and not line.report.reviewed_at]

    @property
    def late(self) -> list[ReportLine]:
        return [line for line in self.lines if line.is_late]


def by_organisation(board: Board) -> list[OrganisationTally]:
    """Return each organisation's tally, the one that misses most first."""
    groups: defaultdict[tuple[int | None, str], list[ReportLine]] = defaultdict(list)
    for line in board.lines:
        groups[line.member.organisation_id, line.member.organisation].append(line)
    tallies = [OrganisationTally(pk, name, tally(lines)) for (pk, name), lines in groups.items()]
    order = pinyin_order()
    return sorted(tallies, key=lambda each: (-each.tally.missing, *order(each.organisation)))


def tally(lines: Iterable[ReportLine]) -> RoundTally:
    """Count the lines that must report."""
    due = [line for line in lines if line.must_report]
    accepted = sum(line.standing is ReportStanding.ACCEPTED for line in due)
    return RoundTally(
        expected=len(due),
        submitted=accepted + sum(line.standing is ReportStanding.IN_REVIEW for line in due),
        accepted=accepted,
        late=sum(line.is_late for line in due),
        silent=sum(line.standing is ReportStanding.SILENT for line in due),
    )


def percent_of(part: int, whole: int | None) -> Decimal | None:
    """Return a part in percent of the whole; None of nothing."""
    return Decimal(100 * part) / whole if whole else None
