"""No command changes a file that is not ours where our database should be: it is only read."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest

from bihuan.site.cli import commands

from .house import ROOT

pytestmark = [pytest.mark.once, pytest.mark.long, pytest.mark.in_turns]
MAKES_A_DATABASE = frozenset({"init", "load_example", "restore", "serve"})
"""Where none is, or an empty file; never in a file that holds something."""
READ_ONLY = ("audit_check", "doctor", "export_record", "figures", "matters", "rows", "sweep_strays")
WORDS = {
    "backup": ["backup", "{beside}/backup.zip"],
    "countersign": ["countersign", "{beside}/none.json"],
    "create_user": ["create-user", "somebody"],
    "export_record": ["export-record", "{beside}/record.json"],
    "import": ["import", "{beside}/none.xlsx", "--dry-run"],
    "judge": ["judge", "--year", "2024"],
    "link_user": ["link-user", "somebody"],
    "restore": ["restore", "{beside}/none.zip"],
    "rows": ["rows", "projects"],
    "sweep_strays": ["sweep-strays", "--dry-run"],
    "serve": ["serve", "--port", "0"],
    "unlock": ["unlock", "somebody"],
    "verify_backup": ["verify-backup", "{beside}/none.zip"],
}
"""How the commands that want something are called; the others are called by their names."""


def test_every_command_leaves_a_file_that_is_not_ours_as_it_was(tmp_path):
    foreign, *others = files_of_others(tmp_path)
    found = run(tmp_path, sorted(commands()), [foreign]) + run(tmp_path, READ_ONLY, others)
    found += run(tmp_path, sorted(MAKES_A_DATABASE), others)
    assert len(found) == len(commands()) + (len(READ_ONLY) + len(MAKES_A_DATABASE)) * len(others)
    changed = [(file, name) for file, name, _code, _said, same in found if not same]
    assert not changed
    assert all(code for file, name, code, _said, _same in found if name != "platform-secret")
    assert [each for each in found if "Traceback" in each[3]] == []


def test_a_command_makes_no_database_where_none_is_and_none_of_an_empty_file(tmp_path):
    (tmp_path / "empty").write_bytes(b"")
    names = sorted(commands().keys() - MAKES_A_DATABASE)
    found = run(tmp_path, names, [None, tmp_path / "empty"])
    assert len(found) == 2 * len(names)
    assert [(file, name) for file, name, _code, _said, same in found if not same] == []


def files_of_others(folder):
    """Databases of other programmes, of Django among them, in both modes; a text, and a database
    that is damaged.
    """
    names = ("django", "foreign", "foreign-wal", "text", "damaged")
    places = [folder / name for name in names]
    tables = ("django_migrations", "customers", "customers")
    for place, mode, table in zip(places[:3], ("DELETE", "DELETE", "WAL"), tables, strict=True):
        with closing(sqlite3.connect(place)) as database:
            database.execute(f"PRAGMA journal_mode={mode}")
            database.execute(
                f"CREATE TABLE {table} (id INTEGER, app TEXT, name TEXT, applied TEXT)"
            )
            steps = [(1, "auth", "0001_initial"), (2, "audit", "0001_initial"), (3, "blog", "0001")]
            statement = f"INSERT INTO {table} VALUES (?, ?, ?, '2020-01-01')"
            database.executemany(statement, steps)
            database.commit()
    places[3].write_text("一封信\n" * 5_000)
    places[4].write_bytes(places[1].read_bytes()[:4096] + b"\xa5" * 8192)
    return places


def run(tmp_path, names, files):
    home = tmp_path / "home"
    home.mkdir(exist_ok=True)
    lines = [WORDS.get(name, [name.replace("_", "-")]) for name in names]
    asked = {
        "commands": [[word.format(beside=tmp_path) for word in words] for words in lines],
        "files": [None if file is None else str(file) for file in files],
    }
    usual = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
    done = subprocess.run(
        [sys.executable, "-m", "tests.commands_on_files"],
        cwd=ROOT,
        env=usual | {"BIHUAN_HOME": str(home)},
        input=json.dumps(asked),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
