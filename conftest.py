"""What tests of any app may ask for."""

from __future__ import annotations

import gc
import json
import os
import shutil
import unittest
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import patch
from uuid import uuid4

import pytest
import time_machine
from hypothesis import HealthCheck, settings

from tests.cells import TURN
from tests.made import Cli, command_line, made_once
from tests.turns import left_for_another_day
from tools.system import chromium

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

SESSION = "session-of-the-test"
ASKING = {"db", "transactional_db", "live_server"}
"""Fixtures that open the database; each other one that does so asks for one of them."""

SHARED = ("cache-", "keys", "logs", "made", "media", "record-", "secret-key", "test")
"""Beginnings of what tests may leave in the data folder of their process."""

settings.register_profile(
    "the same everywhere, however slow",
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("the same everywhere, however slow")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--at", help="run as if at this moment, such as 2028-02-29T23:59:59+08:00")
    parser.addoption("--in-turns", action="store_true", help="leave what is another day's turn")


@pytest.fixture(autouse=True)
def _as_if_at(request: pytest.FixtureRequest) -> Iterator[None]:
    """The clock shows what `--at` says when a test begins, and goes on from there."""
    moment = request.config.getoption("at")
    if not moment or request.node.get_closest_marker("browser"):
        yield  # a browser has a clock of its own
        return
    with time_machine.travel(datetime.fromisoformat(moment)):
        yield


@pytest.hookimpl(tryfirst=True)  # before tests are chosen by their marks
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Begin with what takes longest: else one process would end long after the others. What cannot
    ask the database runs once, on SQLite.
    """
    if config.getoption("in_turns"):
        left = left_for_another_day(items)
        config.hook.pytest_deselected(items=left)
        items[:] = [item for item in items if item not in {*left}]
    items.sort(key=lambda item: item.get_closest_marker("long") is None)
    for item in items:
        if not _may_ask_the_database(item):
            item.add_marker("once")


def _may_ask_the_database(item: pytest.Item) -> bool:
    """Return whether a test may read the database in use, itself (pytest-django refuses it to all
    others) or by a process that it starts.
    """
    if item.get_closest_marker("django_db") or item.get_closest_marker("both"):
        return True
    kind = getattr(item, "cls", None)
    is_case = kind is not None and issubclass(kind, unittest.TestCase)
    return is_case or bool(ASKING.intersection(getattr(item, "fixturenames", ())))


def pytest_collection_finish() -> None:
    """Look no more for rubbish among what was imported: it stays to the end. Among what comes
    later, look seldom: a test leaves little.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
    gc.enable()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many cells the folded matrices tried besides, and how to try the same again."""
    counted = [
        count
        for kind in ("passed", "failed")
        for report in terminalreporter.stats.get(kind, ())
        for name, count in getattr(report, "user_properties", ())
        if name == "cells" and isinstance(count, int)
    ]
    if counted:
        terminalreporter.write_line(
            f"{len(counted)} of the tests are matrices: {sum(counted)} cells"
        )
    if terminalreporter.stats.get("failed"):
        terminalreporter.write_line(f"The shares are those of BIHUAN_TURN={TURN}")


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    cells = getattr(getattr(item, "function", None), "cells", None)
    if cells:
        item.user_properties.append(("cells", cells))


@pytest.fixture(autouse=True)
def _state_of_its_own() -> Iterator[None]:
    """Nothing is cached from another test's facts, the record is the test's own, and the clock has
    not had to tick yet. What is cached reads only tables of the apps that it names: else it would
    grow stale. One fixture: each takes its time in every test.
    """
    from django.conf import settings
    from django.db import connection

    from bihuan.audit.cached import clear_caches
    from bihuan.site.doctor import moments
    from tests.dependencies import read_only_the_dependencies
    from tests.settings import HOME

    clear_caches()
    usual = settings.RECORD_FOLDER
    settings.RECORD_FOLDER = settings.HOME / f"record-{uuid4()}"
    with (
        patch.object(moments, "STARTED", datetime.now(UTC)),
        connection.execute_wrapper(read_only_the_dependencies),
    ):
        yield
    settings.RECORD_FOLDER = usual
    (HOME / "rules-of-locked-months.json").unlink(missing_ok=True)  # of a lock that was committed
    left = [path for path in HOME.iterdir() if not path.name.startswith(SHARED)]
    for path in left:
        _remove(path)
    assert not left, f"left in the folder that all tests share: {[each.name for each in left]}"


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()


def pytest_configure() -> None:
    from tests.unrecorded import start

    start()
    gc.disable()  # until all tests are collected, of which nothing is rubbish


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call() -> Iterator[None]:
    """What the product wrote of facts in a test is in the record, row by row."""
    from tests.unrecorded import left_over

    yield
    found = left_over()
    assert not found, f"written without a record: {found}"


@pytest.fixture
def cli(tmp_path: Path) -> Cli:
    """Run `bihuan WORDS…` in a process of its own, on an empty data folder and SQLite."""
    return command_line(tmp_path / "home")


@pytest.fixture
def ready_cli(tmp_path: Path, made_home: Path) -> Cli:
    """The same on a data folder that `bihuan init` has made."""
    shutil.copytree(made_home, tmp_path / "home")
    return command_line(tmp_path / "home")


@pytest.fixture(scope="session")
def made_home() -> Path:
    """A data folder as `bihuan init` makes it for whoever lets others read all their files; to be
    copied, not used: it takes seconds.
    """

    def make(folder: Path) -> None:
        folder.mkdir()
        mask = os.umask(0)
        try:
            told = command_line(folder / "home")("init", "--json")
        finally:
            os.umask(mask)
        assert told.returncode == 0, told.stderr
        (folder / "told.json").write_text(told.stdout)

    return made_once("initialised", make) / "home"


@pytest.fixture(scope="session")
def told_by_init(made_home: Path) -> dict[str, Any]:
    """What `bihuan init` said when it made that folder."""
    told: dict[str, Any] = json.loads((made_home.parent / "told.json").read_text())
    return told


@pytest.fixture
def office_home(tmp_path: Path, _made_office_home: tuple[Path, str]) -> tuple[Path, str]:
    """A data folder of the test's own to serve, and the key of a session of the office."""
    made, session = _made_office_home
    return Path(shutil.copytree(made, tmp_path / "home")), session


@pytest.fixture(scope="session")
def _made_office_home(made_home: Path) -> tuple[Path, str]:
    from tests.served import office_session

    def make(home: Path) -> None:
        shutil.copytree(made_home, home)
        (home / SESSION).write_text(office_session(home, made=True))

    home = made_once("office", make)
    return home, (home / SESSION).read_text()


@pytest.fixture(scope="session")
def chromium_browser() -> Iterator[Browser]:
    """A headless Chromium, for tests marked `browser`."""
    from playwright.sync_api import sync_playwright  # slow to import, and few tests need it

    with sync_playwright() as playwright:
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright keeps an event loop running
        browser = playwright.chromium.launch(
            executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"]
        )
        yield browser
        browser.close()


@pytest.fixture
def page(chromium_browser: Browser, live_server: object) -> Iterator[Page]:
    """A fresh window on the running site. A relative address is the site's."""
    context = chromium_browser.new_context(
        base_url=str(live_server), locale="zh-CN", viewport={"width": 1440, "height": 900}
    )
    context.set_default_timeout(120_000)  # a state is waited for; a busy machine is slow
    yield context.new_page()
    context.close()
