"""Facts as they were known on a day: the reports accepted and the plans recorded by its end."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import ibis
import ibis.expr.types as ir
from ibis import _

from bihuan.kit.days import day_begins
from bihuan.progress.kinds import COUNTED

from . import tables
from .questions import Question

ONE_DAY = timedelta(days=1)


def known_reports(question: Question) -> ir.Table:
    """Return the newest version of each project's month; as known on a day, the newest that was
    accepted by then.
    """
    if question.known_on is None:
        return tables.reports.filter(_.is_current)
    known = _accepted_by(question.known_on)
    if question.late_until is None:
        return known
    late = _accepted_by(question.late_until).anti_join(known, ["project_id", "month"])
    return known.union(late, distinct=False)


def recorded_plans(known_on: date | None) -> ir.Table:
    """Return the plans that were recorded by the end of a day; without a day, all."""
    if known_on is None:
        return tables.plans
    return tables.plans.filter(_.recorded_at < _end_of(known_on))


def _accepted_by(day: date) -> ir.Table:
    if day == date.max:
        return tables.reports.filter(_.is_current).select(*tables.reports.columns)
    newest = ibis.window(group_by=["project_id", "month"], order_by=_.version.desc())
    accepted = tables.reports.filter(
        _.accepted_at < _end_of(day), _.state.isin([state.value for state in COUNTED])
    )
    ranked = accepted.mutate(place=ibis.row_number().over(newest))
    return ranked.filter(_.place == 0).select(*tables.reports.columns)


def _end_of(day: date) -> ir.TimestampScalar:
    moment: datetime = day_begins(day + ONE_DAY).astimezone(UTC).replace(tzinfo=None)
    return ibis.literal(moment)
