"""Tables read: an import beside a bare read of the same file, and made tables counted."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

from python_calamine import CalamineWorkbook

LAYOUTS = 2000
SEED = 20261203


def bare_read(path: Path) -> float:
    """Return the seconds that calamine takes to read every cell of a workbook, and no more."""
    started = time.monotonic()
    with CalamineWorkbook.from_path(path) as book:
        for name in book.sheet_names:
            book.get_sheet_by_name(name).to_python()
    return round(time.monotonic() - started, 2)


def layouts_read() -> str:
    """Return how many made tables were read right, asked about, refused and read wrong."""
    print(f"· {LAYOUTS:,} made tables …", file=sys.stderr, flush=True)
    command = ("tests.layouts", "--count", str(LAYOUTS), "--seed", str(SEED))
    done = subprocess.run([sys.executable, "-m", *command], stdout=subprocess.PIPE, text=True)
    if not done.stdout:
        sys.exit("Made tables could not be read.")
    return done.stdout.splitlines()[0]
