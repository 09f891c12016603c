"""Kill `load-example` and call it again: `python -m tests.kills.example [--count N] [--seed S]`.

Whenever it was killed, in the end all is there that is there without a kill.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

ROOT = Path(__file__).resolve().parents[2]
KILLED = -9
COUNTS = """
import json
from bihuan.accounts.models import User
from bihuan.audit.log import first_broken_event
from bihuan.matters.models import Matter
from bihuan.projects.models import Project
from bihuan.site.demo_accounts import told_accounts
told = told_accounts()
print("COUNTS", json.dumps({
    "projects": Project.objects.count(), "matters": Matter.objects.count(),
    "accounts": User.objects.count(), "told": len(told),
    "can sign in": sum(User.objects.get(username=u).check_password(p) for u, p in told),
    "chain broken at": first_broken_event(),
}))
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=5)
    parser.add_argument("--seed", type=int, default=2024)
    told = parser.parse_args()
    drawn, faults = random.Random(told.seed), 0
    with tempfile.TemporaryDirectory() as folder:
        whole = _Site(Path(folder) / "whole")
        places = int(whole.doomed(0).stdout.rsplit("PLACES ", 1)[1])
        wanted = whole.counts()
        print(f"without a kill: {wanted}, {places} places", flush=True)
        for number in range(told.count):
            site, place = _Site(Path(folder) / f"killed{number}"), drawn.randint(1, places)
            assert site.doomed(place).returncode == KILLED
            site.run("load_example")
            found = site.counts()
            faults += found != wanted
            print(f"{'✓' if found == wanted else '✗'} killed at {place}: {found}", flush=True)
            site.forget()
    print(f"{told.count} loads killed, {faults} faults")
    return 1 if faults else 0


class _Site:
    """A data folder, and a database of its own if there is a server."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.environment = {**os.environ, "BIHUAN_HOME": str(home)}
        if url := os.environ.get("DATABASE_URL", ""):
            self._on_server(url)

    def _on_server(self, url: str) -> None:
        import psycopg

        name = f"bihuan_example_{os.getpid()}_{self.home.name}"
        with psycopg.connect(url, autocommit=True) as server:
            server.execute(f'CREATE DATABASE "{name}"')
        self.environment["DATABASE_URL"] = urlunsplit(urlsplit(url)._replace(path=f"/{name}"))

    def doomed(self, place: int) -> subprocess.CompletedProcess[str]:
        self.run("init")
        return self._python("-m", "tests.kills.doomed", str(place), "load_example")

    def run(self, *words: str) -> str:
        done = self._python("manage.py", *words)
        if done.returncode:
            sys.exit(f"`{' '.join(words)}` failed: {done.stderr}")
        return done.stdout

    def counts(self) -> dict[str, object]:
        said = self.run("shell", "--no-imports", "-c", COUNTS)
        found: dict[str, object] = json.loads(said.rsplit("COUNTS ", 1)[1])
        return found

    def forget(self) -> None:
        shutil.rmtree(self.home)

    def _python(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *words],
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
        )


if __name__ == "__main__":
    sys.exit(main())
