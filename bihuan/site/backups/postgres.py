"""A PostgreSQL database: dumped and restored by its own programs."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection, transaction

from bihuan.kit.errors import Refusal
from bihuan.kit.words import gettext


@contextmanager
def one_moment() -> Iterator[None]:
    """Read as of one moment, whatever others commit meanwhile."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def check_programs() -> None:
    """Raise Refusal if pg_dump or pg_restore is missing, or older than the server."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        server = int(cursor.fetchone()[0]) // 10_000
    for name in ("pg_dump", "pg_restore"):
        if (own := _version(name)) < server:
            raise Refusal(
                gettext(
                    "%(name)s here is version %(own)s, older than the server's %(server)s:"
                    " install postgresql-client-%(server)s."
                )
                % {"name": name, "own": own, "server": server}
            )


def dump(to: Path) -> None:
    """Write the database as the running transaction sees it, in pg_dump's own format."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = cursor.fetchone()[0]
    to.touch(mode=0o600)
    _run("pg_dump", "--format=custom", f"--snapshot={snapshot}", *OWNERLESS, f"--file={to}")


def restore(source: Path) -> None:
    """Fill the empty database: all of it, or nothing."""
    name = str(connection.settings_dict["NAME"])
    _run(
        "pg_restore",
        "--single-transaction",
        "--exit-on-error",
        *OWNERLESS,
        f"--dbname={name}",
        str(source),
    )


def faults(source: Path) -> list[str]:
    """Return what pg_restore finds wrong with a dump; an empty list if it can be listed."""
    _version("pg_restore")
    done = subprocess.run(["pg_restore", "--list", str(source)], capture_output=True, text=True)
    return [done.stderr.strip()] if done.returncode else []


def is_empty() -> bool:
    """Return whether the database has no table."""
    return not connection.introspection.table_names()


def clear() -> None:
    """Drop every table, and stop a pg_restore whose caller was killed: only for what an interrupted
    restore left.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity"
            " WHERE datname = current_database() AND application_name = 'pg_restore'"
        )
        names = ", ".join(map(connection.ops.quote_name, connection.introspection.table_names()))
        if names:
            cursor.execute(f"DROP TABLE {names} CASCADE")


OWNERLESS = ("--no-owner", "--no-privileges")


def _version(name: str) -> int:
    """Return the major version of an installed program. Raises Refusal if there is none."""
    if shutil.which(name) is None:
        raise Refusal(
            gettext("%s is not installed: on Debian, it is in the package postgresql-client.")
            % name
        )
    told = subprocess.run([name, "--version"], capture_output=True, text=True, env=_environment())
    found = re.search(r"(\d+)(?:\.\d+)*", told.stdout)
    return int(found[1]) if found else 0


def _run(name: str, *words: str) -> None:
    done = subprocess.run(
        [name, *words], env=_environment(), stdin=subprocess.DEVNULL, capture_output=True, text=True
    )
    if done.returncode:
        lines = done.stderr.strip().splitlines() or [str(done.returncode)]
        raise Refusal(gettext("%(name)s failed: %(reason)s") % {"name": name, "reason": lines[0]})


def _environment() -> dict[str, str]:
    """Return where the database is, as its programs read it: no list of processes shows it."""
    chosen = connection.settings_dict
    told = {
        "PGHOST": chosen["HOST"],
        "PGPORT": str(chosen["PORT"] or ""),
        "PGUSER": chosen["USER"],
        "PGPASSWORD": chosen["PASSWORD"],
        "PGDATABASE": str(chosen["NAME"]),
    }
    return {**os.environ, **{name: value for name, value in told.items() if value}}
