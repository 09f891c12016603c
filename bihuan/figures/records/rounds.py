"""Figures of the monthly rounds: reports due, on time, late, corrected (FIGURE-14)."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from bihuan.figures.engine import run
from bihuan.figures.expressions import _ as row
from bihuan.figures.expressions import base_tables as base
from bihuan.figures.expressions import ibis, tables
from bihuan.figures.expressions import loop_tables as t
from bihuan.figures.kinds import Grain
from bihuan.figures.literals import Value
from bihuan.figures.questions import Question
from bihuan.figures.shapes import year_of
from bihuan.kit.days import day_begins
from bihuan.kit.months import Month, months_of
from bihuan.kit.words import _
from bihuan.progress import rules
from bihuan.progress.kinds import HISTORY, SENT, Origin
from bihuan.progress.presets import rounds_in_force
from bihuan.project_months.districts import linked, nowhere, row_key, selected, somewhere
from bihuan.project_months.relation import Knowledge, as_known, known_entries, not_left
from bihuan.projects.kinds import ProjectState

from .subject import RecordMeasure, Subject, every, share_of

if TYPE_CHECKING:
    import ibis.expr.types as ir

GONE = (ProjectState.CANCELLED.value, ProjectState.MERGED.value)
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class RoundMonth:
    """One month's round by the rules that hold in it: its last day, from when a report is late
    (UTC), and which classes need not report, each between bars: all of their projects, or those
    not yet started.
    """

    month: Month
    closes_on: date
    late_from: datetime
    spared: str
    unless_started: bool

    def stand_in(self, place: int) -> RoundMonth:
        """Return a month of the same rules whose days are no others' (`Shaped`)."""
        year = year_of(place)
        return replace(
            self,
            month=Month(year, 8),
            closes_on=date(year, 9, 5),
            late_from=_late_from(date(year, 9, 7)),
        )

    def values(self) -> tuple[Value, ...]:
        """Return its days as expressions take them (`Shaped`)."""
        return self.month.first_day, self.month.last_day, self.closes_on, self.late_from


def _given(question: Question) -> Hashable:
    """Return the year's months of which a round was opened, with its days: no other asked anybody
    for a report (ROUND-10).
    """
    in_force = rounds_in_force()
    known_on = question.late_until or question.known_on or date.max
    closes = {
        found["of_month"]: found["closes_on"]
        for found in run(_rounds, Question(question.year))
        if found["opens_on"] <= known_on
    }
    return tuple(
        _round_month(
            month,
            closes[month.first_day],
            in_force.on(question.ruled_on(month.first_day)),
        )
        for month in months_of(question.year)
        if month.first_day in closes
    )


def _round_month(month: Month, closes_on: date, office: rules.RoundRules) -> RoundMonth:
    spared = () if month.number in rules.QUARTER_ENDS else office.quarterly
    return RoundMonth(
        month,
        closes_on,
        _late_from(closes_on),
        "".join(f"|{kind}|" for kind in spared),
        office.monthly_once_started,
    )


def _rounds(question: Question) -> ir.Table:
    rounds = t.rounds.filter(row.month.between(question.first_day, question.last_day_of_year))
    return rounds.select("opens_on", "closes_on", of_month="month")


def _late_from(closes_on: date) -> datetime:
    return day_begins(closes_on + ONE_DAY).astimezone(UTC).replace(tzinfo=None)


NO_DAY = date(2000, 1, 31)
NO_MONTH = (RoundMonth(Month(2000, 1), NO_DAY, _late_from(NO_DAY), "", unless_started=True),)
"""Gives the table of a year without a round its columns."""


def _relation(question: Question, given: Hashable) -> ir.Table:
    """Return a row for each month in which a project must report, with its report if there is one
    (ROUND-3 to ROUND-5).
    """
    assert isinstance(given, tuple)
    of_year = _table_of([_row_of(each) for each in given or NO_MONTH])
    if not given:
        of_year = of_year.filter(row.month.isnull())
    months = of_year.filter(row.month <= ibis.literal(question.as_of.first_day))
    reports = selected(
        _sent(question),
        "version",
        "state",
        "origin",
        "first_submitted_at",
        of_project="project_id",
        of_month="month",
    )
    due = _due(question, months)
    joined = linked(due, reports, ("project_id", "of_project"), ("month", "of_month"))
    in_form = row.state.isin([state.value for state in SENT]) & (
        row.origin.notin([each.value for each in HISTORY])
    )
    return selected(
        joined,
        "project_id",
        "name",
        "month",
        day="month",
        record_id="project_id",
        sent=in_form,
        has_closed=row.closes_on <= ibis.literal(question.passed_day),
        is_late=in_form & (row.first_submitted_at >= row.late_from),
        version=row.version.fill_null(0),
        is_backfilled=row.origin.fill_null("").isin([each.value for each in HISTORY]),
    )


def _sent(question: Question) -> ir.Table:
    """Return the reports that stand, or stood on the day of knowledge: a first version from when it
    was handed in, a correction from when it was made.
    """
    made_at = ibis.ifelse(
        row.version > 1, row.accepted_at, row.first_submitted_at.coalesce(row.accepted_at)
    )
    known = Knowledge(question.known_on, question.late_until)
    return as_known(t.reports_sent, known, lambda end: made_at < ibis.literal(end))


def _row_of(each: RoundMonth) -> ir.Table:
    """Return a table of one month: any aggregate has one row."""
    one = base.lists.aggregate(lists=row.count())
    return one.select(
        month=ibis.literal(each.month.first_day),
        last=ibis.literal(each.month.last_day),
        closes_on=ibis.literal(each.closes_on),
        late_from=ibis.literal(each.late_from),
        spared=ibis.literal(each.spared),
        unless_started=ibis.literal(int(each.unless_started)),
    )


def _table_of(rows: list[ir.Table]) -> ir.Table:
    """Return the rows as one table, by halves: SQLite's parser refuses deep nesting."""
    if len(rows) == 1:
        return rows[0]
    half = len(rows) // 2
    return _table_of(rows[:half]).union(_table_of(rows[half:]), distinct=False)


def _projects(question: Question) -> ir.Table:
    """Return the projects of the year, with the day they were cancelled or merged, if they are."""
    changes = t.state_changes.filter(row.became.isin(GONE))
    gone = changes.aggregate(by=row_key(changes, "project_id"), last_gone_on=row.on.max())
    years = tables.years.filter(row.year == question.year)
    projects = tables.projects.rename(number="id")
    joined = linked(years, projects, ("project_id", "number"), how="inner")
    joined = linked(joined, gone.rename(gone_of="project_id"), ("project_id", "gone_of"))
    first = row.last_gone_on.fill_null(ibis.literal(question.first_day))
    return selected(
        joined,
        "project_id",
        "name",
        "project_class",
        "started_on",
        "finished_on",
        gone_on=ibis.ifelse(row.state.isin(GONE), first, ibis.null("date")),
    )


def _due(question: Question, months: ir.Table) -> ir.Table:
    """Return each project with each month that it must report."""
    has_started = row.started_on.notnull() & (row.started_on <= row.last)
    is_spared = row.spared.contains("|" + row.project_class + "|")
    due = (
        _projects(question)
        .cross_join(months)
        .filter(
            row.finished_on.isnull() | (row.finished_on >= row.month),
            row.gone_on.isnull() | (row.gone_on >= row.month),
            ~is_spared | ((row.unless_started == 1) & has_started),
        )
    )
    listed = _listed(question, months)
    stood = somewhere(due, listed, ("project_id", "project_id"), ("month", "month"))
    opened = _opened(question, months)
    return nowhere(stood, opened, ("project_id", "project_id"), ("month", "month"))


def _opened(question: Question, months: ir.Table) -> ir.Table:
    """Return the projects and months that an opening sum of the year holds (ROUND-9)."""
    sums = _sent(question).filter(
        row.origin == Origin.OPENING.value,
        row.month.between(question.first_day, ibis.literal(date(question.year, 12, 31))),
    )
    until = selected(sums, "project_id", until="month")
    held = until.cross_join(months).filter(row.month <= row.until)
    return selected(held, "project_id", "month")


def _listed(question: Question, months: ir.Table) -> ir.Table:
    """Return the projects and months of which they stood on a list of the year on some day."""
    lists = selected(base.lists.filter(row.year == question.year), list_id="id")
    known = known_entries(question.known_on)
    listed = linked(known, lists, ("annual_list_id", "list_id"), how="inner")
    entries = selected(listed, "project_id", "added_on", "left_on", entry_number="id")
    away = selected(base.absences, "entry_id", "returned_on", away_from="left_on")
    stood = entries.cross_join(months).filter(
        row.added_on <= row.last, not_left(question.known_on, row.left_on > row.month)
    )
    gaps = linked(stood, away, ("entry_number", "entry_id"), how="inner").filter(
        row.away_from <= row.month, row.returned_on > row.last
    )
    missed = gaps.select(*row_key(gaps, "entry_number", "month"))
    here = nowhere(stood, missed, ("entry_number", "entry_number"), ("month", "month"))
    return selected(here, "project_id", "month")


def _timed(r: ir.Table, q: Question) -> ir.BooleanColumn:
    return ~r.is_backfilled


def _missing(r: ir.Table, q: Question) -> ir.BooleanColumn:
    """Whose last day is over and who has not handed in (FIGURE-34)."""
    return _timed(r, q) & r.has_closed & ~r.sent.fill_null(ibis.literal(1) == 0)


def _on_time(r: ir.Table, q: Question) -> ir.BooleanColumn:
    return r.sent & ~r.is_late


REPORTS = Subject(
    "reports",
    Grain.DUE_REPORT,
    _relation,
    given=_given,
    is_asked=True,
    measures=(
        RecordMeasure(
            "due",
            _("Reports due"),
            _(
                "Monthly reports that projects owe from January to the month: one for each month "
                "in which a project stands on a list and its class reports."
            ),
            every,
        ),
        RecordMeasure(
            "on_time",
            _("Reports on time"),
            _(
                "Of the reports due, those handed in by the last day of their round. History that "
                "was backfilled is neither late nor on time."
            ),
            _on_time,
            plan="reports.timed",
        ),
        RecordMeasure(
            "timed",
            _("Reports held to a last day"),
            _(
                "Of the reports due, those that may be on time or late: all but the history that "
                "was backfilled."
            ),
            _timed,
        ),
        RecordMeasure(
            "late",
            _("Reports late"),
            _("Of the reports due, those first handed in after the last day of their round."),
            lambda r, q: r.is_late,
        ),
        RecordMeasure(
            "missing",
            _("Reports missing after their last day"),
            _(
                "Of the reports due, those not handed in though the last day of their round was "
                "over by the end of the month."
            ),
            _missing,
        ),
        share_of(
            "on_time_rate",
            _("Rate of reports on time"),
            _("Reports on time as a percentage of the reports due, without those backfilled."),
            whole=_timed,
            part=_on_time,
        ),
        RecordMeasure(
            "corrected",
            _("Reports corrected after acceptance"),
            _("Of the reports due, those that were accepted and then replaced by a new version."),
            lambda r, q: r.version > 1,
        ),
    ),
)
