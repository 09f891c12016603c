"""What a person must do, and in which order. Pure.

Source: docs/rules/work.md, clauses WORK.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from .kinds import DueSpan, TaskKind

SUNDAY = 6


@dataclass(frozen=True)
class Task:
    """One thing that one person must do. `link` is a path of ours; `due_on` None: no day is set.

    `worth_yuan` is the investment that doing it frees, None where that makes no sense. `number`
    says how many of the kind one link leads to; `reminded_on` when the office last chased it.
    """

    kind: TaskKind
    what: str
    link: str
    project: str = ""
    project_id: int | None = None
    due_on: date | None = None
    worth_yuan: int | None = None
    number: int = 1
    overdue_days: int = 0
    reminded_on: date | None = None

    @property
    def is_overdue(self) -> bool:
        return self.overdue_days > 0


@dataclass(frozen=True)
class TaskGroup:
    """The tasks of one span, in order."""

    span: DueSpan
    tasks: tuple[Task, ...]

    @property
    def number(self) -> int:
        """How many rows stand in it, however much one of them leads to (WORK-2)."""
        return len(self.tasks)


@dataclass(frozen=True)
class Work:
    """All that waits for one person, in groups; empty groups are left out."""

    groups: tuple[TaskGroup, ...]

    @property
    def tasks(self) -> list[Task]:
        return [task for group in self.groups for task in group.tasks]

    @property
    def number(self) -> int:
        return sum(group.number for group in self.groups)

    @property
    def counts(self) -> list[tuple[DueSpan, int]]:
        """Every span with how much stands in it, nought included."""
        found = {group.span: group.number for group in self.groups}
        return [(span, found.get(span, 0)) for span in DueSpan]

    @property
    def overdue(self) -> int:
        return dict(self.counts)[DueSpan.OVERDUE]

    def by_kind(self) -> list[tuple[TaskKind, int]]:
        """How much of each kind, what is most first."""
        counted: Counter[TaskKind] = Counter()
        for task in self.tasks:
            counted[task.kind] += task.number
        return counted.most_common()


def arrange(tasks: Iterable[Task], today: date) -> Work:
    """Put tasks in groups and in order: by due day, then by worth, then as the sources gave them
    (WORK-1, WORK-2).
    """
    dated = [replace(task, overdue_days=_overdue_days(task.due_on, today)) for task in tasks]
    ordered = sorted(dated, key=_order)
    groups = (
        TaskGroup(each, tuple(task for task in ordered if span(task.due_on, today) is each))
        for each in DueSpan
    )
    return Work(tuple(group for group in groups if group.tasks))


def span(due_on: date | None, today: date) -> DueSpan:
    """Return when something is due. A week ends on its Sunday (WORK-2)."""
    if due_on is None:
        return DueSpan.LATER
    if due_on <= today:
        return DueSpan.OVERDUE if due_on < today else DueSpan.TODAY
    if due_on == today + timedelta(days=1):
        return DueSpan.TOMORROW
    sunday = today + timedelta(days=SUNDAY - today.weekday())
    return DueSpan.WEEK if due_on <= sunday else DueSpan.LATER


def _overdue_days(due_on: date | None, today: date) -> int:
    return max((today - due_on).days, 0) if due_on else 0


def _order(task: Task) -> tuple[date, int]:
    return task.due_on or date.max, -(task.worth_yuan or 0)
