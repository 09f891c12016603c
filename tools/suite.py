"""Every test: on SQLite with a real browser, then on a PostgreSQL of our own.

Run as `python -m tools.suite`; arguments go to pytest. Says at the end what did not run, and why.
"""

import os
import subprocess
import sys
import time
from pathlib import Path

from tools.postgres import temporary_server
from tools.system import install_missing, sentence

ROOT = Path(__file__).resolve().parents[1]


def main() -> None:
    arguments = sys.argv[1:]
    missing = install_missing()
    absent = {need.package for need in missing}
    results = {"SQLite": _pytest(arguments, browser="chromium" not in absent, url="")}
    if "postgresql" not in absent:
        with temporary_server() as url:
            results["PostgreSQL"] = _pytest(arguments, browser=False, url=url)
    for engine, code in results.items():
        print(f"{engine}: {'all tests passed' if code == 0 else 'FAILED'}")
    if missing:
        print(sentence(missing))
    sys.exit(max(results.values()))


def _pytest(arguments: list[str], *, browser: bool, url: str) -> int:
    engine = "PostgreSQL" if url else "SQLite"
    print(f"== {engine}", flush=True)
    which = [] if browser else ["-m", "not browser"]
    environment = {**os.environ, "DATABASE_URL": url}
    started = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-n", "auto", "--dist", "worksteal", *which, *arguments],
        cwd=ROOT, env=environment, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    print(f"== {engine}: {time.monotonic() - started:.0f} s", flush=True)
    return done.returncode


if __name__ == "__main__":
    main()
