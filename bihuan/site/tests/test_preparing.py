"""What ordinary pages ask is compiled before anybody opens them, by a process that ends."""

import sys
from datetime import UTC, datetime
from threading import enumerate as threads
from unittest.mock import patch

import pytest
import time_machine
from django.core.management import call_command

from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_organisation, make_user, signed_in
from bihuan.audit.cached import clear_caches
from bihuan.figures import engine, statements
from bihuan.figures.tests.factories import WAN, accept_month, make_listed
from bihuan.site import preparing
from bihuan.site.backups import contents

pytestmark = pytest.mark.django_db
IN_APRIL = datetime(2024, 4, 1, 2, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _empty(settings, tmp_path):
    settings.STATEMENTS_FOLDER = tmp_path / "statements"
    engine.compiled.cache_clear()
    with time_machine.travel(IN_APRIL, tick=False):
        yield
    engine.compiled.cache_clear()


def test_pages_find_everything_compiled(capsys):
    accept_month(make_listed(), 5 * WAN)
    readers = [
        make_user(role=Role.OFFICE),
        make_user(role=Role.REPORTER, organisation=make_organisation()),
    ]
    call_command("prepare")
    assert "编译" in capsys.readouterr().out
    engine.compiled.cache_clear()
    clear_caches()
    with patch.object(engine, "compile_shape", side_effect=AssertionError("compiled")):
        for user in readers:
            for page in ("/?year=2024", "/projects/?year=2024", "/figures/?year=2024"):
                assert signed_in(user).get(page).status_code == 200


def test_without_a_project_there_is_nothing_to_prepare(capsys):
    call_command("prepare")
    assert "没有" in capsys.readouterr().out
    assert not statements.are_prepared()


def test_a_folder_that_takes_nothing_is_told(capsys, settings, tmp_path):
    accept_month(make_listed(), 5 * WAN)
    settings.STATEMENTS_FOLDER = tmp_path / "missing" / "statements"
    call_command("prepare")
    assert "写入" in capsys.readouterr().out


def _sleeping():
    return [each for each in threads() if each.name == "preparing"]


@pytest.mark.django_db(transaction=True)
def test_the_server_starts_it_once_for_each_code_and_ends_it_when_it_stops():
    accept_month(make_listed(), 5 * WAN)
    sleeps = (sys.executable, "-c", "import time; time.sleep(600)")
    with (
        patch.object(preparing, "COMMAND", sleeps),
        patch.object(preparing, "FIRST_AFTER_SECONDS", 0),
    ):
        stop = preparing.start()
        (thread,) = _sleeping()
        stop.set()
        thread.join(60)
        assert not thread.is_alive()
        statements.note_prepared()
        with patch("subprocess.Popen", side_effect=AssertionError("again")):
            preparing._run(stop)


def test_what_processes_make_anew_is_in_no_backup(settings, tmp_path):
    settings.HOME = tmp_path
    for name in ("presets/lights.yaml", "fonts/a.ttf", "statements/c0de/a", "cache/a", "running/a"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    assert contents.settings_files() == ["fonts/a.ttf", "presets/lights.yaml"]
