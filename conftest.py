"""What tests of any app may ask for."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from tools.system import chromium

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

Cli = Callable[..., "subprocess.CompletedProcess[str]"]

settings.register_profile(
    "the same everywhere, however slow", derandomize=True, database=None, deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)  # fmt: skip
settings.load_profile("the same everywhere, however slow")


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    """Each test has a database of its own: what was computed from another's facts is dropped."""
    from bihuan.audit.kept import forget

    forget()


@pytest.fixture(autouse=True)
def _what_is_kept_reads_what_it_rests_on() -> Iterator[None]:
    """What is kept reads only tables of the apps that it names: else it would grow stale."""
    from django.db import connection

    from tests.grounds import read_only_the_grounds

    with connection.execute_wrapper(read_only_the_grounds):
        yield


@pytest.fixture
def cli(tmp_path: Path) -> Cli:
    """Run `bihuan WORDS…` in a process of its own, on an empty data folder and SQLite."""
    environment = {
        **{k: v for k, v in os.environ.items() if k != "DATABASE_URL"},
        "BIHUAN_HOME": str(tmp_path / "home"),
        "DJANGO_SETTINGS_MODULE": "bihuan.site.settings",
    }

    def run(*words: str, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=Path(__file__).parent, env=environment | more, stdin=subprocess.DEVNULL,
            capture_output=True, text=True, timeout=120,
        )  # fmt: skip

    return run


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
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()
