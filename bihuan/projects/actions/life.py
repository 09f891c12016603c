"""A project's way from reserve to use, and the days on which it came along it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, TypedDict, Unpack

from bihuan.accounts.models import User
from bihuan.accounts.permissions import require
from bihuan.accounts.roles import Can
from bihuan.audit.log import record
from bihuan.kit.days import local_day
from bihuan.kit.errors import Refusal
from bihuan.kit.words import gettext
from bihuan.kit.writing import action
from bihuan.projects import rules
from bihuan.projects.describing import readable
from bihuan.projects.kinds import ProjectState
from bihuan.projects.models import Project, StateChange

from .particulars import locked, save_next


class Clocks(TypedDict, total=False):
    """Days on which things happened, by the office's count. The statistics keep their own."""

    started_on: date | None
    permit_on: date | None
    finished_on: date | None
    in_use_on: date | None


@action
def change_state(
    *, project: Project, to: ProjectState, on: date, by: User, at: datetime, reason: str = ""
) -> Project:
    """Move a project on. Starting, finishing and going into use set their day if it is not set."""
    require(by, Can.PROJECT_EDIT, project)
    if to == ProjectState.MERGED:
        raise Refusal(gettext("Name the project that this one is merged into."))
    project = locked(project)
    rules.check_move(ProjectState(project.state), to, reason=reason)
    changes = _open_clock(project, to, on)
    days = {key: getattr(project, key) for key in rules.CLOCKS} | {"": on}
    rules.refuse_if(rules.clock_problems(days, today=local_day(at)))
    step(project=project, to=to, on=on, by=by, at=at, reason=reason, changes=changes)
    return project


@action
def set_clocks(
    *, project: Project, by: User, at: datetime, reason: str = "", **days: Unpack[Clocks]
) -> Project:
    """Set or correct the days of start, permit, finish and use; over a day that stands there, only
    with a reason (LIFE-4). No clock is derived from another.
    """
    require(by, Can.PROJECT_EDIT, project)
    project = locked(project)
    given: dict[str, Any] = {**days}
    changes = {
        key: [readable(getattr(project, key)), readable(day)]
        for key, day in given.items()
        if getattr(project, key) != day
    }
    if not changes:
        return project
    was = {key: getattr(project, key) for key in given}
    rules.refuse_if(rules.recorded_day_problems(was, given, reason=reason))
    for key, day in given.items():
        setattr(project, key, day)
    after = {key: getattr(project, key) for key in rules.CLOCKS}
    rules.refuse_if(rules.clock_problems(after, today=local_day(at)))
    rules.refuse_if(rules.untimely_day_problems(ProjectState(project.state), was, given))
    save_next(project)
    record("project.edited", project, by=by, at=at, changes=changes, reason=reason)
    return project


@action
def pause(*, project: Project, on: date, reason: str, by: User, at: datetime) -> Project:
    """Pause a project that stands still."""
    require(by, Can.PROJECT_EDIT, project)
    return change_state(project=project, to=ProjectState.PAUSED, on=on, reason=reason, by=by, at=at)


@action
def cancel(*, project: Project, on: date, reason: str, by: User, at: datetime) -> Project:
    """Give a project up. It keeps its months and its history."""
    require(by, Can.PROJECT_EDIT, project)
    return change_state(
        project=project, to=ProjectState.CANCELLED, on=on, reason=reason, by=by, at=at
    )


@action
def resume(*, project: Project, on: date, by: User, at: datetime, reason: str = "") -> Project:
    """Take a paused project up again where it was."""
    require(by, Can.PROJECT_EDIT, project)
    if locked(project).state != ProjectState.PAUSED:
        raise Refusal(gettext("Only a paused project is resumed."))
    last = project.state_changes.filter(became=ProjectState.PAUSED).last()
    back = ProjectState(last.was) if last else ProjectState.CONSTRUCTION
    return change_state(project=project, to=back, on=on, reason=reason, by=by, at=at)


def step(
    *,
    project: Project,
    to: ProjectState,
    on: date,
    by: User,
    at: datetime,
    reason: str,
    changes: dict[str, list[Any]],
) -> None:
    """Write one step of a locked project's life that the rules allowed."""
    was, project.state = ProjectState(project.state), to
    save_next(project)
    StateChange.objects.create(
        project=project, was=was, became=to, on=on, reason=reason.strip(), by=by.get_username()
    )
    changes = {"state": [was.value, to.value], **changes}
    record(
        "project.state_changed",
        project,
        by=by,
        at=at,
        changes=changes,
        reason=reason.strip(),
        on=on,
    )


def _open_clock(project: Project, to: ProjectState, on: date) -> dict[str, list[Any]]:
    """Set the day that belongs to the new state, if it is not set; LIFE-3."""
    clock = rules.CLOCK_OF.get(to)
    if clock is None or getattr(project, clock) is not None:
        return {}
    setattr(project, clock, on)
    return {clock: [None, readable(on)]}
