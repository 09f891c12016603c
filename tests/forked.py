"""Commands in processes of their own, each forked from one that has imported the libraries.

To import them takes most of a command's second, and to set the product up most of the rest. A
command that differs from others by its data folder alone is forked from a process that has set the
product up too; its settings are read in the fork, as all of the product is for any other command,
with the environment of the command.
"""

from __future__ import annotations

import gc
import json
import math
import os
import runpy
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
LIBRARIES = (
    "PIL.Image",
    "annotated_types",
    "chinese_calendar",
    "cryptography.fernet",
    "django.core.management",
    "django.db.models",
    "django.http",
    "django.template",
    "django.test.client",
    "django.urls",
    "multiprocessing",
    "pydantic.json_schema",
    "pypinyin",
    "rapidfuzz.fuzz",
    "requests",
    "stdnum.cn.uscc",
    "structlog",
    "yaml",
)
"""Libraries that ask for no settings when they are imported."""
SETTINGS = "bihuan.site.settings"
OF_ANY_COMMAND = {
    "BIHUAN_BACKUP_AT",
    "BIHUAN_HOME",
    "BIHUAN_PASSWORD",
    "DATABASE_URL",
    "DJANGO_ALLOW_ASYNC_UNSAFE",  # where a browser is driven
    "DJANGO_SETTINGS_MODULE",
}
"""Variables that are read anew in every fork."""
_ours = dict(os.environ)


def run_forked(
    words: Sequence[str], environment: dict[str, str]
) -> subprocess.CompletedProcess[str]:
    """Run `manage.py WORDS…` with that environment alone, our mask of files' rights and nothing to
    read; return its exit code and what it said.
    """
    with TemporaryDirectory() as folder:
        said = [Path(folder) / name for name in ("stdout", "stderr")]
        process = _Parent.of(environment).begin(words, environment, *said)
        return subprocess.CompletedProcess(
            words, process.wait(), *(each.read_text() for each in said)
        )


@contextmanager
def forked(words: Sequence[str], environment: dict[str, str]) -> Iterator[Forked]:
    """Run `manage.py WORDS…` as above for the length of the block; what it says can be read."""
    with TemporaryDirectory() as folder:
        said = Path(folder) / "stdout"
        os.mkfifo(said)
        process = _Parent.of(environment).begin(words, environment, said, Path("/dev/null"))
        with said.open() as process.stdout:
            yield process


def _differs_by_its_folder(environment: Mapping[str, str]) -> bool:
    """Return whether an environment is ours but for what is read anew, and on SQLite."""
    names = ({*environment} | {*_ours}) - OF_ANY_COMMAND
    same = all(
        environment.get(name) == _ours.get(name)
        for name in names
        if not name.startswith("PYTEST_")  # which test runs
    )
    return (
        same
        and not environment.get("DATABASE_URL")
        and environment.get("DJANGO_SETTINGS_MODULE") == SETTINGS
    )


def _mask() -> int:
    """Return what rights new files lack; there is no way to ask but to set it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


class _Parent:
    """The process to fork from; it ends when this one does."""

    def __init__(self, *words: str) -> None:
        self._turn = Lock()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.forked", *words],
            cwd=ROOT,
            env={name: value for name, value in _ours.items() if name not in OF_ANY_COMMAND},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> _Parent:
        """Return the parent of commands with such an environment."""
        return _set_up_parent() if _differs_by_its_folder(environment) else _bare_parent()

    def begin(self, words: Sequence[str], environment: dict[str, str], *said: Path) -> Forked:
        """Fork a process for a command that writes into two files."""
        asked = {
            "words": words,
            "environment": environment,
            "mask": _mask(),
            "said": [str(each) for each in said],
        }
        return Forked(self, int(self.answer(asked)))

    def answer(self, asked: dict[str, Any]) -> str:
        assert self._process.stdin
        assert self._process.stdout
        with self._turn:
            self._process.stdin.write(json.dumps(asked) + "\n")
            self._process.stdin.flush()
            return self._process.stdout.readline()


@cache
def _set_up_parent() -> _Parent:
    return _Parent("set-up")


@cache
def _bare_parent() -> _Parent:
    return _Parent()


@dataclass
class Forked:
    """A process that was forked from another than ours, told of as `subprocess.Popen` tells."""

    parent: _Parent
    pid: int
    stdout: Any = None
    returncode: int | None = None

    def poll(self) -> int | None:
        """Return the exit code if it has ended."""
        if self.returncode is None:
            self.returncode = json.loads(self.parent.answer({"ended": self.pid}))
        return self.returncode

    def wait(self, timeout: float = math.inf) -> int:
        """Return the exit code when it has ended."""
        last = time.monotonic() + timeout
        while (code := self.poll()) is None:
            if time.monotonic() > last:
                raise subprocess.TimeoutExpired(f"process {self.pid}", timeout)
            time.sleep(0.005)
        return code

    def terminate(self) -> None:
        self._send(signal.SIGTERM)

    def kill(self) -> None:
        self._send(signal.SIGKILL)

    def _send(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)


def main() -> None:
    for name in LIBRARIES:
        import_module(name)
    if sys.argv[1:]:
        _set_up()
    gc.freeze()  # shared by all forks: looked through by none
    while line := sys.stdin.readline():
        asked = json.loads(line)
        if "ended" in asked:
            answer = _ended(asked["ended"])
        elif (answer := os.fork()) == 0:
            _become(**asked)
            return
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


def _ended(pid: int) -> int | None:
    """Return the exit code of a process if it has ended."""
    found, status = os.waitpid(pid, os.WNOHANG)
    return os.waitstatus_to_exitcode(status) if found else None


def _set_up() -> None:
    """Set the product up on a folder that nobody has, and forget the settings of that folder."""
    import django
    from django.conf import settings
    from django.core.cache import caches
    from django.db import connections
    from django.utils import translation
    from django.utils.functional import empty

    with TemporaryDirectory() as folder:
        os.environ["BIHUAN_HOME"], os.environ["DJANGO_SETTINGS_MODULE"] = folder, SETTINGS
        django.setup()
        translation.gettext("")  # each command would read all words
    for each in (connections, caches):
        for alias in each.settings:
            if hasattr(each._connections, alias):
                del each[alias]
        del each.settings
        each._settings = None
    settings._wrapped = empty
    del sys.modules[SETTINGS]
    os.environ["BIHUAN_HOME"] = "/dev/null/of-no-command"  # read too early, they would fail


def _become(words: list[str], environment: dict[str, str], mask: int, said: list[str]) -> None:
    os.umask(mask)
    for number, place in enumerate(["/dev/null", *said]):
        opened = os.open(place, os.O_RDONLY if number == 0 else os.O_WRONLY | os.O_CREAT, 0o600)
        os.dup2(opened, number)
        os.close(opened)
    sys.stdin = open(0, closefd=False)  # noqa: SIM115  # nothing that was read ahead for others
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = ["manage.py", *words]
    sys.orig_argv = [sys.executable, *sys.argv]  # by which `serve` becomes itself again
    runpy.run_path(str(ROOT / "manage.py"), run_name="__main__")


if __name__ == "__main__":
    main()
