"""Two deeds at once, without luck: the first stops where it is told to, the second goes as far as
it can, then the first goes on.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import connection, connections, transaction

from bihuan.audit.log import first_broken_event
from bihuan.kit.errors import NotAllowed, Refusal

from .rows import Rows, differences, empty_all, known_keys, rows
from .scene import Deed, RaceScene, Things
from .snapshot import SceneSnapshot

LONGEST_S = 60
IN_STEPS = {"notices.deliver", "notices.send_test", "notices.send_again"}
"""Transactions of their own before and after the post goes out: others may come between."""
WRITES = ("INSERT", "UPDATE", "DELETE")
STOPS: dict[str, Callable[[str], bool]] = {
    "before it writes": lambda sql: sql.startswith(WRITES),
    "before it records": lambda sql: "audit_event" in sql,
}


@dataclass
class Stop:
    """An `execute_wrapper` that stops its thread once, at the first statement that fits."""

    fits: Callable[[str], bool]
    reached: threading.Event = field(default_factory=threading.Event)
    go_on: threading.Event = field(default_factory=threading.Event)

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if not self.reached.is_set() and self.fits(str(sql).lstrip()):
            self.reached.set()
            self.go_on.wait(LONGEST_S)
        return execute(sql, params, many, context)


@dataclass
class LockWaits:
    """Tells of another thread's connection whether it waits for a lock."""

    number: int = 0
    begins: threading.Event = field(default_factory=threading.Event)

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        alone = str(sql).startswith(WRITES) and not connection.in_atomic_block
        if alone or str(sql).startswith("BEGIN"):  # on SQLite it waits there for the one writer
            self.begins.set()
        return execute(sql, params, many, context)

    def watch_turns(self) -> None:
        """Tell also of this thread's connection when it stands in the queue of SQLite's writers."""
        own: Any = connections["default"]
        if own.vendor != "sqlite":
            return
        begin = own._start_transaction_under_autocommit

        def beginning() -> None:
            self.begins.set()
            begin()

        own._start_transaction_under_autocommit = beginning

    def is_so(self) -> bool:
        if connection.vendor == "sqlite":
            return self.begins.is_set()
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT wait_event_type FROM pg_stat_activity WHERE pid = %s", [self.number]
            )
            row = cursor.fetchone()
        return row is not None and row[0] == "Lock"


@dataclass
class ScenePairs:
    """A scene that was made, and what its pairs may lead to."""

    scene: RaceScene
    made: Mapping[str, Any]
    known: dict[str, set[Any]]
    outcomes: dict[frozenset[str], list[Rows]] = field(default_factory=dict)


class Pairs:
    """Tries pairs on two connections that stay open. Those of one scene had better come together:
    it is made once.
    """

    def __init__(self) -> None:
        self._first = ThreadPoolExecutor(1)
        self._second = ThreadPoolExecutor(1)
        self._waiting = LockWaits(self._second.submit(_number).result())
        self._second.submit(self._waiting.watch_turns).result()
        self._snapshot = SceneSnapshot()
        self._now: ScenePairs | None = None

    def faults(self, scene: RaceScene, first: str, second: str, stop: str) -> list[str]:
        """Return what was wrong when `second` came while `first` stood at `stop`."""
        if self._now is None or self._now.scene is not scene:
            self._now = self._made(scene)
        self._snapshot.bring_back()
        made, known = self._now.made, self._now.known
        both = frozenset((first, second))
        if both not in self._now.outcomes:
            self._now.outcomes[both] = self._serially(scene, made, known, first, second)
        allowed = self._now.outcomes[both]
        stopped = Stop(STOPS[stop])
        told = self._at_once(scene, made, first, second, stopped)
        wrong = [fault for fault in told if isinstance(fault, str)]
        now = rows(known)
        in_steps = IN_STEPS & {first.partition(":")[0], second.partition(":")[0]}
        if not wrong and not in_steps and not any(now == each for each in allowed):
            nearest = min((differences(now, each) for each in allowed), key=len)
            wrong.append(f"neither order leads here: {nearest}")
        if (broken := first_broken_event()) is not None:
            wrong.append(f"the chain of events breaks at {broken}")
        return wrong

    def close(self) -> None:
        for pool in (self._first, self._second):
            pool.submit(connections.close_all).result()
            pool.shutdown()

    def _made(self, scene: RaceScene) -> ScenePairs:
        self._snapshot.begin()
        made = scene.make()
        known = known_keys()
        before = rows(known)
        self._snapshot.take()
        self._snapshot.bring_back()
        assert rows(known) == before, f"{scene.name}: not brought back as it was made"
        return ScenePairs(scene, made, known)

    def _serially(
        self,
        scene: RaceScene,
        made: Mapping[str, Any],
        known: dict[str, set[Any]],
        first: str,
        second: str,
    ) -> list[Rows]:
        """Return the outcomes of both orders, and of each deed alone (the other being refused)."""
        outcomes = []
        for order in ((first, second), (second, first)):
            with transaction.atomic():
                for name in order:
                    _is_refused(scene.deeds[name], made)
                    outcomes.append(rows(known))
                transaction.set_rollback(True)
        return outcomes

    def _at_once(
        self, scene: RaceScene, made: Mapping[str, Any], first: str, second: str, stop: Stop
    ) -> list[str | bool]:
        seen, seen_too = Things(made), Things(made)
        self._waiting.begins.clear()
        one = self._first.submit(_act, scene.deeds[first], seen, stop)
        _until(lambda: stop.reached.is_set() or one.done())
        two = self._second.submit(_act, scene.deeds[second], seen_too, self._waiting)
        _until(lambda: two.done() or one.done() or self._waiting.is_so())
        stop.go_on.set()
        return [_in_words(one, first), _in_words(two, second)]


@dataclass(frozen=True)
class Twice:
    """A deed done twice: whether it could be done, and what the second time changed."""

    name: str
    is_done: bool
    changed: str = ""


def each_twice(scene: RaceScene, names: Collection[str]) -> Iterator[Twice]:
    """Do those deeds of a scene twice, read anew before each; nothing of it stays."""
    empty_all()
    made = scene.make()
    known = known_keys()
    for name in names:
        deed = scene.deeds[name]
        with transaction.atomic():
            if _is_refused(deed, made):
                yield Twice(name, is_done=False)
            else:
                before = rows(known)
                refused = _is_refused(deed, made)
                changed = "" if refused else differences(before, rows(known))
                yield Twice(name, is_done=True, changed=changed)
            transaction.set_rollback(True)


def _is_refused(deed: Deed, made: Mapping[str, Any]) -> bool:
    """Do it; what a refusal wrote on purpose, such as a preview made anew, stays."""
    try:
        deed(Things(made))
    except (Refusal, NotAllowed, ObjectDoesNotExist):
        return True
    return False


def _act(deed: Deed, seen: Any, wrapper: Any) -> bool:
    """Do it on this thread's connection; True if it was refused."""
    with connection.execute_wrapper(wrapper):
        try:
            deed(seen)
        except (Refusal, NotAllowed, ObjectDoesNotExist):
            return True
    return False


def _in_words(future: Future[bool], name: str) -> str | bool:
    try:
        return future.result(LONGEST_S)
    except Exception as error:  # noqa: BLE001  # whatever it is, it is what we look for
        return f"{name}: {type(error).__name__}: {str(error).splitlines()[0][:160]}"


def _until(state: Callable[[], bool]) -> None:
    """Wait for a state; one that does not come within a minute is a fault of ours."""
    deadline = time.monotonic() + LONGEST_S
    while not state():
        if time.monotonic() > deadline:
            raise TimeoutError("Two deeds at once: neither ended nor waits.")
        time.sleep(0.001)


def _number() -> int:
    connection.ensure_connection()
    if connection.vendor == "postgresql":
        return int(connection.connection.info.backend_pid)
    return 0
