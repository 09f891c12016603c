"""Measures of how far projects have come: starts and completions against their days (FIGURE-27),
entry into the statistics (FIGURE-28), and rates of each step (FIGURE-10).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bihuan.kit.words import _
from bihuan.projects.kinds import ProjectClass, Tier

from .expressions import ibis
from .kinds import Unit
from .measure import Measure
from .questions import Question

if TYPE_CHECKING:
    import ibis.expr.types as ir

_SORTED = ("all", *(tier.value for tier in Tier))


def _within(day: ir.DateColumn, q: Question) -> ir.BooleanColumn:
    """True for a day of the year's months so far."""
    return day.between(q.first_day, q.as_of.last_day)


def _by(day: ir.DateColumn, q: Question) -> ir.BooleanColumn:
    return day <= q.as_of.last_day


def _is_by(day: ir.DateColumn, q: Question) -> ir.BooleanColumn:
    """As `_by`, and False where there is no day."""
    return day.notnull() & _by(day, q)


def _passed(planned: ir.DateColumn, made: ir.DateColumn, q: Question) -> ir.BooleanColumn:
    """Hold where a day planned in the year is over, and it was not made by then."""
    return planned.between(q.first_day, q.passed_day) & ~(made.notnull() & (made <= q.passed_day))


def _number(condition: ir.BooleanColumn) -> ir.IntegerColumn:
    return ibis.ifelse(condition, 1, 0)


def _planned_finish(t: ir.Table, q: Question) -> ir.BooleanColumn:
    return t.planned_finish_on.between(q.first_day, q.last_day_of_year)


def _of_class(t: ir.Table, kind: ProjectClass) -> ir.BooleanColumn:
    return t.project_class == kind.value


STARTS = (
    Measure(
        "starts.due",
        _("Starts due"),
        _("Projects on the lists whose planned start lies from January to the end of the month."),
        Unit.COUNT,
        lambda t, q: t.one,
        bare=True,
        counted=lambda t, q: _within(t.planned_start_on, q),
    ),
    Measure(
        "starts.reached",
        _("Starts made"),
        _("Projects on the lists that started from January to the end of the month."),
        Unit.COUNT,
        lambda t, q: t.one,
        bare=True,
        plan="starts.due",
        counted=lambda t, q: _within(t.started_on, q),
    ),
    Measure(
        "starts.in_time",
        _("Starts made in time"),
        _("Of the starts due, those made on their planned day or before."),
        Unit.COUNT,
        lambda t, q: t.one,
        bare=True,
        plan="starts.due",
        counted=lambda t, q: _within(t.planned_start_on, q) & (t.started_on <= t.planned_start_on),
    ),
    Measure(
        "starts.late",
        _("Starts made late"),
        _("Of the starts due, those made after their planned day, by the end of the month."),
        Unit.COUNT,
        lambda t, q: t.one,
        bare=True,
        counted=lambda t, q: (
            _within(t.planned_start_on, q)
            & (t.started_on > t.planned_start_on)
            & _by(t.started_on, q)
        ),
    ),
    Measure(
        "starts.overdue",
        _("Starts overdue"),
        _("Starts whose planned day this year has passed by the end of the month unmade."),
        Unit.COUNT,
        lambda t, q: t.one,
        bare=True,
        counted=lambda t, q: _passed(t.planned_start_on, t.started_on, q),
    ),
    Measure(
        "finishes.due",
        _("Completions due"),
        _(
            "Projects on the lists whose planned completion lies from January to the end of the "
            "month."
        ),
        Unit.COUNT,
        lambda t, q: t.one,
        bare=True,
        counted=lambda t, q: _within(t.planned_finish_on, q),
    ),
    Measure(
        "finishes.reached",
        _("Completions made"),
        _("Projects on the lists that were completed from January to the end of the month."),
        Unit.COUNT,
        lambda t, q: t.one,
        bare=True,
        plan="finishes.due",
        counted=lambda t, q: _within(t.finished_on, q),
    ),
    Measure(
        "finishes.in_time",
        _("Completions in time"),
        _("Of the completions due, those made on their planned day or before."),
        Unit.COUNT,
        lambda t, q: t.one,
        bare=True,
        plan="finishes.due",
        counted=lambda t, q: (
            _within(t.planned_finish_on, q) & (t.finished_on <= t.planned_finish_on)
        ),
    ),
    Measure(
        "finishes.overdue",
        _("Completions overdue"),
        _("Completions whose planned day this year has passed by the end of the month unmade."),
        Unit.COUNT,
        lambda t, q: t.one,
        bare=True,
        counted=lambda t, q: _passed(t.planned_finish_on, t.finished_on, q),
    ),
    Measure(
        "in_use.reached",
        _("Gone into use"),
        _("Projects on the lists that went into use from January to the end of the month."),
        Unit.COUNT,
        lambda t, q: t.one,
        bare=True,
        counted=lambda t, q: _within(t.in_use_on, q),
    ),
    Measure(
        "statistics_overdue",
        _("Late for the statistics"),
        _(
            "Projects on the lists that had started and were not in the statistics at the end of "
            "the month, though the time that the rules give them was over."
        ),
        Unit.COUNT,
        lambda t, q: t.one,
        bare=True,
        counted=lambda t, q: (t.started_on <= q.entry_due_from) & ~_is_by(t.entered_on, q),
    ),
    Measure(
        "start_rate",
        _("Rate of starts"),
        _("Of the year's construction projects, the share started by the end of the month."),
        Unit.PERCENT,
        lambda t, q: _number(_by(t.started_on, q)),
        lambda t, q: t.one,
        segments=_SORTED,
        counted=lambda t, q: _of_class(t, ProjectClass.CONSTRUCTION),
    ),
    Measure(
        "completion_rate",
        _("Rate of completion"),
        _(
            "Of the projects planned to be completed within the year, the share completed by the "
            "end of the month."
        ),
        Unit.PERCENT,
        lambda t, q: _number(_by(t.finished_on, q)),
        lambda t, q: t.one,
        segments=_SORTED,
        counted=_planned_finish,
    ),
    Measure(
        "in_use_rate",
        _("Rate of going into use"),
        _("Of the projects completed by the end of the month, the share in use by then."),
        Unit.PERCENT,
        lambda t, q: _number(_by(t.in_use_on, q)),
        lambda t, q: t.one,
        segments=_SORTED,
        counted=lambda t, q: _by(t.finished_on, q),
    ),
    Measure(
        "statistics_rate",
        _("Rate of entering the statistics"),
        _("Of the projects started by the end of the month, the share in the statistics by then."),
        Unit.PERCENT,
        lambda t, q: _number(_by(t.entered_on, q)),
        lambda t, q: t.one,
        segments=_SORTED,
        counted=lambda t, q: _by(t.started_on, q),
    ),
    Measure(
        "statistics.entered",
        _("Projects in the statistics"),
        _("Projects on the lists that stand in the statistics by the end of the month."),
        Unit.COUNT,
        lambda t, q: t.one,
        bare=True,
        counted=lambda t, q: _by(t.entered_on, q),
    ),
    Measure(
        "statistics.entered_share",
        _("Share in the statistics"),
        _("Of the projects on the lists, the share that stands in the statistics by the month."),
        Unit.PERCENT,
        lambda t, q: _number(_by(t.entered_on, q)),
        lambda t, q: t.one,
        bare=True,
    ),
    Measure(
        "conversion_rate",
        _("Rate of preparation to start"),
        _("Of the year's preparation projects, the share started by the end of the month."),
        Unit.PERCENT,
        lambda t, q: _number(_by(t.started_on, q)),
        lambda t, q: t.one,
        segments=_SORTED,
        counted=lambda t, q: _of_class(t, ProjectClass.PREPARATION),
    ),
)
