"""The real server in a process of its own, asked over a socket."""

from __future__ import annotations

import ctypes
import http.client
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tools.site import SIGN_IN

from .forked import Forked, forked, run_forked

ROOT = Path(__file__).resolve().parents[1]
PATIENCE_SECONDS = 120
CSRF = "c" * 32
PR_CAPBSET_DROP, CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH = 24, 1, 2


@dataclass
class ServedResponse:
    """What came back."""

    status: int
    headers: http.client.HTTPMessage
    text: str

    @property
    def json(self) -> Any:
        return json.loads(self.text)


@dataclass
class Served:
    """A running server and its data folder."""

    home: Path
    port: int
    process: Forked | subprocess.Popen[str]
    session: str = ""
    more: dict[str, str] = field(default_factory=dict)

    def ask(self, path: str, method: str = "GET", body: str = "", **headers: str) -> ServedResponse:
        """Ask as the office, if `session` is set, with a token that fits its cookie."""
        caller = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_SECONDS)
        cookies = f"csrftoken={CSRF}; sessionid={self.session}"
        own = {"Cookie": cookies, "X-CSRFToken": CSRF, "Content-Type": "application/json"}
        try:
            caller.request(method, path, body.encode(), {**own, **self.more, **headers})
            answer = caller.getresponse()
            return ServedResponse(answer.status, answer.headers, answer.read().decode())
        finally:
            caller.close()

    def rename_district(self, name: str) -> ServedResponse:
        """Change a fact over HTTP."""
        return self.ask("/api/district", "PATCH", json.dumps({"name": name}))

    def logged(self, number: str) -> list[dict[str, Any]]:
        """Return the lines of the log under a number."""
        text = "".join(path.read_text("utf-8") for path in (self.home / "logs").glob("*.jsonl"))
        lines = [json.loads(line) for line in text.splitlines()]
        return [line for line in lines if line.get("number") == number]


@contextmanager
def served(
    home: Path, *, before: Callable[[], None] | None = None, **more: str
) -> Iterator[Served]:
    """Serve a data folder for the length of the block. With `before`, which runs in the child, the
    process is one of its own from the beginning; else it is forked.
    """
    words = ("serve", "--port", "0")
    starting = _started(words, environment(home) | more, before) if before else None
    with starting or forked(words, environment(home) | more) as process:
        assert process.stdout
        try:
            said = process.stdout.readline()
            assert said, "the server did not start"
            yield Served(home, int(said.rsplit(":", 1)[1]), process)
        finally:
            process.terminate()
            process.wait(PATIENCE_SECONDS)


def _started(
    words: Sequence[str], environment: dict[str, str], before: Callable[[], None]
) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "manage.py", *words],
        cwd=ROOT,
        env=environment,
        text=True,
        preexec_fn=before,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )


def environment(home: Path) -> dict[str, str]:
    """Return the environment of a server on `home`: SQLite, unless told otherwise."""
    kept = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
    return {
        **kept,
        "BIHUAN_HOME": str(home),
        "DJANGO_SETTINGS_MODULE": "bihuan.site.settings",
        "BIHUAN_PASSWORD": "Correct horse 1",
    }


def without_root_s_powers() -> None:
    """Let the permissions of files hold for root too, as for whoever else serves."""
    libc = ctypes.CDLL(None, use_errno=True)
    for power in (CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH):
        libc.prctl(PR_CAPBSET_DROP, power, 0, 0, 0)  # refused to all but root, who needs it


def office_session(home: Path, *, made: bool = False, **more: str) -> str:
    """Return the key of a session of a user of the office, on a folder made here or before."""
    user = ["create-user", "zhang", "--role", "office", "--own-password"]
    sign_in = ["shell", "--no-imports", "-c", SIGN_IN.format(role="office")]
    for words in [user, sign_in] if made else [["init"], user, sign_in]:
        done = run_forked(words, environment(home) | more)
        done.check_returncode()
    return done.stdout.split("KEY", 1)[1].strip()
