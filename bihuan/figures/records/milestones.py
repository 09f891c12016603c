"""Figures of milestones: due, reached, overdue, in time (FIGURE-15)."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING

from bihuan.figures.expressions import _ as row
from bihuan.figures.expressions import loop_tables as t
from bihuan.figures.kinds import Basis, Grain
from bihuan.figures.questions import Question
from bihuan.figures.segments import WORDS
from bihuan.kit.words import _
from bihuan.project_months.districts import linked, selected

from .subject import RecordMeasure, Subject, share_of

if TYPE_CHECKING:
    import ibis.expr.types as ir


def _relation(question: Question, given: Hashable) -> ir.Table:
    """Return the milestones of the year with the day first promised, the newest one, and which of
    them the question's plan means.
    """
    first = selected(
        t.promises.filter(row.version == 1), first_of="milestone_id", first_on="due_on"
    )
    newest = selected(
        t.promises.filter(row.is_current), newest_of="milestone_id", newest_on="due_on"
    )
    years = t.project_years.filter(row.year == question.year)
    of_year = selected(years, "project_id", year_of="id")
    joined = linked(t.milestones, of_year, ("project_year_id", "year_of"), how="inner")
    joined = linked(joined, first, ("id", "first_of"), how="inner")
    joined = linked(joined, newest, ("id", "newest_of"), how="inner")
    joined = linked(joined, t.reached.rename(reached_of="milestone_id"), ("id", "reached_of"))
    meant = "first_on" if question.basis is Basis.ORIGINAL else "newest_on"
    return selected(
        joined,
        "project_id",
        "name",
        "first_on",
        "newest_on",
        "reached_on",
        record_id="id",
        step="key",
        day=meant,
        due_on=meant,
    )


def _due(m: ir.Table, q: Question) -> ir.BooleanColumn:
    return m.due_on.between(q.first_day, q.as_of.last_day)


def _passed(day: ir.DateColumn, m: ir.Table, q: Question) -> ir.BooleanColumn:
    """Hold for what was not reached by then although the day has passed."""
    unreached = m.reached_on.isnull() | (m.reached_on > q.passed_day)
    return day.between(q.first_day, q.passed_day) & unreached


def _in_time(m: ir.Table, q: Question) -> ir.BooleanColumn:
    return m.reached_on <= m.due_on


def _reached_late(m: ir.Table, q: Question) -> ir.BooleanColumn:
    return (m.reached_on > m.due_on) & (m.reached_on <= q.as_of.last_day)


def _step(key: str, label: WORDS) -> RecordMeasure:
    return share_of(
        f"step.{key}",
        label,
        _("Of the milestones of this kind promised for the year, the share reached by then."),
        whole=lambda m, q: (m.step == key) & m.due_on.between(q.first_day, q.last_day_of_year),
        part=lambda m, q: m.reached_on <= q.as_of.last_day,
    )


STEPS = {
    "approval": _("Milestone reached: approval"),
    "feasibility": _("Milestone reached: feasibility study"),
    "land": _("Milestone reached: land"),
    "environment": _("Milestone reached: environment"),
    "design": _("Milestone reached: preliminary design"),
    "permit": _("Milestone reached: construction permit"),
    "start": _("Milestone reached: start"),
    "structure": _("Milestone reached: main structure"),
    "finish": _("Milestone reached: completion"),
    "in_use": _("Milestone reached: in use"),
    "list": _("Milestone reached: list of problems confirmed"),
    "agree": _("Milestone reached: agreement signed"),
    "fund": _("Milestone reached: funds in place"),
    "settle": _("Milestone reached: settled"),
}
"""The usual steps of a year by their key, as the templates of milestones name them."""

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
            "reached_late",
            _("Milestones reached late"),
            _("Of the milestones due, those reached after the promised day."),
            lambda m, q: _due(m, q) & _reached_late(m, q),
            plan="milestones.due",
        ),
        RecordMeasure(
            "overdue",
            _("Milestones past their first promised day"),
            _(
                "Milestones whose first promised day has passed by the end of the month unreached, "
                "whether or not it was moved since."
            ),
            lambda m, q: _passed(m.first_on, m, q),
        ),
        RecordMeasure(
            "late",
            _("Milestones past their newest promised day"),
            _(
                "Milestones whose newest promised day has passed by the end of the month "
                "unreached: what the wall plan and a project's page call overdue."
            ),
            lambda m, q: _passed(m.newest_on, m, q),
        ),
        share_of(
            "in_time_rate",
            _("Rate of milestones in time"),
            _("Milestones reached in time as a percentage of those due."),
            whole=_due,
            part=_in_time,
        ),
        *(_step(key, label) for key, label in STEPS.items()),
    ),
)
