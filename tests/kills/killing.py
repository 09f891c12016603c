"""One kill: a process does a story and dies at a place; what it left is looked at, then gone on
with.

The process is a child of ours with connections of its own; its requests go through the whole of
the site, its commands are the real ones.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any

import time_machine
from django.apps import apps
from django.db import connection, connections, models, transaction

from bihuan.audit.baseline import Before, seal
from bihuan.audit.check import check
from bihuan.audit.log import ClockActor
from tests.races.rows import LABELS, Rows, differences, empty_all, known_keys, rows

from .doom import Doom
from .stories import Story

KILLED = 9


@dataclass
class Course:
    """How a story goes when nobody is killed: every state that it leaves behind, in order;
    `after[n]` is the place of the state after its first n acts.
    """

    states: list[Rows]
    after: list[int] = field(default_factory=lambda: [0])


def kill_once(story: Story, drawn: Random) -> Iterator[str]:
    """Yield what was wrong after the story's process was killed at a place that was drawn."""
    empty_all()
    with time_machine.travel(story.now, tick=False):
        made = story.make()
        seal(before=Before(), by=ClockActor(), at=story.now)
        known = known_keys()
        course = _course(story, made, known)
        place = drawn.randint(1, _places(story, made))
        done = _in_a_child(story, made, 0, Doom(at=place))
        where = f"{story.name}, killed at place {place} after {done} acts"
        yield from (f"{where}: {fault}" for fault in _faults(course, known, done))
        _in_a_child(story, made, done, Doom())
        left, whole = _without(rows(known), story), _without(course.states[-1], story)
        if left != whole:
            yield f"{where}: done again, it leaves something else: {differences(left, whole)}"
        yield from (f"{where}, gone on: {fault}" for fault in _unsound())


def _faults(course: Course, known: dict[str, set[Any]], done: int) -> Iterator[str]:
    last = course.after[min(done + 1, len(course.after) - 1)]
    allowed = course.states[course.after[done] : last + 1]
    now = rows(known)
    if now not in allowed:
        yield f"lost, half or double: {min((differences(now, s) for s in allowed), key=len)}"
    yield from _unsound()


def _unsound() -> Iterator[str]:
    """Yield what is wrong with the database itself, its record, or the files its rows name."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA integrity_check")
            if (told := cursor.fetchone()[0]) != "ok":
                yield f"the database is damaged: {told}"
    yield from (f"the record tells of another: {each}" for each in check().found)
    for model in apps.get_models():
        for column in model._meta.local_concrete_fields:
            if isinstance(column, models.FileField) and model._meta.app_label in LABELS:
                yield from _missing_files(model, column.name)


def _missing_files(model: type[models.Model], name: str) -> Iterator[str]:
    for row in model._default_manager.exclude(**{name: ""}):
        file = getattr(row, name)
        if not file.storage.exists(file.name):
            yield f"{row!r} has no file"
            continue
        with file.open("rb") as content:
            if hashlib.sha256(content.read()).hexdigest() != getattr(row, "sha256", None):
                yield f"{row!r} has another file"


def _course(story: Story, made: Mapping[str, Any], known: dict[str, set[Any]]) -> Course:
    """Let the story go to its end and take all of it back."""
    course = Course([])
    with transaction.atomic():
        course.states.append(rows(known))
        for act in story.acts:
            with connection.execute_wrapper(_Ends(lambda: course.states.append(rows(known)))):
                story.do(act, made)
            course.after.append(len(course.states) - 1)
        transaction.set_rollback(True)
    return course


@dataclass
class _Ends:
    """Calls `seen` whenever a transaction would have ended: within ours it is a savepoint."""

    seen: Callable[[], None]
    depth: int = 0
    looking: bool = False

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        said = execute(sql, params, many, context)
        if not self.looking:
            words = str(sql).split(maxsplit=1)[0]
            self.depth += {"SAVEPOINT": 1, "RELEASE": -1}.get(words, 0)
            if words == "RELEASE" and self.depth == 0:
                self.looking = True
                self.seen()
                self.looking = False
        return said


def _places(story: Story, made: Mapping[str, Any]) -> int:
    """Return how many places the story has."""
    doom = Doom()
    with transaction.atomic(), connection.execute_wrapper(doom._statement):
        for act in story.acts:
            story.do(act, made)
        transaction.set_rollback(True)
    return doom.passed


def _in_a_child(story: Story, made: Mapping[str, Any], first: int, doom: Doom) -> int:
    """Do the acts from `first` on in a process of its own; return how many were acknowledged."""
    connections.close_all()
    heard, told = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(heard)
        _live(story, made, first, doom, told)
    os.close(told)
    with os.fdopen(heard, "rb") as pipe:
        acknowledged = len(pipe.read())
    _pid, status = os.waitpid(child, 0)
    if status not in (0, KILLED):
        raise AssertionError(f"{story.name}: the process failed by itself ({status}).")
    return first + acknowledged


def _live(story: Story, made: Mapping[str, Any], first: int, doom: Doom, told: int) -> None:
    """The child's life: it never returns."""
    code = 1
    try:
        doom.install()
        for act in story.acts[first:]:
            story.do(act, made)
            os.write(told, b".")
        code = 0
    except BaseException:  # noqa: BLE001  # the parent must not go on in here
        import traceback

        traceback.print_exc()
    finally:
        os._exit(code)


def _without(found: Rows, story: Story) -> Rows:
    return {table: lines for table, lines in found.items() if table not in story.said_again}
