"""Figures of site visits: planned and made (FIGURE-17)."""

from __future__ import annotations

from collections.abc import Hashable

import ibis.expr.types as ir
from ibis import _ as row

from bihuan.figures import loop_tables as t
from bihuan.figures import tables
from bihuan.figures.kinds import Grain, Unit
from bihuan.figures.questions import Question
from bihuan.kit.words import _
from bihuan.visits.kinds import VisitState

from .subject import RecordMeasure, Subject, number


def _planned(question: Question, given: Hashable) -> ir.Table:
    """Return the visits of the plans of the year's months so far that were not dropped."""
    plans = t.visit_plans.filter(
        row.month.between(question.first_day, question.as_of.first_day)
    ).select(plan_number="id", day="month")
    kept = t.planned_visits.filter(row.dropped_reason == "")
    joined = kept.join(plans, row.plan_id == plans.plan_number)
    return _named(joined).select("project_id", "name", "day", "done_id", record_id="id")


def _made(question: Question, given: Hashable) -> ir.Table:
    """Return the complete visits of the year so far."""
    complete = t.visits.filter(
        row.state == VisitState.COMPLETE.value,
        row.visited_on.between(question.first_day, question.as_of.last_day),
    )
    return _named(complete).select("project_id", "name", record_id="id", day="visited_on")


def _named(visits: ir.Table) -> ir.Table:
    projects = tables.projects.select(number="id", name="name")
    return visits.join(projects, visits.project_id == projects.number)


def _all(v: ir.Table, q: Question) -> ir.BooleanColumn:
    return v.record_id.notnull()


def _done(v: ir.Table) -> ir.BooleanColumn:
    return v.done_id.notnull()


VISITS_PLANNED = Subject(
    "visits",
    Grain.PLANNED_VISIT,
    _planned,
    measures=(
        RecordMeasure(
            "planned",
            _("Visits planned"),
            _("Site visits in the plans of the months so far, without those dropped."),
            _all,
        ),
        RecordMeasure(
            "planned_made",
            _("Planned visits made"),
            _("Of the visits planned, those that were made."),
            lambda v, q: _done(v),
            plan="visits.planned",
        ),
        RecordMeasure(
            "planned_made_rate",
            _("Rate of planned visits made"),
            _("Planned visits made as a percentage of the visits planned."),
            _all,
            Unit.PERCENT,
            lambda v, q: number(_done(v)),
            lambda v, q: number(_all(v, q)),
        ),
    ),
)
VISITS = Subject(
    "visits",
    Grain.VISIT,
    _made,
    measures=(
        RecordMeasure(
            "made",
            _("Visits made"),
            _("Complete site visits from January to the end of the month, planned or not."),
            _all,
            plan="visits.planned",
        ),
    ),
)
