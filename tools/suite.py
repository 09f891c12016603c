"""Every test: on SQLite with a real browser, then on a PostgreSQL of our own.

Run as `python -m tools.suite`; arguments go to pytest. The last line says what passed, how long it
took, and what did not run and why.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tools.postgres import temporary_server
from tools.system import chromium, install_missing, sentence

ROOT = Path(__file__).resolve().parents[1]
MEMORY = Path("/dev/shm")  # a file system that waits for no disk, where there is one
ROOM = 6 * 2**30  # bytes; tests of both engines leave less
NO_TESTS = 5  # pytest's exit code when its arguments choose none


@dataclass(frozen=True)
class SuiteRun:
    """How the tests went on one engine."""

    engine: str
    code: int
    seconds: float

    @property
    def passed(self) -> bool:
        return self.code in (0, NO_TESTS)

    def __str__(self) -> str:
        how = "passed" if self.passed else "FAILED"
        return f"{self.engine} {how} in {self.seconds:.0f} s"


def main() -> None:
    arguments = sys.argv[1:]
    missing = install_missing()
    absent = {need.package for need in missing}
    with TemporaryDirectory(prefix="bihuan-suite-", dir=_in_memory()) as folder:
        Path(folder).chmod(0o711)  # PostgreSQL runs as another user
        tempfile.tempdir = os.environ["TMPDIR"] = folder
        os.environ["BIHUAN_MADE_HOME"] = f"{folder}/made"  # folders that tests of both engines copy
        runs = _runs(arguments, with_postgresql="postgresql" not in absent)
    print(_verdict(runs, sentence(missing) if missing else ""))
    sys.exit(0 if all(run.passed for run in runs) else 1)


def _in_memory() -> Path | None:
    """Return where files need not wait for a disk, if all that tests write has room there."""
    usable = MEMORY.is_dir() and os.access(MEMORY, os.W_OK)
    return MEMORY if usable and shutil.disk_usage(MEMORY).free >= ROOM else None


def _workers() -> int:
    """Return one process more than processors: there is always one that waits for a browser, a
    server or what another makes for all.
    """
    return len(os.sched_getaffinity(0)) + 1


def _runs(arguments: list[str], *, with_postgresql: bool) -> list[SuiteRun]:
    browser = chromium() is not None
    print("· 1 of 2: SQLite" + (" and a real browser" if browser else ""), flush=True)
    runs = [_pytest("SQLite", arguments, without=[] if browser else ["browser"], url="")]
    if with_postgresql:
        print("· 2 of 2: PostgreSQL, all that asks the database", flush=True)
        with temporary_server() as url:
            runs.append(_pytest("PostgreSQL", arguments, without=["browser", "once"], url=url))
    return runs


def _verdict(runs: list[SuiteRun], missing: str) -> str:
    """Return the last line: what passed, how long it took, what was not run."""
    verdict = "All tests passed" if all(run.passed for run in runs) else "Some tests FAILED"
    return " ".join(filter(None, [f"{verdict}: {', '.join(map(str, runs))}.", missing]))


def _pytest(engine: str, arguments: list[str], *, without: list[str], url: str) -> SuiteRun:
    which = ["-m", " and ".join(f"not {mark}" for mark in without)] if without else []
    environment = {**os.environ, "DATABASE_URL": url}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # each of hundreds of processes would compile
    started = time.monotonic()
    at_once = ["-n", str(_workers()), "--dist", "worksteal"]
    in_turns = [] if arguments else ["--in-turns"]  # whoever asks for a part wants all of it
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *at_once, *in_turns, *which, *arguments],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
    )
    return SuiteRun(engine, done.returncode, time.monotonic() - started)


if __name__ == "__main__":
    main()
