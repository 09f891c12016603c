"""A throw-away PostgreSQL from the installed binaries: `python -m tools.postgres run -- COMMAND…`.

It has its own data folder, password and port on 127.0.0.1, and is gone afterwards; a PostgreSQL
that runs already is not touched. COMMAND finds it in DATABASE_URL.
"""

import argparse
import os
import pwd
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

DEBIAN = Path("/usr/lib/postgresql")
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=60")


def binaries() -> Path | None:
    """Return the folder of the newest installed initdb and pg_ctl, or None."""
    versions = [p for p in DEBIAN.glob("*/bin") if p.parent.name.isdigit()]
    newest_first = sorted(versions, key=lambda p: -int(p.parent.name))
    on_path = shutil.which("pg_ctl")
    candidates = newest_first + ([Path(on_path).resolve().parent] if on_path else [])
    return next((p for p in candidates if (p / "initdb").exists()), None)


@dataclass(frozen=True)
class Postgres:
    """A server that can be stopped and started again, as happens on an upgrade."""

    url: str
    stop: Callable[[], None]
    start: Callable[[], None]


@contextmanager
def temporary_server() -> Iterator[str]:
    """Run a server for the length of the block; yield its DATABASE_URL."""
    with controlled_server() as server:
        yield server.url


@contextmanager
def controlled_server() -> Iterator[Postgres]:
    """Run a server for the length of the block; yield what stops and starts it."""
    programs = binaries()
    if programs is None:
        sys.exit("PostgreSQL is not installed: on Debian, run `apt-get install postgresql`.")
    folder = Path(tempfile.mkdtemp(prefix="bihuan-postgres-"))
    user = _unprivileged(folder)
    try:
        password, port = secrets.token_hex(16), _free_port()
        _create(programs, folder, password, user)
        url = f"postgresql://postgres:{password}@127.0.0.1:{port}/postgres"
        control = partial(_pg_ctl, programs, folder, user)
        start = partial(control, "start", "-o", _options(folder, port))
        start()
        try:
            yield Postgres(url, partial(control, "stop", "-m", "fast"), start)
        finally:
            if (folder / "data" / "postmaster.pid").exists():
                control("stop", "-m", "immediate")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _unprivileged(folder: Path) -> dict[str, Any]:
    """Return how to run as another user: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    names = {entry.pw_name for entry in pwd.getpwall()}
    who = pwd.getpwnam("postgres" if "postgres" in names else "nobody")
    os.chown(folder, who.pw_uid, who.pw_gid)
    return {"user": who.pw_uid, "group": who.pw_gid, "extra_groups": []}


def _create(programs: Path, folder: Path, password: str, user: dict[str, Any]) -> None:
    secret = folder / "password"
    secret.touch(mode=0o600)
    secret.write_text(password)
    if user:
        os.chown(secret, user["user"], user["group"])
    _run(
        [
            programs / "initdb",
            "-D",
            folder / "data",
            "-U",
            "postgres",
            "-A",
            "scram-sha-256",
            f"--pwfile={secret}",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
        ],
        folder,
        user,
    )


def _options(folder: Path, port: int) -> str:
    settings = (f"port={port}", "listen_addresses=127.0.0.1", f"unix_socket_directories={folder}")
    return " ".join(f"-c {setting}" for setting in settings + FAST)


def _pg_ctl(programs: Path, folder: Path, user: dict[str, Any], *words: str) -> None:
    log = str(folder / "log")
    _run([programs / "pg_ctl", "-D", folder / "data", "-l", log, "-w", "-s", *words], folder, user)


def _run(command: list[str | Path], folder: Path, user: dict[str, Any]) -> None:
    """Run quietly. Output goes to a file: a server that is left running would hold a pipe open."""
    with (folder / "output").open("a+") as output:
        done = subprocess.run(command, cwd=folder, stdout=output, stderr=output, **user)
        if done.returncode:
            output.seek(0)
            sys.exit(f"PostgreSQL did not start: {output.read().strip()}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("do", choices=["run"])
    parser.add_argument("command", nargs=argparse.REMAINDER)
    command = parser.parse_args().command
    command = command[1:] if command[:1] == ["--"] else command
    with temporary_server() as url:
        done = subprocess.run(command, env={**os.environ, "DATABASE_URL": url})
    sys.exit(done.returncode)


if __name__ == "__main__":
    main()
