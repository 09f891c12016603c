"""Figures of money won and used: by programme and stage, of the batches of a year (FIGURE-35)."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING

from django.utils.text import format_lazy

from bihuan.figures.expressions import _ as row
from bihuan.figures.expressions import loop_tables as t
from bihuan.figures.kinds import Grain, Unit
from bihuan.figures.questions import Question
from bihuan.funding.kinds import MONEY, FundingStage, Programme
from bihuan.kit.words import _
from bihuan.project_months.districts import linked, selected

from .joining import named
from .subject import RecordMeasure, Subject

if TYPE_CHECKING:
    import ibis.expr.types as ir

DEFINITIONS = {
    FundingStage.APPLIED: _("Money applied for in the batches of the year, to date."),
    FundingStage.ISSUED: _(
        "Quotas of the year's batches to date, less what was cut; without a quota, what was "
        "committed."
    ),
    FundingStage.IN_PLACE: _(
        "Money of the year's batches in place to date by the ladder of money, less what was handed "
        "back. Not what the monthly reports say."
    ),
    FundingStage.PAID: _("Money of the year's batches paid out to date."),
    FundingStage.WORKS: _("Works done with money of the year's batches to date."),
}


def _relation(question: Question, given: Hashable) -> ir.Table:
    """Return the entries of the year's batches that count, up to the day."""
    lines = selected(
        t.funding_lines.filter(row.year == question.year), "project_id", "programme", of_line="id"
    )
    until = question.money_until
    entries = t.funding_entries.filter(row.is_current, row.on <= until, row.amount_yuan.notnull())
    joined = linked(entries, lines, ("line_id", "of_line"), how="inner")
    wanted = selected(
        joined, "project_id", "programme", "stage", "amount_yuan", record_id="id", day="on"
    )
    return selected(
        named(wanted),
        "project_id",
        "programme",
        "stage",
        "amount_yuan",
        "record_id",
        "day",
        "name",
    )


def _measure(programme: Programme, stage: FundingStage) -> RecordMeasure:
    return RecordMeasure(
        f"{programme.value}.{stage.value}",
        format_lazy(_("{programme}: {stage}"), programme=programme.label, stage=stage.label),
        DEFINITIONS[stage],
        lambda e, q: (e.programme == programme.value) & (e.stage == stage.value),
        Unit.YUAN,
        lambda e, q: e.amount_yuan,
    )


FUNDING = Subject(
    "funding",
    Grain.FUNDING,
    _relation,
    measures=tuple(_measure(programme, stage) for programme in Programme for stage in MONEY),
)
