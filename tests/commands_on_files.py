"""Run commands, each in a process of its own, in a data folder whose database is not ours, and
print as JSON what became of the folder's files: whether they changed, and what was said.

Run with BIHUAN_HOME; the settings are read once, which takes seconds, and each process is forked.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryFile

from bihuan.site import cli
from tests.house import ROOT


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "bihuan.site.settings"
    cli._set_up()
    for name, path in cli.commands().items():
        import_module(".".join((*path.relative_to(ROOT).parts[:-1], name)))
    home, asked = Path(os.environ["BIHUAN_HOME"]), json.load(sys.stdin)
    place = home / "bihuan.sqlite3"
    told = []
    for path in asked["files"]:
        content = None if path is None else Path(path).read_bytes()
        for words in asked["commands"]:
            _put(place, content)
            code, said = _run(words)
            told.append([path, words[0], code, said, _digest(place) == _digest_of(content)])
    json.dump(told, sys.stdout, ensure_ascii=False)


def _put(place: Path, content: bytes | None) -> None:
    for path in place.parent.glob(f"{place.name}*"):
        path.unlink()
    if content is not None:
        place.write_bytes(content)


def _run(words: list[str]) -> tuple[int, str]:
    """Return the exit code of a command and what it said, on both streams."""
    with TemporaryFile() as heard:
        pid = os.fork()
        if pid == 0:
            os.dup2(heard.fileno(), 1)
            os.dup2(heard.fileno(), 2)
            _stay_with(words)
        _pid, status = os.waitpid(pid, 0)
        heard.seek(0)
        return os.waitstatus_to_exitcode(status), heard.read().decode()


def _stay_with(words: list[str]) -> None:
    code = 1
    try:
        cli._run(words[0].replace("-", "_"), words[1:])
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _digest(place: Path) -> str | None:
    return _digest_of(place.read_bytes() if place.exists() else None)


def _digest_of(content: bytes | None) -> str | None:
    return None if content is None else hashlib.sha256(content).hexdigest()


if __name__ == "__main__":
    main()
