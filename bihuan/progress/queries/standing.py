"""Who must report, who did, who is late and who is silent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from bihuan.accounts.models import User
from bihuan.kit.days import day_begins
from bihuan.kit.months import Month, months_of
from bihuan.progress import rules
from bihuan.progress.kinds import COUNTED, SENT, RoundState
from bihuan.progress.models import Report, Round
from bihuan.progress.presets import rounds_in_force
from bihuan.progress.rules import RoundRules

from .lines import Board, Detail, ReportLine, RoundTally
from .members import ReportingProject, members

ONE_DAY = timedelta(days=1)


class _Row(NamedTuple):
    project_id: int
    month: date
    state: str
    origin: str
    first_submitted_at: datetime | None


@dataclass(frozen=True)
class MonthCount:
    """One month of the year's overview. Without a round, the days are those of the rules."""

    month: Month
    round: Round | None
    opens_on: date | None
    closes_on: date | None
    has_begun: bool
    tally: RoundTally

    @property
    def state(self) -> RoundState | None:
        return RoundState(self.round.state) if self.round else None


def board(user: User, month: Month, *, today: date) -> Board:
    """Return the month as `user` may see it, on the day `today`."""
    office = rounds_in_force().on(month.first_day)
    round = Round.objects.filter(month=month.first_day).first()
    _opens_on, closes_on = _window(month, round, office, today)
    reports = {row.project_id: row for row in _details(user, month)}
    lines = [
        _line(member, reports.get(member.project_id), month, office, closes_on, today)
        for member in members(user, month.year)
        if member.project_id in reports or member.must_report(month, office)
    ]
    return Board(month, round, closes_on, tuple(lines))


def year_counts(user: User, year: int, *, today: date) -> list[MonthCount]:
    """Return the twelve months of `year`, each counted over what `user` may see."""
    rounds = {round.month: round for round in Round.objects.filter(month__year=year)}
    rows = {(row.project_id, row.month): row for row in _rows(user, year)}
    everybody, in_force = members(user, year), rounds_in_force()
    counts = []
    for month in months_of(year):
        round, office = rounds.get(month.first_day), in_force.on(month.first_day)
        opens_on, closes_on = _window(month, round, office, today)
        due = [m.project_id for m in everybody if m.must_report(month, office)]
        found = [rows.get((pk, month.first_day)) for pk in due]
        counted = _count(found, closes_on, today)
        begun = month.first_day <= today
        counts.append(MonthCount(month, round, opens_on, closes_on, begun, counted))
    return counts


def _count(found: list[_Row | None], closes_on: date | None, today: date) -> RoundTally:
    sent = [row for row in found if row and row.state in SENT]
    over, deadline = closes_on is not None and today > closes_on, _deadline(closes_on)
    return RoundTally(
        expected=len(found),
        submitted=len(sent),
        accepted=sum(row.state in COUNTED for row in sent),
        late=sum(_is_late(row, deadline) for row in sent),
        silent=len(found) - len(sent) if over else 0,
    )


def _line(
    member: ReportingProject,
    row: Detail | None,
    month: Month,
    office: RoundRules,
    closes_on: date | None,
    today: date,
) -> ReportLine:
    return ReportLine(
        member=member,
        standing=rules.standing(row.state if row else None, closes_on=closes_on, today=today),
        must_report=member.must_report(month, office),
        is_late=row is not None and row.state in SENT and _is_late(row, _deadline(closes_on)),
        report=row,
    )


def _deadline(closes_on: date | None) -> datetime | None:
    """The moment from which a report is late."""
    return day_begins(closes_on + ONE_DAY) if closes_on else None


def _is_late(row: _Row | Detail, deadline: datetime | None) -> bool:
    return deadline is not None and rules.is_late(row.first_submitted_at, deadline, row.origin)


def _window(
    month: Month, round: Round | None, office: RoundRules, today: date
) -> tuple[date | None, date | None]:
    """First and last day of the month's round, or of the rules where none was opened; no days for
    a month that has not begun.
    """
    if round is not None:
        return round.opens_on, round.closes_on
    if month.first_day > today:
        return None, None
    days = rules.window(month, office)
    return days.opens_on, days.closes_on


def _details(user: User, month: Month) -> list[Detail]:
    rows = Report.objects.visible_to(user).current().filter(month=month.first_day)
    return [Detail(*row) for row in rows.values_list(*Detail._fields)]


def _rows(user: User, year: int) -> list[_Row]:
    rows = Report.objects.visible_to(user).current().filter(month__year=year)
    return [_Row(*row) for row in rows.values_list(*_Row._fields)]
