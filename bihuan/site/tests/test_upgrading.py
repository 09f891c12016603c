"""An upgrade changes the tables and the record together, or not at all."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest

pytestmark = pytest.mark.in_turns

KILLED = -9
PLACE = "90"  # of those at which a first `init` writes or commits: half the tables are made


@pytest.mark.long
def test_an_init_that_was_killed_was_never_begun_and_is_begun_anew(cli, tmp_path):
    home = tmp_path / "home"
    killed = subprocess.run(
        [sys.executable, "-m", "tests.kills.doomed", PLACE, "init"],
        check=False,
        env={
            **os.environ,
            "BIHUAN_HOME": str(home),
            "DATABASE_URL": "",
            "DJANGO_SETTINGS_MODULE": "bihuan.site.settings",
        },
    )
    assert killed.returncode == KILLED
    with closing(sqlite3.connect(home / "bihuan.sqlite3")) as database:
        assert database.execute("SELECT name FROM sqlite_master").fetchall() == []
    assert "bihuan init" in cli("audit-check").stderr
    assert cli("init").returncode == 0
    assert cli("audit-check").returncode == 0
