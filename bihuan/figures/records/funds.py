"""Figures of funds: what had arrived by the newest accepted reports, by source (FIGURE-18)."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING

from bihuan.figures.beside import newest_funds
from bihuan.figures.kinds import Grain, Unit
from bihuan.figures.project_months import standing
from bihuan.figures.questions import Question
from bihuan.kit.words import _
from bihuan.progress.kinds import FundSource
from bihuan.project_months.districts import row_key, selected, somewhere

from .joining import named
from .subject import RecordMeasure, Subject, every

if TYPE_CHECKING:
    import ibis.expr.types as ir


def _relation(question: Question, given: Hashable) -> ir.Table:
    """Return the funds of each listed project's newest accepted report that names any."""
    last = newest_funds(question)
    stand = standing(question)
    listed = stand.select(*row_key(stand, "project_id")).distinct()
    return selected(
        named(somewhere(last, listed, ("project_id", "project_id"))),
        "project_id",
        "name",
        "month",
        "version",
        "source",
        "amount_yuan",
        record_id="id",
        day="month",
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
    is_asked=True,
    measures=(
        RecordMeasure(
            "in_place",
            _("Funds in place"),
            _(
                "Money that had arrived from all sources from January to the month, by the newest "
                "accepted report of each project that names any."
            ),
            every,
            Unit.YUAN,
            lambda f, q: f.amount_yuan,
        ),
        *(_of_source(source) for source in FundSource),
    ),
)
