"""Figures of what projects need: answered, and within the promised limit (FIGURE-16)."""

from __future__ import annotations

from collections.abc import Hashable

import ibis
import ibis.expr.types as ir
from ibis import _ as row

from bihuan.factors.kinds import NeedVerb
from bihuan.figures import loop_tables as t
from bihuan.figures import tables
from bihuan.figures.kinds import Grain, Unit
from bihuan.figures.questions import Question
from bihuan.kit.words import _

from .subject import RecordMeasure, Subject, number

ANSWERS = (NeedVerb.APPROVE.value, NeedVerb.REFUSE.value)


def _relation(question: Question, given: Hashable) -> ir.Table:
    """Return the needs that were approved or refused in the year so far, by their last answer; an
    approval is of the day that it bears.
    """
    latest = ibis.window(group_by="need_id", order_by=[row.on.desc(), row.id.desc()])
    answers = (
        t.need_moves.filter(row.verb.isin(ANSWERS))
        .filter(row.on <= question.as_of.last_day)
        .mutate(place=ibis.row_number().over(latest))
        .filter(row.place == 0)
        .select("verb", answered_on="on", answer_of="need_id")
    )
    projects = tables.projects.select(number="id", name="name")
    approved = (row.verb == NeedVerb.APPROVE.value) & row.approved_on.notnull()
    dated = (
        t.needs.join(answers, row.id == answers.answer_of)
        .join(projects, row.project_id == projects.number)
        .select(
            "project_id",
            "name",
            "promised_due_on",
            record_id="id",
            day=ibis.ifelse(approved, row.approved_on, row.answered_on),
        )
    )
    return dated.filter(row.day.between(question.first_day, question.as_of.last_day))


def _limited(n: ir.Table, q: Question) -> ir.BooleanColumn:
    return n.promised_due_on.notnull()


def _in_time(n: ir.Table) -> ir.BooleanColumn:
    return n.day <= n.promised_due_on


NEEDS = Subject(
    "needs",
    Grain.NEED,
    _relation,
    measures=(
        RecordMeasure(
            "answered",
            _("Needs answered"),
            _("Needs of projects that were approved or refused from January to the month."),
            lambda n, q: n.record_id.notnull(),
        ),
        RecordMeasure(
            "in_time",
            _("Needs answered within the promised limit"),
            _("Of the needs answered, those answered by the day that the department promised."),
            lambda n, q: _in_time(n),
        ),
        RecordMeasure(
            "in_time_rate",
            _("Rate of needs within the promised limit"),
            _("Of the needs answered that had a promised limit, the share answered within it."),
            _limited,
            Unit.PERCENT,
            lambda n, q: number(_in_time(n)),
            lambda n, q: number(_limited(n, q)),
        ),
    ),
)
