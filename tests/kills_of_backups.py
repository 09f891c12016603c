"""Backup and restore killed at many points: `python -m tests.kills_of_backups [--kills N]`.

Each is run in a process of its own that is killed with SIGKILL: half of them just before its n-th
touch of a file, so that every step is reached, and half after some of the time it takes, so that
long steps are. Afterwards nothing half is taken for whole, and running it again comes to the end.
Without a data folder it makes one.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

DONE, REFUSED, CRASHED = 0, 3, 4
AT = datetime(2024, 4, 2, 2, tzinfo=UTC)
TOUCHES = ("open", "os.", "shutil.", "sqlite3.connect", "subprocess.Popen")
Point = int | float
"""Before which touch of a file, or after how many seconds, a process is killed."""


def run(act: Callable[[], object], watched: Path, point: Point | None = None) -> tuple[int, int]:
    """Do something in a process of its own, killed at a point; return its exit code (negative if it
    was killed) and how often it touched files under `watched`.
    """
    from django.db import connections

    connections.close_all()
    read_end, write_end = os.pipe()
    if (child := os.fork()) == 0:
        _child(act, watched, point if isinstance(point, int) else None, write_end)
    os.close(write_end)
    if isinstance(point, float):
        time.sleep(point)  # not to wait for something: any moment is as good as another
        os.kill(child, signal.SIGKILL)
    told = os.read(read_end, 20)
    os.close(read_end)
    _pid, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status), int(told or 0)


def _child(act: Callable[[], object], watched: Path, kill_at: int | None, told: int) -> None:
    from bihuan.kit.errors import Refusal

    touched, root = 0, str(watched)

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal touched
        if event.startswith(TOUCHES) and root in str(arguments):
            touched += 1
            if touched == kill_at:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)
    code = CRASHED
    try:
        act()
        code = DONE
    except Refusal:
        code = REFUSED
    except BaseException:  # noqa: BLE001  # told by the exit code
        traceback.print_exc()
    os.write(told, str(touched).encode())
    os._exit(code)


@dataclass
class Matrix:
    """One office whose backups and restores are killed, in folders under `beside`."""

    home: Path
    database: str
    beside: Path
    random: Random
    counts: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def backups(self, kills: int) -> None:
        """Kill so many backups; each must leave a whole file or none, and the next one succeed."""
        folder = self.beside / "backups"
        folder.mkdir()
        points = self._points(lambda: self._back_up(folder / "first.zip"), folder, kills)
        for number, point in enumerate(points):
            place = folder / f"{number}.zip"
            code, _touched = run(partial(self._back_up, place), folder, point)
            self._count("backup", code)
            if place.exists():
                self._check(
                    run(partial(self._verify, place), folder)[0] == DONE,
                    f"backup at {point}: half a file",
                )
                place.unlink()
            again, _touched = run(partial(self._back_up, place), folder)
            self._check(again == DONE, f"backup at {point}: the next one fails")
            audited, _touched = run(partial(self._audit, self.home, self.database), folder)
            self._check(audited == DONE, f"backup at {point}: the facts are not the record's")
            left = [p.name for p in folder.iterdir() if p.name not in ("first.zip", place.name)]
            self._check(not left, f"backup at {point}: {left} is left")
            place.unlink(missing_ok=True)

    def restores(self, kills: int) -> None:
        """Kill so many restores; each leaves all, nothing or a marked folder, and runs again."""
        place = self.beside / "whole.zip"
        assert run(lambda: self._back_up(place), self.beside)[0] == DONE
        with ExitStack() as stack:
            target = self._empty_database(stack)
            first = self.beside / "restored-first"
            points = self._points(lambda: self._restore(place, first, target), first, kills)
            self._empty(target)
            for number, point in enumerate(points):
                home = self.beside / f"restored-{number}"
                act = partial(self._restore, place, home, target)
                code, _touched = run(act, home, point)
                self._count("restore", code)
                state = run(partial(self._state, place, home, target), home)[0]
                self._check(
                    state in (DONE, REFUSED), f"restore at {point}: half is taken for whole"
                )
                if state == REFUSED or not (home / "presets").exists():
                    self._check(run(act, home)[0] == DONE, f"restore at {point}: not again")
                whole = run(partial(self._compare, place, home, target), home)[0]
                self._check(whole == DONE, f"restore at {point}: not whole in the end")
                audited = run(partial(self._audit, home, target), home)[0]
                self._check(audited == DONE, f"restore at {point}: the facts are not the record's")
                self._empty(target)

    def _points(self, act: Callable[[], object], watched: Path, kills: int) -> list[Point]:
        started = time.monotonic()
        code, touched = run(act, watched)
        assert code == DONE, "the first one, which nobody kills, fails"
        seconds = time.monotonic() - started
        by_touch: list[Point] = [self.random.randint(1, touched) for _ in range(kills - kills // 2)]
        return by_touch + [self.random.uniform(0, seconds) for _ in range(kills // 2)]

    def _count(self, what: str, code: int) -> None:
        self.counts[f"{what} {'killed' if code < 0 else 'finished before'}"] += 1
        self._check(code in (DONE, -signal.SIGKILL), f"{what}: exit {code}")

    def _check(self, holds: bool, fault: str) -> None:  # noqa: FBT001  # a private assertion
        if not holds:
            self.faults.append(fault)

    def _back_up(self, place: Path) -> None:
        from bihuan.audit.log import ClockActor
        from bihuan.site.backups.making import make_backup
        from tests.installations import working_on

        with working_on(self.home, self.database):
            make_backup(place=place, passphrase=None, by=ClockActor(), at=AT)

    def _verify(self, place: Path) -> None:
        from bihuan.kit.errors import Refusal
        from bihuan.site.backups.verifying import verify_backup
        from tests.installations import working_on

        with working_on(self.home, self.database):
            if faults := verify_backup(place).faults:
                raise Refusal(str(faults))

    def _restore(self, place: Path, home: Path, target: str) -> None:
        from bihuan.audit.log import ClockActor
        from bihuan.site.backups.restoring import restore_backup
        from tests.installations import working_on

        with working_on(home, target or str(home / "bihuan.sqlite3")):
            restore_backup(place=place, passphrase=None, by=ClockActor(), at=AT)

    def _state(self, place: Path, home: Path, target: str) -> None:
        """Raise Refusal for a marked folder; fail unless there is nothing, or all."""
        from bihuan.site.backups import snapshot, unfinished
        from tests.installations import working_on

        with working_on(home, target or str(home / "bihuan.sqlite3")):
            unfinished.refuse_unfinished()
            nothing = not home.exists() or not unfinished.strangers()
            if nothing and snapshot.is_empty():
                return
        self._compare(place, home, target)

    def _compare(self, place: Path, home: Path, target: str) -> None:
        from bihuan.site.backups import contents, manifest
        from bihuan.site.backups.archive import opened
        from bihuan.site.backups.verifying import read_manifest
        from tests.installations import working_on

        with opened(place) as packed:
            told = read_manifest(packed)
            with working_on(home, target or str(home / "bihuan.sqlite3")):
                found = manifest.describe(AT)
            for name in told.members:
                if name.startswith(contents.INSIDE):
                    assert (home / name.removeprefix(contents.INSIDE)).read_bytes() == packed.read(
                        name
                    )
        expected = told.counts | {"audit_event": told.counts["audit_event"] + 1}
        assert found.counts == expected
        assert found.figures == told.figures

    def seal(self) -> None:
        """Begin the record of what was there without it."""
        from bihuan.audit.baseline import Before, seal
        from bihuan.audit.log import ClockActor
        from tests.installations import working_on

        with working_on(self.home, self.database):
            seal(before=Before(), by=ClockActor(), at=AT)

    def _audit(self, home: Path, target: str) -> None:
        """Fail if anything but a stray file differs from the record."""
        from bihuan.audit.check import check
        from tests.installations import working_on

        with working_on(home, target or str(home / "bihuan.sqlite3")):
            found = check().found
        assert not found, [str(each) for each in found]

    def _empty_database(self, stack: ExitStack) -> str:
        from django.db import connection

        from tests.installations import postgres_database

        if connection.vendor == "sqlite":
            return ""
        return stack.enter_context(postgres_database(has_tables=False))

    def _empty(self, target: str) -> None:
        from bihuan.site.backups import postgres
        from tests.installations import working_on

        if target:
            with working_on(self.home, target):
                postgres.clear()


def matrix(home: Path, database: str, *, kills: int, seed: int) -> dict[str, Any]:
    """Kill so many backups and as many restores of an office; return counts and faults."""
    with tempfile.TemporaryDirectory(prefix="bihuan-kills-") as folder:
        tried = Matrix(home, database, Path(folder), Random(seed))
        assert run(tried.seal, home)[0] == DONE
        tried.backups(kills)
        tried.restores(kills)
    return {**tried.counts, "faults": tried.faults}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=40, help="of backups, and as many of restores")
    parser.add_argument("--seed", type=int, default=8)
    parser.add_argument("--home", type=Path)
    parser.add_argument("--database", default="", help="its name; that in the folder without one")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bihuan-office-") as folder:
        home = asked.home or Path(folder)
        os.environ["BIHUAN_HOME"] = str(home)
        import django

        django.setup()
        from django.db import connection

        if asked.home is None:
            _make_office(home)
        name = asked.database or str(connection.settings_dict["NAME"])
        done = matrix(home, name, kills=asked.kills, seed=asked.seed)
    sys.stdout.write(json.dumps(done) + "\n")
    sys.exit(1 if done["faults"] else 0)


def _make_office(home: Path) -> None:
    """Fill an empty installation with a figure, a photo and a preset; its record begins then."""
    from django.core.management import call_command

    from bihuan.lights.tests.factories import make_reported
    from bihuan.site.home import initialise
    from bihuan.site.tests.factories import add_picture

    call_command("migrate", verbosity=0)
    make_reported(completed_yuan=1_234_567)
    add_picture()
    initialise()
    (home / "presets").mkdir()
    (home / "presets" / "rounds.yaml").write_text("own: true\n")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bihuan.site.settings")
    main()
