"""Figures of the monthly rounds: reports due, on time, late, corrected (FIGURE-14)."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import ibis
import ibis.expr.types as ir
from ibis import _ as row

from bihuan.figures import loop_tables as t
from bihuan.figures import tables
from bihuan.figures.engine import run
from bihuan.figures.kinds import Grain, Unit
from bihuan.figures.questions import Question
from bihuan.kit.days import day_begins
from bihuan.kit.months import Month, months_of
from bihuan.kit.words import _
from bihuan.progress import rules
from bihuan.progress.kinds import SENT, Origin
from bihuan.progress.presets import rounds_in_force
from bihuan.projects.kinds import ProjectState

from .subject import RecordMeasure, Subject, number

GONE = (ProjectState.CANCELLED.value, ProjectState.MERGED.value)
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class RoundMonth:
    """One month's round: from when a report is late (UTC), and whether it is spared the quarterly
    classes: all of their projects, or those that have not started by its end.
    """

    month: Month
    late_from: datetime
    is_spared: bool
    quarterly: tuple[str, ...]
    unless_started: bool


def _given(question: Question) -> Hashable:
    """Return the months so far, with their rounds' days, or the rules' where none was opened."""
    in_force = rounds_in_force()
    closes = {found["of_month"]: found["closes_on"] for found in run(_rounds, question.year)}
    return tuple(
        _round_month(month, closes.get(month.first_day), in_force.on(month.first_day))
        for month in months_of(question.year)[: question.month]
    )


def _round_month(month: Month, closes_on: date | None, office: rules.RoundRules) -> RoundMonth:
    return RoundMonth(
        month,
        _late_from(closes_on or rules.window(month, office).closes_on),
        month.number not in rules.QUARTER_ENDS,
        tuple(map(str, office.quarterly)),
        office.monthly_once_started,
    )


def _rounds(year: int) -> ir.Table:
    rounds = t.rounds.filter(row.month.between(date(year, 1, 1), date(year, 12, 31)))
    return rounds.select("closes_on", of_month="month")


def _late_from(closes_on: date) -> datetime:
    return day_begins(closes_on + ONE_DAY).astimezone(UTC).replace(tzinfo=None)


def _relation(question: Question, given: Hashable) -> ir.Table:
    """Return a row for each month in which a project must report, with its report if there is one
    (ROUND-3 to ROUND-5).
    """
    assert isinstance(given, tuple)
    months = _table_of([_row_of(each) for each in given])
    reports = t.reports_sent.filter(row.is_current).select(
        "version",
        "state",
        "origin",
        "first_submitted_at",
        of_project="project_id",
        of_month="month",
    )
    joined = _due(question, months, given[0]).left_join(
        reports, [row.project_id == reports.of_project, row.month == reports.of_month]
    )
    in_form = row.state.isin([state.value for state in SENT]) & (
        row.origin != Origin.BACKFILL.value
    )
    return joined.select(
        "project_id",
        "name",
        "month",
        day="month",
        record_id="project_id",
        sent=in_form,
        is_late=in_form & (row.first_submitted_at >= row.late_from),
        version=row.version.fill_null(0),
        is_backfilled=row.origin.fill_null("") == Origin.BACKFILL.value,
    )


def _row_of(each: RoundMonth) -> ir.Table:
    """Return a table of one month: any aggregate has one row."""
    one = tables.lists.aggregate(lists=row.count())
    return one.select(
        month=ibis.literal(each.month.first_day),
        last=ibis.literal(each.month.last_day),
        late_from=ibis.literal(each.late_from),
        is_spared=ibis.literal(int(each.is_spared)),
    )


def _table_of(rows: list[ir.Table]) -> ir.Table:
    """Return the rows as one table, by halves: SQLite's parser refuses deep nesting."""
    if len(rows) == 1:
        return rows[0]
    half = len(rows) // 2
    return _table_of(rows[:half]).union(_table_of(rows[half:]), distinct=False)


def _projects(question: Question) -> ir.Table:
    """Return the projects of the year, with the day they were cancelled or merged, if they are."""
    gone = t.state_changes.filter(row.became.isin(GONE)).aggregate(
        by=row.project_id.name("gone_of"), last_gone_on=row.on.max()
    )
    years = tables.years.filter(row.year == question.year)
    projects = tables.projects.rename(number="id")
    joined = years.join(projects, years.project_id == projects.number).left_join(
        gone, row.project_id == gone.gone_of
    )
    first = row.last_gone_on.fill_null(ibis.literal(question.first_day))
    return joined.select(
        "project_id",
        "name",
        "project_class",
        "started_on",
        "finished_on",
        gone_on=ibis.ifelse(row.state.isin(GONE), first, ibis.null("date")),
    )


def _due(question: Question, months: ir.Table, office: RoundMonth) -> ir.Table:
    """Return each project with each month that it must report."""
    monthly = (row.is_spared == 0) | row.project_class.notin(office.quarterly or ("",))
    if office.unless_started:
        monthly = monthly | (row.started_on.notnull() & (row.started_on <= row.last))
    due = (
        _projects(question)
        .cross_join(months)
        .filter(
            row.finished_on.isnull() | (row.finished_on >= row.month),
            row.gone_on.isnull() | (row.gone_on >= row.month),
            monthly,
        )
    )
    return due.semi_join(_listed(question, months), ["project_id", "month"])


def _listed(question: Question, months: ir.Table) -> ir.Table:
    """Return the projects and months of which they stood on a list of the year on some day."""
    lists = tables.lists.filter(row.year == question.year).select(list_id="id")
    entries = tables.entries.join(lists, row.annual_list_id == lists.list_id).select(
        "project_id", "added_on", "left_on", entry_number="id"
    )
    away = tables.absences.select("entry_id", "returned_on", away_from="left_on")
    stood = entries.cross_join(months).filter(
        row.added_on <= row.last, row.left_on.isnull() | (row.left_on > row.month)
    )
    return stood.anti_join(
        away,
        [
            stood.entry_number == away.entry_id,
            away.away_from <= stood.month,
            away.returned_on > stood.last,
        ],
    ).select("project_id", "month")


def _all(r: ir.Table, q: Question) -> ir.BooleanColumn:
    return r.record_id.notnull()


REPORTS = Subject(
    "reports",
    Grain.DUE_REPORT,
    _relation,
    given=_given,
    measures=(
        RecordMeasure(
            "due",
            _("Reports due"),
            _(
                "Monthly reports that projects owe from January to the month: one for each month "
                "in which a project stands on a list and its class reports."
            ),
            _all,
        ),
        RecordMeasure(
            "on_time",
            _("Reports on time"),
            _(
                "Of the reports due, those handed in by the last day of their round. History that "
                "was backfilled is neither late nor on time."
            ),
            lambda r, q: r.sent & ~r.is_late,
            plan="reports.due",
        ),
        RecordMeasure(
            "late",
            _("Reports late"),
            _("Of the reports due, those first handed in after the last day of their round."),
            lambda r, q: r.is_late,
        ),
        RecordMeasure(
            "on_time_rate",
            _("Rate of reports on time"),
            _("Reports on time as a percentage of the reports due, without those backfilled."),
            lambda r, q: ~r.is_backfilled,
            Unit.PERCENT,
            lambda r, q: number(r.sent & ~r.is_late),
            lambda r, q: number(~r.is_backfilled),
        ),
        RecordMeasure(
            "corrected",
            _("Reports corrected after acceptance"),
            _("Of the reports due, those that were accepted and then replaced by a new version."),
            lambda r, q: r.version > 1,
        ),
    ),
)
