"""Facts that a few figures read beside the places on the lists: joined for these alone, since every
other figure would pay for the join.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bihuan.plans.in_force import PlanMeaning
from bihuan.project_months import relation
from bihuan.project_months.districts import linked, row_key, selected

from .expressions import _, ibis
from .expressions import loop_tables as t
from .questions import Question

if TYPE_CHECKING:
    import ibis.expr.types as ir

FUNDS, PLANS = "funds", "plans"


@dataclass(frozen=True)
class FactsBeside:
    """A relation with one row for each `place` (a column of the places) that `key` names there, and
    the whole numbers that it gives; 0 where it has none.
    """

    read: Callable[[Question], ir.Table]
    place: str
    key: str
    numbers: tuple[str, ...]


def counted_reports(question: Question) -> ir.Table:
    """Return the newest accepted versions of the year's months so far (FIGURE-1)."""
    known = relation.Knowledge(question.known_on, question.late_until)
    return relation.counted_reports(question.year, question.month, known)


def newest_funds(question: Question) -> ir.Table:
    """Return the funds that each project's newest accepted report names, of those that name any
    (FIGURE-18).
    """
    reports = selected(
        counted_reports(question), "project_id", "month", "version", report_number="id"
    )
    told = linked(t.funds, reports, ("report_id", "report_number"), how="inner")
    newest = _.month.max().over(ibis.window(group_by=row_key(told, "project_id")))
    return told.mutate(is_newest=_.month == newest).filter(_.is_newest)


def _funds(question: Question) -> ir.Table:
    funds = newest_funds(question)
    summed = funds.aggregate(
        by=row_key(funds, "project_id"), funds_yuan=_.amount_yuan.sum(), fund_count=_.count()
    )
    return summed.rename(funds_of="project_id")


def _plans(question: Question) -> ir.Table:
    """Return the original plan of each place, and the one approved by the end of the month,
    whichever of them the question means (FIGURE-32).
    """
    first, approved = (
        relation.meant_plans(replace(question.plans, meaning=meaning))
        for meaning in (PlanMeaning.ORIGINAL, PlanMeaning.APPROVED)
    )
    original = selected(first, original_yuan="planned_yuan", original_of="entry_id")
    in_force = selected(
        approved, plan_version="version", in_force_yuan="planned_yuan", in_force_of="entry_id"
    )
    return linked(original, in_force, ("original_of", "in_force_of"), how="inner")


BESIDE: Mapping[str, FactsBeside] = {
    FUNDS: FactsBeside(_funds, "project_id", "funds_of", ("funds_yuan", "fund_count")),
    PLANS: FactsBeside(
        _plans, "entry_id", "original_of", ("original_yuan", "in_force_yuan", "plan_version")
    ),
}
