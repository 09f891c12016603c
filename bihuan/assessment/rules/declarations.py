"""What a project may declare on paper: more is counted, or a day is another, and nothing is built.
Each returns the project as it is written then; the same one where there is nothing to declare.
"""

from __future__ import annotations

from dataclasses import replace

from .made_projects import MadeProject, MadeStep


def start(project: MadeProject, month: int) -> MadeProject:
    return project if project.started is not None else replace(project, started=month)


def start_in_time(project: MadeProject, month: int) -> MadeProject:
    """Declare the start on the day for which it was planned, late or not made as it may be."""
    planned = project.planned_start
    if not planned or planned > month or (project.started or month) <= planned:
        return start(project, month)
    return replace(project, started=planned)


def enter(project: MadeProject, month: int) -> MadeProject:
    return project if project.entered is not None else replace(project, entered=month)


def finish(project: MadeProject, month: int) -> MadeProject:
    if project.finished is not None:
        return project
    return replace(project, finished=min(project.planned_finish or month, month))


def use(project: MadeProject, month: int) -> MadeProject:
    return project if project.in_use is not None else replace(finish(project, month), in_use=month)


def reach_step(project: MadeProject, month: int) -> MadeProject:
    """Report one open milestone as reached: the first that is due, or else the next."""
    place = next((at for at, step in enumerate(project.steps) if step.reached is None), None)
    if place is None:
        return project
    step = project.steps[place]
    return _with_step(project, place, replace(step, reached=min(step.first_due, month)))


def backdate_step(project: MadeProject, month: int) -> MadeProject:
    """Date the first milestone that was reached late back to its promised day."""
    for place, step in enumerate(project.steps):
        if step.reached is not None and step.reached > step.first_due:
            return _with_step(project, place, replace(step, reached=step.first_due))
    return project


def _with_step(project: MadeProject, place: int, step: MadeStep) -> MadeProject:
    steps = (*project.steps[:place], step, *project.steps[place + 1 :])
    return replace(project, steps=steps)


def close_matter(project: MadeProject, month: int) -> MadeProject:
    if project.raised <= project.closed:
        return project
    return replace(
        project,
        closed=project.closed + 1,
        closed_in_time=project.closed_in_time + 1,
        overdue=max(project.overdue - 1, 0),
    )


def answer_need(project: MadeProject, month: int) -> MadeProject:
    """Give an answer that is none before the time is over, where it was or would be late."""
    if project.needs_in_time >= project.needs_answered:
        return project
    return replace(project, needs_in_time=project.needs_in_time + 1)


def leave_mistake(project: MadeProject, month: int) -> MadeProject:
    """Say nothing of a mistake in an accepted report."""
    return project if not project.corrected else replace(project, corrected=project.corrected - 1)
