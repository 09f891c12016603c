"""A drill as on a bad day: people save while a backup is made, and all of that must be in it.

A real `bihuan serve` is written to over HTTP, a real `bihuan backup` runs meanwhile, the server is
killed, and `bihuan restore` puts the backup back elsewhere.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPException
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from tools.site import free_port, wait_for

from .forked import run_forked
from .installations import picture

ROOT = Path(__file__).resolve().parents[1]
PASSWORD = "Long-enough-for-a-drill-1"


@dataclass(frozen=True)
class Machine:
    """A data folder and the database beside it, worked on by commands alone."""

    home: Path
    url: str = ""

    def run(self, *words: str) -> str:
        """Return what `bihuan WORDS…` prints; fail if it refuses."""
        done = run_forked(words, self._environment())
        assert done.returncode == 0, done.stderr
        return done.stdout

    @contextmanager
    def served(self) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
        """Serve for the length of the block; yield the address and the process."""
        port = free_port()
        with (self.home.parent / "serve.log").open("ab") as log:
            server = subprocess.Popen(
                [sys.executable, "manage.py", "serve", "--port", str(port)],
                cwd=ROOT,
                env=self._environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        try:
            wait_for(f"http://127.0.0.1:{port}", server)
            yield f"http://127.0.0.1:{port}", server
        finally:
            kill(server)

    def _environment(self) -> dict[str, str]:
        told = {
            "BIHUAN_HOME": str(self.home),
            "DATABASE_URL": self.url,
            "BIHUAN_BACKUP_AT": "off",
            "DJANGO_SETTINGS_MODULE": "bihuan.site.settings",
        }
        return {**os.environ, **told}


def kill(server: subprocess.Popen[bytes]) -> None:
    """End a server and its worker as a power cut would."""
    if server.poll() is None:
        os.killpg(server.pid, 9)
        server.wait()


class SignedInPerson:
    """Somebody signed in over HTTP."""

    def __init__(self, address: str, username: str) -> None:
        self._address, self._cookies = address, CookieJar()
        self._browser = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(self._cookies), urllib.request.ProxyHandler({})
        )
        page = self._open("/sign-in/login/").decode()
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
        assert token
        form = {"login": username, "password": PASSWORD, "csrfmiddlewaretoken": token[1]}
        self._open("/sign-in/login/", urlencode(form).encode())

    def send(self, path: str, body: bytes, kind: str) -> dict[str, Any]:
        """Post to the API; return what it answers. Raises OSError if it does not take it."""
        token = next(c.value for c in self._cookies if c.name == "csrftoken")
        answer: dict[str, Any] = json.loads(
            self._open(path, body, {"X-CSRFToken": str(token), "Content-Type": kind})
        )
        return answer

    def _open(self, path: str, body: bytes | None = None, more: Any = None) -> bytes:
        asked = urllib.request.Request(self._address + path, body, more or {})
        with self._browser.open(asked, timeout=60) as answer:
            content: bytes = answer.read()
            return content


@dataclass
class Writers:
    """People who save projects and photos until they are stopped, and what was acknowledged."""

    people: list[SignedInPerson]
    reports: list[int]
    pause: float = 0.0
    """Seconds that each takes between two saves."""
    projects: list[int] = field(default_factory=list)
    photos: dict[int, str] = field(default_factory=dict)
    refused: str = ""
    saved: threading.Condition = field(default_factory=threading.Condition)
    stop: threading.Event = field(default_factory=threading.Event)

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Let all of them save for the length of the block."""
        acts = [self._save_projects, self._save_photos]
        threads = [
            threading.Thread(target=self._until_stopped, args=(acts[n % 2], person, n))
            for n, person in enumerate(self.people)
        ]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            with self.saved:
                self.stop.set()
                self.saved.notify_all()
            for thread in threads:
                thread.join()

    def wait_for(self, projects: int, photos: int) -> None:
        """Wait until so many saves have been acknowledged."""
        with self.saved:
            assert self.saved.wait_for(
                lambda: len(self.projects) >= projects and len(self.photos) >= photos, timeout=120
            ), self.refused

    def acknowledged(self) -> tuple[set[int], dict[int, str]]:
        """Return the projects, and the photos with their checksums, that are said to be saved."""
        with self.saved:
            return set(self.projects), dict(self.photos)

    def _until_stopped(self, act: Any, person: SignedInPerson, number: int) -> None:
        count = 0
        while not self.stop.is_set():
            try:
                act(person, number * 100_000 + count)
            except (
                OSError,
                HTTPException,
                ValueError,
            ) as error:  # refused, or the server was killed
                self.refused = str(error)
                self.stop.wait(0.01)
            count += 1
            self.stop.wait(self.pause)

    def _save_projects(self, person: SignedInPerson, number: int) -> None:
        body = json.dumps({"name": f"演练项目{number}"}).encode()
        made = person.send("/api/projects", body, "application/json")
        with self.saved:
            self.projects.append(made["id"])
            self.saved.notify_all()

    def _save_photos(self, person: SignedInPerson, number: int) -> None:
        """Save one photo for each project: a report takes nine, and should not be full at once."""
        with self.saved:
            self.saved.wait_for(lambda: self.stop.is_set() or len(self.photos) < len(self.projects))
        report, content = self.reports[number % len(self.reports)], picture(number)
        made = person.send(f"/api/progress/reports/{report}/photos", content, "image/png")
        with self.saved:
            self.photos[made["id"]] = hashlib.sha256(content).hexdigest()
            self.saved.notify_all()


def files_of(home: Path) -> dict[str, str]:
    """Return the checksum of each file under `media`, by its path there."""
    media = home / "media"
    return {
        path.relative_to(media).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in media.rglob("*")
        if path.is_file()
    }
