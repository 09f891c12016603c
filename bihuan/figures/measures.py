"""Every measure, defined once: what a row contributes, what it is divided by, which rows count."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bihuan.kit.errors import Refusal
from bihuan.kit.words import _, gettext
from bihuan.projects.kinds import ProjectClass, Sector, Tier

from . import rules
from .kinds import Grain, Unit
from .measure import Measure
from .questions import Question
from .segments import SEGMENTS, Segment
from .starts import STARTS

if TYPE_CHECKING:
    import ibis.expr.types as ir


@dataclass(frozen=True)
class Defined:
    """One figure by its id: a measure of a segment."""

    id: str
    measure: Measure
    segment: Segment

    def where(self, table: ir.Table, question: Question) -> ir.BooleanColumn:
        """Return which places on the lists count."""
        chosen = self.segment.where(table, question)
        counted = self.measure.counted
        return chosen & counted(table, question) if counted else chosen

    @property
    def told_by(self) -> str:
        """Return the column that counts the records that tell of it; "" if it needs none."""
        return self.measure.told_by or self.segment.told_by

    @property
    def plan_id(self) -> str:
        """Return the id of the figure that says what was planned of this one; "" if none does."""
        plan = self.measure.plan
        return plan if not plan or self.measure.bare else f"{plan}.{self.segment.name}"

    @property
    def label(self) -> str:
        if self.segment.name == "all":
            return str(self.measure.label)
        return gettext("%(measure)s (%(cut)s)") % {
            "measure": self.measure.label,
            "cut": self.segment.label,
        }

    @property
    def definition(self) -> str:
        if not self.segment.means:
            return str(self.measure.definition)
        return gettext("%(measure)s %(cut)s") % {
            "measure": self.measure.definition,
            "cut": self.segment.means,
        }


_TIERS = tuple(tier.value for tier in Tier)
_KINDS = ("industrial", *(kind.value for kind in ProjectClass))
_SORTED = ("all", *_TIERS, *_KINDS)
_STARTED = ("new", "continued")
"""By the year of the start."""
REPORTED, COUNTED = "report_count", "statistics_count"
"""Columns that say how many of the year's reports, and of the bureau's months, tell of a place."""


def _speed_whole(t: ir.Table, q: Question) -> ir.IntegerColumn:
    return t.planned_yuan * q.pace.recent_count


def _gained(t: ir.Table, q: Question) -> ir.IntegerColumn:
    pace = q.pace
    return rules.gained(t.recent_yuan, t.before_yuan, pace.recent_count, pace.before_count)


def _gained_whole(t: ir.Table, q: Question) -> ir.IntegerColumn:
    return t.planned_yuan * q.pace.count_product


_MEASURES = (
    Measure(
        "count",
        _("Number of projects"),
        _(
            "Projects on the year's lists at the end of the month, each counted once; of "
            "one list, those on it. Cancelled and merged ones count until they are taken off."
        ),
        Unit.COUNT,
        lambda t, q: t.one,
        segments=(
            *_SORTED,
            *(sector.value for sector in Sector if sector is not Sector.INDUSTRY),
            *_STARTED,
            "started",
            "finished",
            "in_use",
            "in_statistics",
            "reported",
        ),
    ),
    Measure(
        "total_investment",
        _("Total investment"),
        _("Total investment of the projects, over all their years."),
        Unit.YUAN,
        lambda t, q: t.total_investment_yuan,
        segments=_SORTED,
    ),
    Measure(
        "planned",
        _("Annual planned investment"),
        _(
            "Sum of the plans of the year. Of a project on several lists the highest "
            "list's plan counts; of one list, its own."
        ),
        Unit.YUAN,
        lambda t, q: t.planned_yuan,
        segments=(*_SORTED, *_STARTED),
    ),
    Measure(
        "planned_to_date",
        _("Planned to date"),
        _("How much the plans' own monthly curves expect from January to the end of the month."),
        Unit.YUAN,
        lambda t, q: t.plan_to_date_yuan,
        segments=(*_SORTED, *_STARTED),
    ),
    Measure(
        "completed",
        _("Completed investment"),
        _(
            "Investment that the projects on the lists at the end of the month completed from "
            "January to it, by accepted monthly reports: the office's count."
        ),
        Unit.YUAN,
        lambda t, q: t.completed_yuan,
        grain=Grain.REPORT,
        segments=(*_SORTED, *_STARTED),
        plan="planned_to_date",
        told_by=REPORTED,
    ),
    Measure(
        "completed_month",
        _("Completed this month"),
        _("Investment completed in the month alone, by accepted monthly reports."),
        Unit.YUAN,
        lambda t, q: t.month_yuan,
        segments=_SORTED,
        told_by="reported_count",
    ),
    Measure(
        "plan_completion",
        _("Plan completion"),
        _(
            "Completed investment as a percentage of the annual planned investment of the"
            " same list: of the original plan, unless the adjusted one is asked for."
        ),
        Unit.PERCENT,
        lambda t, q: t.completed_yuan,
        lambda t, q: t.planned_yuan,
        segments=_SORTED,
        plan="planned_share",
        told_by=REPORTED,
    ),
    Measure(
        "schedule_completion",
        _("Completion of the plan to date"),
        _(
            "Completed investment as a percentage of what the plans' own monthly curves expect to "
            "the end of the month: 100 is on schedule."
        ),
        Unit.PERCENT,
        lambda t, q: t.completed_yuan,
        lambda t, q: t.plan_to_date_yuan,
        segments=(*_SORTED, *_STARTED),
        told_by=REPORTED,
    ),
    Measure(
        "planned_share",
        _("Share of the plan due"),
        _("Planned to date as a percentage of the annual planned investment of the same list."),
        Unit.PERCENT,
        lambda t, q: t.plan_to_date_yuan,
        lambda t, q: t.planned_yuan,
        segments=_SORTED,
    ),
    Measure(
        "gap_linear",
        _("Gap to even schedule"),
        _(
            "Plan completion less the share of the year's months that have passed, in "
            "percentage points. Below zero is behind."
        ),
        Unit.POINTS,
        lambda t, q: t.completed_yuan * 12 - t.planned_yuan * q.pace.months,
        lambda t, q: t.planned_yuan * 12,
        segments=_SORTED,
        told_by=REPORTED,
        from_first_report=True,
    ),
    Measure(
        "gap_curve",
        _("Gap to plan curve"),
        _(
            "Completed less planned to date, as a share of the annual plan, in percentage "
            "points. Below zero is behind."
        ),
        Unit.POINTS,
        lambda t, q: t.completed_yuan - t.plan_to_date_yuan,
        lambda t, q: t.planned_yuan,
        segments=_SORTED,
        told_by=REPORTED,
        from_first_report=True,
    ),
    Measure(
        "statistics_completed",
        _("Completed, by the statistics"),
        _(
            "Investment in the lists' projects that the statistics bureau counted from "
            "January to the month."
        ),
        Unit.YUAN,
        lambda t, q: t.statistics_yuan,
        grain=Grain.STATISTICS,
        segments=("all", *_TIERS),
        told_by=COUNTED,
    ),
    Measure(
        "statistics_share",
        _("Share of fixed-asset investment"),
        _(
            "Investment in the lists' projects that the statistics counted, as a "
            "percentage of the district's fixed-asset investment to date. Not the "
            "office's count."
        ),
        Unit.PERCENT,
        lambda t, q: t.statistics_yuan,
        over_investment=True,
        grain=Grain.STATISTICS,
        bare=True,
        told_by=COUNTED,
    ),
    Measure(
        "speed",
        _("Speed"),
        _(
            "Mean of the last three months' completed investment (in January and February of "
            "the months there are), as a percentage of the annual plan: percentage points a "
            "month. An even year runs at 8.33."
        ),
        Unit.PACE,
        lambda t, q: t.recent_yuan,
        _speed_whole,
        bare=True,
        told_by=REPORTED,
        from_first_report=True,
    ),
    Measure(
        "acceleration",
        _("Acceleration"),
        _(
            "Speed less that of the three months before (in April and May of January, of "
            "January and February), in percentage points a month; above zero the year gathers "
            "pace. There is none before April."
        ),
        Unit.PACE,
        _gained,
        _gained_whole,
        bare=True,
        told_by=REPORTED,
        from_first_report=True,
    ),
    *STARTS,
)


def _defined() -> Iterator[Defined]:
    for measure in _MEASURES:
        for name in measure.segments:
            figure_id = measure.name if measure.bare else f"{measure.name}.{name}"
            yield Defined(figure_id, measure, SEGMENTS[name])


FIGURES = {defined.id: defined for defined in _defined()}
"""Every figure of projects by its id. `queries/registry.py` holds them with all others."""


def defined(figure_id: str) -> Defined:
    """Return the figure of that id. Raises Refusal if there is none."""
    if figure_id not in FIGURES:
        raise Refusal(gettext("There is no figure “%s”.") % figure_id)
    return FIGURES[figure_id]
