"""Figures of funds: what had arrived by the newest accepted reports, by source (FIGURE-18)."""

from __future__ import annotations

from collections.abc import Hashable

import ibis
import ibis.expr.types as ir
from ibis import _ as row

from bihuan.figures import loop_tables as t
from bihuan.figures import tables
from bihuan.figures.kinds import Grain, Unit
from bihuan.figures.positions import counted_reports, standing
from bihuan.figures.questions import Question
from bihuan.kit.words import _
from bihuan.progress.kinds import FundSource

from .subject import RecordMeasure, Subject


def _relation(question: Question, given: Hashable) -> ir.Table:
    """Return the funds of each listed project's newest accepted report that names any."""
    reports = counted_reports(question).select("project_id", "month", "version", report_number="id")
    named = t.funds.join(reports, row.report_id == reports.report_number)
    newest = row.month == row.month.max().over(ibis.window(group_by="project_id"))
    projects = tables.projects.select(number="id", name="name")
    listed = standing(question).select("project_id").distinct()
    return (
        named.mutate(is_newest=newest)
        .filter(row.is_newest)
        .semi_join(listed, "project_id")
        .join(projects, row.project_id == projects.number)
        .select(
            "project_id",
            "name",
            "month",
            "version",
            "source",
            "amount_yuan",
            record_id="id",
            day="month",
        )
    )


def _of_source(source: FundSource) -> RecordMeasure:
    return RecordMeasure(
        f"in_place.{source.value}",
        source.label,
        _("Money of this source that had arrived from January to the month."),
        lambda f, q: f.source == source.value,
        Unit.YUAN,
        lambda f, q: f.amount_yuan,
    )


FUNDS = Subject(
    "funds",
    Grain.FUND,
    _relation,
    measures=(
        RecordMeasure(
            "in_place",
            _("Funds in place"),
            _(
                "Money that had arrived from all sources from January to the month, by the newest "
                "accepted report of each project that names any."
            ),
            lambda f, q: f.record_id.notnull(),
            Unit.YUAN,
            lambda f, q: f.amount_yuan,
        ),
        *(_of_source(source) for source in FundSource),
    ),
)
