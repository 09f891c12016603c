"""Figures of site visits: planned and made (FIGURE-17)."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING

from bihuan.figures.expressions import _ as row
from bihuan.figures.expressions import loop_tables as t
from bihuan.figures.kinds import Grain
from bihuan.figures.questions import Question
from bihuan.kit.words import _
from bihuan.project_months.districts import linked, selected
from bihuan.visits.kinds import VisitState

from .joining import named
from .subject import RecordMeasure, Subject, every, share_of

if TYPE_CHECKING:
    import ibis.expr.types as ir


def _planned(question: Question, given: Hashable) -> ir.Table:
    """Return the visits of the plans of the year's months so far that were not dropped."""
    months = t.visit_plans.filter(row.month.between(question.first_day, question.as_of.first_day))
    plans = selected(months, plan_number="id", day="month")
    wanted = t.planned_visits.filter(row.dropped_reason == "")
    planned = linked(wanted, plans, ("plan_id", "plan_number"), how="inner")
    return selected(named(planned), "project_id", "name", "day", "done_id", record_id="id")


def _made(question: Question, given: Hashable) -> ir.Table:
    """Return the complete visits of the year so far."""
    complete = t.visits.filter(
        row.state == VisitState.COMPLETE.value,
        row.visited_on.between(question.first_day, question.as_of.last_day),
    )
    return selected(named(complete), "project_id", "name", record_id="id", day="visited_on")


def _done(v: ir.Table, q: Question) -> ir.BooleanColumn:
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
            every,
        ),
        RecordMeasure(
            "planned_made",
            _("Planned visits made"),
            _("Of the visits planned, those that were made."),
            _done,
            plan="visits.planned",
        ),
        share_of(
            "planned_made_rate",
            _("Rate of planned visits made"),
            _("Planned visits made as a percentage of the visits planned."),
            whole=every,
            part=_done,
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
            every,
            plan="visits.planned",
        ),
    ),
)
