"""Figures of what projects need: answered, and within the promised limit (FIGURE-16)."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING

from bihuan.factors.kinds import NeedVerb
from bihuan.figures.expressions import _ as row
from bihuan.figures.expressions import ibis
from bihuan.figures.expressions import loop_tables as t
from bihuan.figures.kinds import Grain
from bihuan.figures.questions import Question
from bihuan.kit.words import _
from bihuan.project_months.districts import linked, selected

from .joining import last_moves, named
from .subject import RecordMeasure, Subject, every, share_of

if TYPE_CHECKING:
    import ibis.expr.types as ir

ANSWERS = (NeedVerb.APPROVE.value, NeedVerb.REFUSE.value)


def _relation(question: Question, given: Hashable) -> ir.Table:
    """Return the needs that were approved or refused in the year so far, by their last answer; an
    approval is of the day that it bears.
    """
    moves = t.need_moves.filter(row.verb.isin(ANSWERS), row.on <= question.as_of.last_day)
    answers = selected(last_moves(moves, "need_id"), "verb", answered_on="on", answer_of="need_id")
    approved = (row.verb == NeedVerb.APPROVE.value) & row.approved_on.notnull()
    answered = linked(t.needs, answers, ("id", "answer_of"), how="inner")
    dated = selected(
        named(answered),
        "project_id",
        "name",
        "promised_due_on",
        record_id="id",
        handler_id="department_id",
        day=ibis.ifelse(approved, row.approved_on, row.answered_on),
    )
    return dated.filter(row.day.between(question.first_day, question.as_of.last_day))


def _asked(question: Question, given: Hashable) -> ir.Table:
    """Return the needs that were asked for in the year so far, by the last time."""
    moves = t.need_moves.filter(
        row.verb == NeedVerb.ASK.value, row.on.between(question.first_day, question.as_of.last_day)
    )
    asked = selected(last_moves(moves, "need_id"), asked_of="need_id", day="on")
    return selected(
        named(linked(t.needs, asked, ("id", "asked_of"), how="inner")),
        "project_id",
        "name",
        "day",
        record_id="id",
        handler_id="department_id",
    )


def _limited(n: ir.Table, q: Question) -> ir.BooleanColumn:
    return n.promised_due_on.notnull()


def _in_time(n: ir.Table, q: Question) -> ir.BooleanColumn:
    return n.day <= n.promised_due_on


NEEDS_ASKED = Subject(
    "needs",
    Grain.NEED,
    _asked,
    has_handler=True,
    measures=(
        RecordMeasure(
            "asked",
            _("Needs asked for"),
            _("Needs of projects that were asked for from January to the month."),
            every,
        ),
    ),
)
NEEDS = Subject(
    "needs",
    Grain.NEED,
    _relation,
    has_handler=True,
    measures=(
        RecordMeasure(
            "answered",
            _("Needs answered"),
            _("Needs of projects that were approved or refused from January to the month."),
            every,
        ),
        RecordMeasure(
            "in_time",
            _("Needs answered within the promised limit"),
            _("Of the needs answered, those answered by the day that the department promised."),
            _in_time,
        ),
        share_of(
            "in_time_rate",
            _("Rate of needs within the promised limit"),
            _("Of the needs answered that had a promised limit, the share answered within it."),
            whole=_limited,
            part=_in_time,
        ),
    ),
)
