"""Commands in processes of their own, each forked from one that has imported the libraries.

To import them takes most of a command's second. The settings and all of the product are read in
the fork, with the environment of the command.
"""

from __future__ import annotations

import json
import os
import runpy
import subprocess
import sys
from collections.abc import Sequence
from functools import cache
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock

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
_turn = Lock()


def run_forked(
    words: Sequence[str], environment: dict[str, str]
) -> subprocess.CompletedProcess[str]:
    """Run `manage.py WORDS…` with that environment alone, our mask of files' rights and nothing to
    read; return its exit code and what it said.
    """
    with TemporaryDirectory() as folder:
        said = [Path(folder) / name for name in ("stdout", "stderr")]
        asked = {
            "words": words,
            "environment": environment,
            "mask": _mask(),
            "said": [str(each) for each in said],
        }
        with _turn:
            parent = _parent()
            assert parent.stdin
            assert parent.stdout
            parent.stdin.write(json.dumps(asked) + "\n")
            parent.stdin.flush()
            code = int(parent.stdout.readline())
        return subprocess.CompletedProcess(words, code, *(each.read_text() for each in said))


def _mask() -> int:
    """Return what rights new files lack; there is no way to ask but to set it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


@cache
def _parent() -> subprocess.Popen[str]:
    """Return the process to fork from; it ends when this one does."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.forked"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def main() -> None:
    for name in LIBRARIES:
        import_module(name)
    while line := sys.stdin.readline():
        pid = os.fork()
        if pid == 0:
            _become(**json.loads(line))
            return
        _pid, status = os.waitpid(pid, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


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
    runpy.run_path(str(ROOT / "manage.py"), run_name="__main__")


if __name__ == "__main__":
    main()
