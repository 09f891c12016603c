"""A year's rounds, counted: the district's are kept, and told anew by project."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from bihuan.accounts.models import User
from bihuan.accounts.roles import DISTRICT_WIDE, Role
from bihuan.audit.renewed import renewed
from bihuan.kit.months import Month, months_of
from bihuan.progress.bearing import ON_ROUNDS
from bihuan.progress.kinds import COUNTED, SENT, RoundState
from bihuan.progress.models import Report, Round
from bihuan.progress.presets import rounds_in_force

from .lines import RoundTally
from .members import members
from .windows import deadline, is_late, window_of

EVERYBODY = User(username="rounds", role=Role.VIEWER)
"""The district's months are counted for whoever sees all of it."""
NOT_DUE, MISSING, SENT_IN_TIME, SENT_LATE, ACCEPTED_IN_TIME, ACCEPTED_LATE = " msSaA"
"""Where one project stands in one month, as a letter: light enough to be kept for every project."""

LateFrom = tuple[datetime | None, ...]
"""For each month of a year the moment from which a report is late; None before it has begun."""


class _Row(NamedTuple):
    project_id: int
    month: date
    state: str
    origin: str
    first_submitted_at: datetime | None


@dataclass(frozen=True)
class MonthCount:
    """One month of the year's overview. Before its round is opened, the days are those of the
    rules; a month that asked nobody has none.
    """

    month: Month
    round: Round | None
    opens_on: date | None
    closes_on: date | None
    has_begun: bool
    tally: RoundTally

    @property
    def is_asked(self) -> bool:
        """True once its reports could be handed in, or were brought in."""
        return self.round is not None or self.tally.submitted > 0

    @property
    def state(self) -> RoundState | None:
        return RoundState(self.round.state) if self.round else None


def year_counts(user: User, year: int, *, today: date) -> list[MonthCount]:
    """Return the twelve months of `year`, each counted over what `user` may see."""
    rounds = {round.month: round for round in Round.objects.filter(month__year=year)}
    in_force, windows = rounds_in_force(), []
    for month in months_of(year):
        round, office = rounds.get(month.first_day), in_force.on(month.first_day)
        windows.append(window_of(month, round, office, today=today))
    late_from = tuple(deadline(closes_on) for _opens_on, closes_on in windows)
    if user.role in DISTRICT_WIDE:
        columns = _district(year, late_from).once(_columns)
    else:
        columns = _columns(_letters(user, year, late_from))
    return [
        MonthCount(
            month=month,
            round=rounds.get(month.first_day),
            opens_on=opens_on,
            closes_on=closes_on,
            has_begun=month.first_day <= today,
            tally=_tally(column, is_over=closes_on is not None and today > closes_on),
        )
        for month, (opens_on, closes_on), column in zip(
            months_of(year), windows, columns, strict=True
        )
    ]


@renewed(*ON_ROUNDS.apps, touched=ON_ROUNDS.touched, slots=4)
def _district(
    year: int, late_from: LateFrom, only: Collection[int] | None = None
) -> dict[int, str]:
    return _letters(EVERYBODY, year, late_from, only)


def _letters(
    user: User, year: int, late_from: LateFrom, only: Collection[int] | None = None
) -> dict[int, str]:
    """Return each project's year as twelve letters. Three queries, and the rules in force."""
    rows: defaultdict[int, dict[date, _Row]] = defaultdict(dict)
    for row in _rows(user, year, only):
        rows[row.project_id][row.month] = row
    in_force = rounds_in_force()
    months = [
        (month, in_force.on(month.first_day), late)
        for month, late in zip(months_of(year), late_from, strict=True)
    ]
    return {
        member.project_id: "".join(
            _letter(rows[member.project_id].get(month.first_day), late)
            if member.must_report(month, office)
            else NOT_DUE
            for month, office, late in months
        )
        for member in members(user, year, only)
    }


def months_not_accepted(year: int, projects: Collection[int]) -> dict[int, int]:
    """Return in how many months of a year a report of each project should count and does not, also
    where nobody was asked for it.
    """
    settled = NOT_DUE, ACCEPTED_IN_TIME, ACCEPTED_LATE
    letters = _letters(EVERYBODY, year, (None,) * 12, projects)
    return {pk: 12 - _number(each, *settled) for pk, each in letters.items()}


def _letter(row: _Row | None, late_from: datetime | None) -> str:
    if row is None or row.state not in SENT:
        return MISSING
    late = is_late(row, late_from)
    if row.state in COUNTED:
        return ACCEPTED_LATE if late else ACCEPTED_IN_TIME
    return SENT_LATE if late else SENT_IN_TIME


def _columns(letters: Mapping[int, str]) -> list[str]:
    """Return each month's letters of all projects."""
    return [*map("".join, zip(*letters.values(), strict=True))] or [""] * 12


def _tally(column: str, *, is_over: bool) -> RoundTally:
    accepted = _number(column, ACCEPTED_IN_TIME, ACCEPTED_LATE)
    submitted = accepted + _number(column, SENT_IN_TIME, SENT_LATE)
    missing = _number(column, MISSING)
    return RoundTally(
        expected=submitted + missing,
        submitted=submitted,
        accepted=accepted,
        late=_number(column, SENT_LATE, ACCEPTED_LATE),
        silent=missing if is_over else 0,
    )


def _number(column: str, *letters: str) -> int:
    return sum(map(column.count, letters))


def _rows(user: User, year: int, only: Collection[int] | None) -> Iterable[_Row]:
    rows = Report.objects.visible_to(user).current().filter(month__year=year)
    if only is not None:
        rows = rows.filter(project__in=list(only))
    return (_Row(*row) for row in rows.values_list(*_Row._fields).iterator())
