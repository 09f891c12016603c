"""The command line as a user meets it: what it prints, and its exit codes."""

import json
import re
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from importlib.metadata import version
from pathlib import Path

import pytest

from .cells import every
from .served import without_root_s_powers

pytestmark = pytest.mark.once


def test_init_makes_the_data_folder_and_is_harmless_to_repeat(told_by_init, ready_cli, tmp_path):
    second = ready_cli("init", "--json")
    assert second.returncode == 0
    assert told_by_init["steps"] > 0
    assert json.loads(second.stdout) == {
        "home": str(tmp_path / "home"),
        "database": str(tmp_path / "home" / "bihuan.sqlite3"),
        "steps": 0,
        "empty": True,
        "cut_off": False,
    }


def test_a_new_database_lets_people_read_while_one_writes(ready_cli, tmp_path):
    with sqlite3.connect(tmp_path / "home" / "bihuan.sqlite3") as database:
        assert database.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_help_lists_our_commands_and_none_of_djangos(cli):
    told = cli("--help")
    assert told.returncode == 0
    assert "  init " in told.stdout
    assert "  serve " in told.stdout
    assert "makemigrations" not in told.stdout


def test_without_a_command_the_usage_is_shown_as_an_error(cli):
    assert cli().returncode == 2


def test_an_unknown_command_is_wrong_usage(cli):
    told = cli("no-such-thing")
    assert told.returncode == 2
    assert "no-such-thing" in told.stderr
    assert "Traceback" not in told.stderr


def test_a_wrong_option_is_wrong_usage(cli):
    assert cli("serve", "--port", "eighty").returncode == 2


def test_it_says_its_version(cli):
    told = cli("--version")
    assert (told.returncode, told.stdout) == (0, f"bihuan {version('bihuan')}\n")


def test_help_on_a_command_hides_options_that_only_developers_want(cli):
    told = cli("serve", "--help")
    assert told.returncode == 0
    assert "--port" in told.stdout
    assert "--pythonpath" not in told.stdout


def test_help_is_told_in_the_language_of_the_product(cli):
    told = cli("carry-over", "--help").stdout
    assert told.startswith("用法：")
    assert "从哪一年的名单结转" in told
    assert not any(word in told for word in ("usage", "options", "show this help"))


def test_a_port_in_use_is_one_sentence(cli):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        told = cli("serve", "--port", str(taken.getsockname()[1]))
    assert told.returncode == 1
    assert len(told.stderr.strip().splitlines()) == 1
    assert "Traceback" not in told.stderr


def test_a_database_that_cannot_be_reached_is_one_sentence(cli):
    told = cli("init", DATABASE_URL="postgresql://nobody@127.0.0.1:1/nothing")
    assert told.returncode == 1
    assert len(told.stderr.strip().splitlines()) == 1


@every(
    "name, value",
    [
        ("BIHUAN_IDLE_MINUTES", "abc"),
        ("BIHUAN_SESSION_HOURS", "-1"),
        ("BIHUAN_ACCESS_DAYS", "3"),
        ("BIHUAN_WORKBOOK_MB", "x"),
        ("BIHUAN_LOG_DAYS", "1e3"),
        ("BIHUAN_TRUSTED_PROXIES", "a.proxy"),
        ("BIHUAN_TILES", "https://tiles.example/map.png"),
        ("DATABASE_URL", "mysql://user:hidden@host/name"),
        ("DATABASE_URL", "postgresql://user:hidden@host:port/name"),
    ],
)
def test_what_cannot_be_set_is_one_sentence_that_names_the_variable(cli, name, value):
    told = cli("init", **{name: value})
    assert (told.returncode, told.stdout) == (1, "")
    assert name in told.stderr
    assert len(told.stderr.strip().splitlines()) == 1
    assert "hidden" not in told.stderr


def test_nothing_but_a_copy_is_made_of_what_a_newer_version_wrote(ready_cli, tmp_path):
    with sqlite3.connect(tmp_path / "home" / "bihuan.sqlite3") as database:
        database.execute(
            "INSERT INTO django_migrations (app, name, applied)"
            " VALUES ('projects', '9999_of_tomorrow', '2030-01-01')"
        )
    for command in ("init", "tick", "serve", "audit-check"):
        told = ready_cli(command)
        assert (told.returncode, "projects.9999_of_tomorrow" in told.stderr) == (1, True), command
    assert ready_cli("backup", str(tmp_path / "copy.zip")).returncode == 0


def test_who_looks_for_faults_makes_no_folder(cli, tmp_path):
    told = cli("doctor", BIHUAN_HOME=str(tmp_path / "none"))
    assert (told.returncode, (tmp_path / "none").exists()) == (1, False)
    assert "There is no data folder" in told.stderr


def test_serve_makes_an_empty_home_and_answers(tmp_path):
    server, address = _serving(tmp_path)
    try:
        assert _status(server, f"{address}/api/projects") in (401, 404)
    finally:
        server.terminate()
        server.wait()
        server.stdout.close()
    assert server.returncode == 0


def _serving(home):
    """Return a server and its address; another port is tried if the first was taken meanwhile."""
    environment = {"BIHUAN_HOME": str(home), "PATH": "/usr/bin:/bin"}
    for _attempt in range(5):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        server = subprocess.Popen(
            [sys.executable, "manage.py", "serve", "--port", str(port)],
            cwd=Path(__file__).parents[1],
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        if f"http://127.0.0.1:{port}" in server.stdout.readline():
            return server, f"http://127.0.0.1:{port}"
        server.stdout.close()
        assert server.wait() == 1  # a sentence about the port
    raise AssertionError("no port is free")


def _status(server, address):
    """Return what the server answers, however long it takes to begin."""
    while server.poll() is None:
        try:
            return urllib.request.urlopen(address, timeout=300).status
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the server ended")


def test_a_user_created_at_the_console_is_recorded_and_named_once(ready_cli):
    cli = ready_cli
    words = ("create-user", "zhang", "--role", "office", "--json")
    first = cli(*words, BIHUAN_PASSWORD="Correct horse")
    assert json.loads(first.stdout)["role"] == "office"
    second = cli(*words, BIHUAN_PASSWORD="Correct horse")
    assert second.returncode == 1
    assert "zhang" in second.stderr
    assert json.loads(cli("audit-check", "--json").stdout)["found"] == []


def test_a_user_needs_a_password_and_an_organisation_that_exists(ready_cli):
    cli = ready_cli
    assert cli("create-user", "zhang").returncode == 1
    told = cli("create-user", "zhang", "--organisation", "no such", BIHUAN_PASSWORD="Correct horse")
    assert told.returncode == 1
    assert "no such" in told.stderr


def test_nobody_signs_in_as_the_console(cli):
    assert cli("create-user", "zhang", "--role", "console").returncode == 2


def test_a_command_on_an_empty_folder_says_to_initialise_it(cli):
    told = cli("audit-check")
    assert told.returncode == 1
    assert "bihuan init" in told.stderr


def test_a_folder_that_cannot_be_written_is_one_sentence(tmp_path):
    (tmp_path / "closed").mkdir(mode=0o500)
    told = subprocess.run(
        [sys.executable, "manage.py", "init"],
        cwd=Path(__file__).parents[1],
        env={"PATH": "/usr/bin:/bin", "BIHUAN_HOME": str(tmp_path / "closed" / "home")},
        preexec_fn=without_root_s_powers,
        capture_output=True,
        text=True,
    )
    assert told.returncode == 1
    assert len(told.stderr.strip().splitlines()) == 1
    assert str(tmp_path / "closed") in told.stderr


def test_a_damaged_file_of_keys_is_one_sentence(cli, tmp_path):
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "secret-key").write_bytes(b"\xff\xfe\x00")
    told = cli("tick")
    assert told.returncode == 1
    assert len(told.stderr.strip().splitlines()) == 1
    assert "secret-key" in told.stderr


def test_a_fault_of_a_command_is_one_sentence_with_a_number_that_the_log_has(ready_cli, tmp_path):
    with sqlite3.connect(tmp_path / "home" / "bihuan.sqlite3") as database:
        database.execute("ALTER TABLE audit_event RENAME COLUMN hash TO renamed")
    database.close()
    told = ready_cli("audit-check")
    assert told.returncode == 1
    assert len(told.stderr.strip().splitlines()) == 1
    number = re.search(r"[2-9A-Z]{8}", told.stderr).group()
    (log,) = (tmp_path / "home" / "logs").glob("*.jsonl")
    (line,) = [each for each in log.read_text().splitlines() if number in each]
    assert "no such column" in json.loads(line)["exception"]


def test_an_emptied_database_does_not_become_a_new_installation(ready_cli, tmp_path):
    database = tmp_path / "home" / "bihuan.sqlite3"
    for companion in ("-wal", "-shm"):
        database.with_name(f"{database.name}{companion}").unlink(missing_ok=True)
    database.write_bytes(b"")
    told = ready_cli("init")
    assert told.returncode == 1
    assert "BIHUAN_HOME" in told.stderr


def test_a_command_that_only_reads_a_file_makes_no_data_folder(cli, tmp_path):
    (tmp_path / "no-backup").write_text("nothing of ours")
    told = cli("verify-backup", str(tmp_path / "no-backup"))
    assert told.returncode == 1
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize(
    ("words", "code"), [([], 2), (["help"], 0), (["--help"], 0), (["-h"], 0), (["serve", "-h"], 0)]
)
def test_help_writes_nothing_and_names_the_data_folder_in_force(cli, tmp_path, words, code):
    told = cli(*words)
    assert told.returncode == code
    assert words[1:] or str(tmp_path / "home") in told.stdout
    assert not (tmp_path / "home").exists()


def test_init_makes_no_tables_in_another_programme_s_database(cli, tmp_path):
    (tmp_path / "home").mkdir()
    place = tmp_path / "home" / "bihuan.sqlite3"
    with sqlite3.connect(place) as database:
        database.execute("CREATE TABLE customers (name TEXT)")
    database.close()
    told = cli("init")
    assert told.returncode == 1
    assert "其他程序" in told.stderr
    with sqlite3.connect(place) as database:
        tables = database.execute("SELECT name FROM sqlite_master").fetchall()
    database.close()
    assert tables == [("customers",)]


def test_an_emptied_or_damaged_database_wants_a_backup_not_a_new_beginning(ready_cli, tmp_path):
    place = tmp_path / "home" / "bihuan.sqlite3"
    for content, words in ((b"", "备份"), (b"no database" * 1_000, "备份")):
        for path in tmp_path.glob("home/bihuan.sqlite3-*"):
            path.unlink()
        place.write_bytes(content)
        for command in ("audit-check", "tick"):
            told = ready_cli(command)
            assert told.returncode == 1
            assert words in told.stderr, told.stderr
            assert len(told.stderr.strip().splitlines()) == 1
