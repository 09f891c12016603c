"""Figures of milestones: due, reached, overdue, in time (FIGURE-15)."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING

from bihuan.figures.expressions import _ as row
from bihuan.figures.expressions import loop_tables as t
from bihuan.figures.kinds import Basis, Grain
from bihuan.figures.questions import Question
from bihuan.kit.words import _
from bihuan.project_months.districts import linked, selected

from .subject import RecordMeasure, Subject, share_of

if TYPE_CHECKING:
    import ibis.expr.types as ir


def _relation(question: Question, given: Hashable) -> ir.Table:
    """Return the milestones of the year, with the promised day that the question's plan means."""
    original = question.basis is Basis.ORIGINAL
    chosen = row.version == 1 if original else row.is_current
    promises = selected(t.promises.filter(chosen), "due_on", promise_of="milestone_id")
    years = t.project_years.filter(row.year == question.year)
    of_year = selected(years, "project_id", year_of="id")
    joined = linked(t.milestones, of_year, ("project_year_id", "year_of"), how="inner")
    joined = linked(joined, promises, ("id", "promise_of"), how="inner")
    joined = linked(joined, t.reached.rename(reached_of="milestone_id"), ("id", "reached_of"))
    return selected(
        joined, "project_id", "name", "due_on", "reached_on", record_id="id", day="due_on"
    )


def _due(m: ir.Table, q: Question) -> ir.BooleanColumn:
    return m.due_on.between(q.first_day, q.as_of.last_day)


def _overdue(m: ir.Table, q: Question) -> ir.BooleanColumn:
    late = m.reached_on.isnull() | (m.reached_on > q.passed_day)
    return m.due_on.between(q.first_day, q.passed_day) & late


def _in_time(m: ir.Table, q: Question) -> ir.BooleanColumn:
    return m.reached_on <= m.due_on


MILESTONES = Subject(
    "milestones",
    Grain.MILESTONE,
    _relation,
    measures=(
        RecordMeasure(
            "due",
            _("Milestones due"),
            _("Milestones promised for a day from January to the end of the month."),
            _due,
        ),
        RecordMeasure(
            "due_this_month",
            _("Milestones due this month"),
            _("Milestones promised for a day of the month."),
            lambda m, q: m.due_on.between(q.as_of.first_day, q.as_of.last_day),
        ),
        RecordMeasure(
            "reached",
            _("Milestones reached"),
            _("Milestones reached from January to the end of the month, whenever they were due."),
            lambda m, q: m.reached_on.between(q.first_day, q.as_of.last_day),
            plan="milestones.due",
        ),
        RecordMeasure(
            "in_time",
            _("Milestones reached in time"),
            _("Of the milestones due, those reached on the promised day or before."),
            lambda m, q: _due(m, q) & _in_time(m, q),
            plan="milestones.due",
        ),
        RecordMeasure(
            "overdue",
            _("Milestones overdue"),
            _("Milestones whose promised day has passed by the end of the month unreached."),
            _overdue,
        ),
        share_of(
            "in_time_rate",
            _("Rate of milestones in time"),
            _("Milestones reached in time as a percentage of those due."),
            whole=_due,
            part=_in_time,
        ),
    ),
)
