"""Everything heavy, in full: `python -m tools.torture [PART…]`. The suite runs samples of it.

Each part is a command of its own that prints its counts and ends with 1 on any fault.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from contextlib import nullcontext
from pathlib import Path

from .postgres import temporary_server

ROOT = Path(__file__).resolve().parents[1]
BOTH = ("sqlite", "postgresql")
PARTS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "races": (("tests.races",), BOTH),
    "kills": (("tests.kills", "--count", "75"), BOTH),
    "example": (("tests.kills.example", "--count", "5"), BOTH),
}
"""Its module with what it is told, and the databases that it is tried on."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], metavar="PART")
    wanted = parser.parse_args().parts or list(PARTS)
    failed = []
    for name in wanted:
        words, engines = PARTS[name]
        for engine in engines:
            if not _passes(name, words, engine):
                failed.append(f"{name} on {engine}")
    print(f"✗ {', '.join(failed)}" if failed else f"✓ {', '.join(wanted)}: no fault")
    sys.exit(1 if failed else 0)


def _passes(name: str, words: tuple[str, ...], engine: str) -> bool:
    began = time.monotonic()
    print(f"· {name} on {engine}", flush=True)
    with temporary_server() if engine == "postgresql" else nullcontext("") as url:
        environment = {**os.environ, "DATABASE_URL": url}
        done = subprocess.run([sys.executable, "-m", *words], cwd=ROOT, env=environment)
    print(f"  {time.monotonic() - began:.0f} s", flush=True)
    return done.returncode == 0


if __name__ == "__main__":
    main()
