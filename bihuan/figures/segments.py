"""Segments: which places on the year's lists a figure counts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.functional import Promise

from bihuan.kit.words import _
from bihuan.projects.kinds import ProjectClass, Sector, Tier

from .questions import Question

if TYPE_CHECKING:
    import ibis.expr.types as ir

    Where = Callable[[ir.Table, Question], ir.BooleanColumn]

WORDS = Promise | str


@dataclass(frozen=True)
class Segment:
    """Which places on the lists count; `means` says it in words where the label does not.
    `told_by` names the column that counts the records without which nobody knows which do.
    """

    name: str
    label: WORDS
    where: Where
    means: WORDS = ""
    told_by: str = ""


def _of_tier(tier: Tier) -> Segment:
    return Segment(tier.value, tier.label, lambda t, q: t.tier == tier.value)


def _of_class(kind: ProjectClass) -> Segment:
    return Segment(
        kind.value,
        kind.label,
        lambda t, q: t.is_first & (t.project_class == kind.value),
        _("Only projects of this class in the year."),
    )


def _of_sector(sector: Sector) -> Segment:
    return Segment(
        sector.value,
        sector.label,
        lambda t, q: t.is_first & (t.sector == sector.value),
        _("Only projects that the ledger puts in this sector."),
    )


def _of_construction(t: ir.Table) -> ir.BooleanColumn:
    return t.is_first & (t.project_class == ProjectClass.CONSTRUCTION.value)


def _to_date(t: ir.Table, q: Question, column: str) -> ir.BooleanColumn:
    """True for a day of the year's months so far."""
    return t.is_first & t[column].between(q.first_day, q.as_of.last_day)


_SEGMENTS = (
    Segment("all", _("All lists"), lambda t, q: t.is_first),
    *(_of_tier(tier) for tier in Tier),
    Segment(
        "industrial",
        _("Industrial"),
        lambda t, q: t.is_first & (t.sector == Sector.INDUSTRY.value),
        _("Only projects that the ledger puts in the sector of industry."),
    ),
    *(_of_sector(sector) for sector in Sector if sector is not Sector.INDUSTRY),
    *(_of_class(kind) for kind in ProjectClass),
    Segment(
        "new",
        _("new starts of the year"),
        lambda t, q: (
            _of_construction(t)
            & t.started_on.coalesce(t.planned_start_on).between(q.first_day, q.last_day_of_year)
        ),
        _(
            "Only construction projects that started this year or, while they have not started, "
            "are planned to."
        ),
    ),
    Segment(
        "continued",
        _("continued from earlier years"),
        lambda t, q: _of_construction(t) & (t.started_on < q.first_day),
        _("Only construction projects that started before this year."),
    ),
    Segment(
        "started",
        _("started"),
        lambda t, q: t.is_first & (t.started_on <= q.as_of.last_day),
        _(
            "Only those started by the end of the month, be it in an earlier year: on the day "
            "that the office recognised, not that of the permit or of the statistics."
        ),
    ),
    Segment(
        "finished",
        _("finished this year"),
        lambda t, q: _to_date(t, q, "finished_on"),
        _("Only those completed from 1 January to the end of the month."),
    ),
    Segment(
        "in_use",
        _("in use this year"),
        lambda t, q: _to_date(t, q, "in_use_on"),
        _("Only those that went into use from 1 January to the end of the month."),
    ),
    Segment(
        "in_statistics",
        _("in the statistics"),
        lambda t, q: t.is_first & (t.entered_on <= q.as_of.last_day),
        _("Only those that had entered the statistics by the end of the month."),
    ),
    Segment(
        "reported",
        _("report of this month accepted"),
        lambda t, q: t.is_first & (t.reported_count > 0),
        _("Only those whose report of the month is accepted; handed in is not enough."),
        told_by="reported_count",
    ),
)
SEGMENTS = {segment.name: segment for segment in _SEGMENTS}
