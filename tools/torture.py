"""Everything heavy, in full: `python -m tools.torture [PART…]`. The suite runs samples of it.

Each part is a command of its own that prints its counts and ends with 1 on any fault.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path

from .postgres import temporary_server

ROOT = Path(__file__).resolve().parents[1]
BOTH = ("sqlite", "postgresql")
IN_FULL = {"BIHUAN_TORTURE": "1"}


@dataclass(frozen=True)
class TortureModule:
    """A module with what it is told, and the databases that it is tried on."""

    words: tuple[str, ...]
    engines: tuple[str, ...] = BOTH
    environment: Mapping[str, str] = field(default_factory=dict)


def _tests(*files: str, at_once: str = "0", **environment: str) -> TortureModule:
    """Return tests that run in full where they would draw a sample."""
    words = ("pytest", "-n", at_once, "-s", *files)
    return TortureModule(words, environment={**IN_FULL, **environment})


PARTS = {
    "races": TortureModule(("tests.races",)),
    "kills": TortureModule(("tests.kills", "--count", "65")),
    "backups": TortureModule(("tests.kills_of_backups", "--kills", "25")),
    "drill": _tests("tests/test_backup_drill.py", BIHUAN_DRILL_ROUNDS="5"),
    "example": TortureModule(("tests.kills.example", "--count", "5")),
    "fuzz": replace(
        _tests(
            "tests/test_fuzz.py",
            "tests/test_hostile.py",
            "bihuan/assessment/tests/test_bad_schemes.py",
        ),
        engines=("sqlite",),
    ),
    "matrices": _tests(
        "tests/test_api_contract.py",
        "tests/test_published_year.py",
        "tests/test_duckdb.py",
        "tests/test_one_light.py",
        "tests/test_damaged_texts.py",
        "tests/test_renewed_answers.py",
        "tests/test_written_over.py",
        "bihuan/figures/tests/test_records.py",
        "bihuan/figures/tests/test_shapes.py",
        "bihuan/figures/tests/test_statements.py",
        "bihuan/figures/tests/test_why.py",
        "bihuan/lights/tests/test_property.py",
        "bihuan/matters/tests/test_loop.py",
        "bihuan/matters/tests/test_skipped_ticks.py",
        at_once="auto",
    ),
    "turns": TortureModule(("pytest", "-n", "auto", "-m", "in_turns"), engines=("sqlite",)),
    "turns-of-both": TortureModule(
        ("pytest", "-n", "auto", "-m", "in_turns and not browser and not once"),
        engines=("postgresql",),
    ),
    "layouts": TortureModule(("tests.layouts", "--count", "20000"), engines=("sqlite",)),
    "pages": replace(_tests("tests/test_accessibility.py"), engines=("sqlite",)),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], metavar="PART")
    wanted = parser.parse_args().parts or list(PARTS)
    failed = []
    for name in wanted:
        for engine in PARTS[name].engines:
            if not _passes(name, PARTS[name], engine):
                failed.append(f"{name} on {engine}")
    print(f"✗ {', '.join(failed)}" if failed else f"✓ {', '.join(wanted)}: no fault")
    sys.exit(1 if failed else 0)


def _passes(name: str, part: TortureModule, engine: str) -> bool:
    began = time.monotonic()
    print(f"· {name} on {engine}", flush=True)
    with temporary_server() if engine == "postgresql" else nullcontext("") as url:
        environment = {**os.environ, **part.environment, "DATABASE_URL": url}
        done = subprocess.run([sys.executable, "-m", *part.words], cwd=ROOT, env=environment)
    print(f"  {time.monotonic() - began:.0f} s", flush=True)
    return done.returncode == 0


if __name__ == "__main__":
    main()
