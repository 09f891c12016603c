"""Measures of what is held against the year's plans: funds in place (FIGURE-31), and how the plans
themselves were adjusted (FIGURE-32).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bihuan.kit.words import _

from .beside import FUNDS, PLANS
from .kinds import Unit
from .measure import Measure
from .questions import Question

if TYPE_CHECKING:
    import ibis.expr.types as ir


def _is_cut(t: ir.Table, q: Question) -> ir.BooleanColumn:
    return t.in_force_yuan < t.original_yuan


def _is_raised(t: ir.Table, q: Question) -> ir.BooleanColumn:
    return t.in_force_yuan > t.original_yuan


AGAINST_PLANS = (
    Measure(
        "plans.adjusted",
        _("Plans adjusted"),
        _("Projects on the lists whose plan of the year was adjusted by the end of the month."),
        Unit.COUNT,
        lambda t, q: t.one,
        bare=True,
        beside=PLANS,
        counted=lambda t, q: t.plan_version > 1,
    ),
    Measure(
        "plans.cut_yuan",
        _("Plans cut by"),
        _(
            "By how much the plans in force at the end of the month lie under the original ones, "
            "of the projects whose plan was cut."
        ),
        Unit.YUAN,
        lambda t, q: t.original_yuan - t.in_force_yuan,
        bare=True,
        beside=PLANS,
        counted=_is_cut,
    ),
    Measure(
        "plans.raised_yuan",
        _("Plans raised by"),
        _(
            "By how much the plans in force at the end of the month lie over the original ones, "
            "of the projects whose plan was raised."
        ),
        Unit.YUAN,
        lambda t, q: t.in_force_yuan - t.original_yuan,
        bare=True,
        beside=PLANS,
        counted=_is_raised,
    ),
    Measure(
        "funds.in_place_rate",
        _("Rate of funds in place"),
        _(
            "Money that had arrived from all sources, by the newest accepted report of each "
            "project that names any, as a percentage of the annual planned investment of the same "
            "list."
        ),
        Unit.PERCENT,
        lambda t, q: t.funds_yuan,
        lambda t, q: t.planned_yuan,
        bare=True,
        beside=FUNDS,
        told_by="fund_count",
    ),
)
