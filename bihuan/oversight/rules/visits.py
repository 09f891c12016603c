"""The three visits of supervision: when each is due, and whether it was made.

Pure: values in, duties out. Source: docs/rules/oversight.md, clause OVER-9.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bihuan.oversight.kinds import DutyState
from bihuan.oversight.watches import RequiredVisit
from bihuan.visits.kinds import VisitPurpose

from .flags import WatchedProject


@dataclass(frozen=True)
class VisitDuty:
    """One required visit: the day by which it is due, once that is known, and the day on which it
    was made.
    """

    purpose: VisitPurpose
    due_on: date | None
    made_on: date | None
    state: DutyState


def duties(
    required: Sequence[RequiredVisit],
    project: WatchedProject,
    made: Mapping[VisitPurpose, date],
    on: date,
) -> tuple[VisitDuty, ...]:
    """Return how each required visit stands on a day. A visit made late is made."""
    return tuple(_duty(each, project, made.get(each.purpose), on) for each in required)


def _duty(
    required: RequiredVisit, project: WatchedProject, made_on: date | None, on: date
) -> VisitDuty:
    due = due_day(required, project)
    if made_on is not None:
        return VisitDuty(required.purpose, due, made_on, DutyState.MADE)
    missing = due is not None and on > due
    state = DutyState.MISSING if missing else DutyState.TO_COME
    return VisitDuty(required.purpose, due, None, state)


def due_day(required: RequiredVisit, project: WatchedProject) -> date | None:
    """Return the day by which a visit is due; None while what it follows has not come."""
    started, finished = project.started_on, project.finished_on
    if required.purpose is VisitPurpose.START:
        return started + timedelta(days=required.days) if started else None
    if required.purpose is VisitPurpose.COMPLETION:
        return finished + timedelta(days=required.days) if finished else None
    ends = finished or project.finish_due_on
    if started is None or ends is None or required.share is None or ends < started:
        return None
    return started + timedelta(days=(ends - started).days * required.share // 100)
