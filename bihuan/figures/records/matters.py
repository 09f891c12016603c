"""Figures of the closed loop: what was raised, closed, sent back, and is late (FIGURE-13)."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING, Any

from bihuan.figures.expressions import _ as row
from bihuan.figures.expressions import ibis
from bihuan.figures.expressions import loop_tables as t
from bihuan.figures.kinds import Grain, Unit
from bihuan.figures.questions import Question
from bihuan.kit.words import _
from bihuan.matters.kinds import OPEN, RUNNING, WISHES, MatterState, Verb
from bihuan.matters.rules import MatterClock
from bihuan.project_months.districts import linked, row_key, selected

from .joining import last_moves
from .subject import RecordMeasure, Subject, share_of

if TYPE_CHECKING:
    import ibis.expr.types as ir

CLOCK = ("clock_from", "inherited_days", "paused_days", "stopped_on")


def _relation(question: Question, given: Hashable) -> ir.Table:
    """Return the matters raised by the day of the question, as they stood then."""
    moves = t.moves.filter(row.on <= question.day)
    then = selected(
        last_moves(moves, "matter_id"),
        "organisation_id",
        then_of="matter_id",
        became="became",
        since="on",
        move_id="id",
    )
    newest = t.moves.aggregate(by=row_key(t.moves, "matter_id"), newest_move=row.id.max())
    ever = newest.rename(ever_of="matter_id")
    deadlines = moves.filter(row.due_on.notnull(), row.verb.notin(sorted(WISHES)))
    due = selected(last_moves(deadlines, "matter_id"), due_of="matter_id", due_then="due_on")
    sent = moves.filter(row.verb == Verb.SEND_BACK.value, row.on >= question.first_day)
    counted = sent.aggregate(by=row_key(sent, "matter_id"), times_back=row.count())
    back = counted.rename(back_of="matter_id")
    joined = t.matters.filter(row.raised_on <= question.day)
    told = {"then_of": then, "ever_of": ever, "due_of": due, "back_of": back}
    for key, facts in told.items():
        joined = linked(joined, facts, ("id", key))
    closed = row.became == MatterState.CLOSED.value
    return selected(
        joined,
        "project_id",
        "raised_on",
        "became",
        *CLOCK,
        record_id="id",
        name=row.number + " " + row.title,
        day="raised_on",
        closed_then=ibis.ifelse(closed, row.since, ibis.null("date")),
        due_then=row.due_then.fill_null(row.due_on),
        times_back=row.times_back.fill_null(0),
        handler_id=_handler(),
    )


def _handler() -> ir.IntegerColumn:
    """Return which organisation has or had the matter in hand then, by its last move; where nothing
    moved since, the one that has it now, which may have taken that one in (FIGURE-33).
    """
    in_hand = ibis.ifelse(row.move_id == row.newest_move, row.lead_id, row.organisation_id)
    return ibis.ifelse(row.became == MatterState.RAISED.value, ibis.null("int64"), in_hand)


def _is_open(m: ir.Table, q: Question) -> ir.BooleanColumn:
    return m.became.isin(sorted(OPEN))


def _is_late(m: ir.Table, q: Question) -> ir.BooleanColumn:
    return m.became.isin(sorted(RUNNING)) & (m.due_then < q.day)


def _raised(m: ir.Table, q: Question) -> ir.BooleanColumn:
    return m.raised_on >= q.first_day


def _closed(m: ir.Table, q: Question) -> ir.BooleanColumn:
    return m.closed_then >= q.first_day


def _to_be_closed(m: ir.Table, q: Question) -> ir.BooleanColumn:
    """Hold for what was open when the year began or was raised in it, unless it was withdrawn
    (FIGURE-29).
    """
    standing = m.closed_then.isnull() | (m.closed_then >= q.first_day)
    return standing & (m.became != MatterState.WITHDRAWN.value)


def _in_time(m: ir.Table, q: Question) -> ir.BooleanColumn:
    return m.closed_then <= m.due_then


def _age(matter: dict[str, Any], question: Question) -> int:
    """Return a matter's age by its own clock (LOOP-5)."""
    return MatterClock(*(matter[name] for name in CLOCK)).age(question.day)


MATTERS = Subject(
    "matters",
    Grain.MATTER,
    _relation,
    kept=CLOCK,
    has_handler=True,
    measures=(
        RecordMeasure(
            "raised",
            _("Matters raised"),
            _("Matters raised from January to the end of the month, of every kind."),
            _raised,
        ),
        RecordMeasure(
            "closed",
            _("Matters closed"),
            _("Matters closed from January to the end of the month, whenever they were raised."),
            _closed,
        ),
        RecordMeasure(
            "closed_in_time",
            _("Matters closed in time"),
            _("Matters closed from January to the end of the month by the deadline that counted."),
            lambda m, q: _closed(m, q) & _in_time(m, q),
        ),
        share_of(
            "closed_in_time_rate",
            _("Rate of closing in time"),
            _("Of the matters closed from January to the month, the share closed in time."),
            whole=_closed,
            part=_in_time,
        ),
        share_of(
            "closing_rate",
            _("Rate of closing"),
            _(
                "Of the matters open at the year's start or raised in it, without those withdrawn, "
                "the share closed by the end of the month."
            ),
            whole=_to_be_closed,
            part=_closed,
        ),
        RecordMeasure(
            "open",
            _("Matters open"),
            _("Matters neither closed nor withdrawn at the end of the month."),
            _is_open,
            outlasts=True,
        ),
        RecordMeasure(
            "overdue",
            _("Matters overdue"),
            _("Matters still with their handler at the end of the month, past their deadline."),
            _is_late,
            outlasts=True,
        ),
        RecordMeasure(
            "sent_back",
            _("Times sent back"),
            _("How often answers were sent back for work, from January to the end of the month."),
            lambda m, q: m.times_back > 0,
            part=lambda m, q: m.times_back,
        ),
        RecordMeasure(
            "median_age",
            _("Median age of open matters"),
            _(
                "The middle one of the ages of the matters open at the end of the month, in "
                "working days by their own clocks."
            ),
            _is_open,
            Unit.WORKDAYS,
            days=_age,
            outlasts=True,
        ),
    ),
)
