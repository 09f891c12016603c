"""A site of our own for pictures and measurements: its own data folder, served on a free port."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PATIENCE_SECONDS = 120  # a busy machine is no fault
SIGN_IN = """
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from bihuan.accounts.models import User
user = User.objects.filter(role={role!r}, is_active=True).order_by("pk").first()
session = SessionStore()
session[SESSION_KEY] = str(user.pk)
session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
session[HASH_SESSION_KEY] = user.get_session_auth_hash()
session.save()
print("KEY", session.session_key)
"""


@dataclass(frozen=True)
class Site:
    """A data folder, and commands run on it."""

    home: Path

    @property
    def environment(self) -> dict[str, str]:
        return {**os.environ, "BIHUAN_HOME": str(self.home)}

    def run(self, *words: str) -> str:
        """Run `bihuan WORDS…`; stop with what it says if it fails."""
        done = subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            text=True,
        )
        if done.returncode:
            sys.exit(f"`bihuan {' '.join(words)}` failed.")
        return done.stdout

    def sign_in(self, role: str) -> str:
        """Return the session key of the first user who holds `role`."""
        said = self.run("shell", "--no-imports", "-c", SIGN_IN.format(role=role))
        return said.split("KEY", 1)[1].strip()

    @contextmanager
    def served(self) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
        """Serve for the length of the block; yield the address and the process."""
        port = free_port()
        server = subprocess.Popen(
            [sys.executable, "manage.py", "serve", "--port", str(port)],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.DEVNULL,
        )
        address = f"http://127.0.0.1:{port}"
        try:
            wait_for(address, server)
            yield address, server
        finally:
            server.terminate()
            server.wait(PATIENCE_SECONDS)


def free_port() -> int:
    """Return a port of this machine on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    """Return when a server answers; stop if it ends before, or takes much too long."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        try:
            urllib.request.urlopen(f"{address}/sign-in/login/", timeout=5)
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.02)
    sys.exit("The server does not answer.")
