"""What the record costs: digests in an import and in a save, and the check of everything.

The same import and the same saves run once with digests and once without, which only this
benchmark can switch off. Seconds of an import are processor time, which a busy machine spares.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from tools.site import ROOT, Site

WITHOUT = """
import sys
from bihuan.kit import writes
writes.watched.clear()
"""
IMPORT = """
from django.core.management import call_command
call_command("import", {source!r}, "--year", "{year}", "--json")
"""
SAVES = """
import json, statistics, time
from django.utils import timezone
from bihuan.accounts.models import User
from bihuan.projects.models import District
from bihuan.projects.actions import set_district
office = User.objects.get(username="bench-office")
spent = []
for number in range(300):
    started = time.perf_counter()
    set_district(by=office, at=timezone.now(), name=f"样例区{number}")
    spent.append(1000 * (time.perf_counter() - started))
print("TOLD", json.dumps(round(statistics.median(spent), 2)))
"""


def compared(sites: tuple[Site, Site], source: Path, year: int) -> dict[str, Any]:
    """Return the seconds of an import and the milliseconds of a save, with digests and without;
    the sites are empty before and hold the same afterwards.
    """
    told: dict[str, Any] = {"import": {}, "save": {}}
    for name, prelude, site in zip(("with", "without"), ("", WITHOUT), sites, strict=True):
        words = IMPORT.format(source=str(source), year=year)
        told["import"][name] = _processor_seconds(site, prelude + words)
        said = site.run("shell", "--no-imports", "-c", prelude + SAVES)
        told["save"][name] = json.loads(said.split("TOLD", 1)[1])
    return told


def checked(site: Site) -> dict[str, Any]:
    """Return how long `audit-check` takes over a site, and how much it read."""
    started = time.monotonic()
    done = subprocess.run(
        [sys.executable, "manage.py", "audit_check", "--json"],
        cwd=ROOT,
        env=site.environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    told = json.loads(done.stdout)
    seconds = round(time.monotonic() - started, 1)
    counts = {name: told[name] for name in ("events", "rows", "files")}
    return {"seconds": seconds, "found": len(told["found"]), **counts}


def _processor_seconds(site: Site, words: str) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    site.run("shell", "--no-imports", "-c", words)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return round(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, 2)
