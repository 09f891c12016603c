"""What one client waits for, over HTTP, on the site that holds the benchmark's data."""

from __future__ import annotations

import http.client
import statistics
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tools.site import Site

from .workbook import YEAR

ASKED = 100
OFFICE = {
    "overview": f"/?year={YEAR}",
    "project list": f"/projects/?year={YEAR}",
    "project": "/projects/1/",
}
REPORTER = {"monthly screen of a reporter": "/progress/"}
GIVE_WORK = """
from bihuan.accounts.models import User
from bihuan.projects.models import Project
User.objects.filter(role="reporter").update(organisation=Project.objects.get(pk=1).owner)
"""


def measure(site: Site) -> dict[str, Any]:
    """Return milliseconds per page, the server's memory in MB, and its cold start in seconds."""
    site.run("shell", "--no-imports", "-c", GIVE_WORK)
    keys = {role: site.sign_in(role) for role in ("office", "reporter")}
    started = time.monotonic()
    with site.served() as (address, server):
        cold_start = round(time.monotonic() - started, 2)
        pages = {name: _ask(address, path, keys["office"]) for name, path in OFFICE.items()}
        pages |= {name: _ask(address, path, keys["reporter"]) for name, path in REPORTER.items()}
        memory = sum(_resident_mb(pid) for pid in _family(server.pid))
    return {"pages": pages, "memory_mb": round(memory), "cold_start": cold_start}


def ask_all(site: Site, pages: Mapping[str, str]) -> dict[str, Any]:
    """Return milliseconds per page for the office, on a server started anew."""
    key = site.sign_in("office")
    with site.served() as (address, _server):
        return {name: _ask(address, path, key) for name, path in pages.items()}


def _ask(address: str, path: str, key: str) -> dict[str, float]:
    """Ask for one page again and again over one connection."""
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=60)
    status, first = _once(connection, path, key)
    if status != 200:
        print(f"{path} answers {status}: not measured", file=sys.stderr)
        return {"status": status}
    later = [_once(connection, path, key)[1] for _ in range(ASKED)]
    connection.close()
    return {
        "first": round(first, 1),
        "median": round(statistics.median(later), 1),
        "p95": round(statistics.quantiles(later, n=20)[-1], 1),
    }


def _once(connection: http.client.HTTPConnection, path: str, key: str) -> tuple[int, float]:
    """Return the status and the milliseconds until the whole answer was here."""
    started = time.perf_counter()
    connection.request("GET", path, headers={"Cookie": f"sessionid={key}"})
    answer = connection.getresponse()
    answer.read()
    return answer.status, (time.perf_counter() - started) * 1000


def _family(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(descendant for child in children for descendant in _family(int(child)))]


def _resident_mb(pid: int) -> float:
    """Return the memory a process holds; what it shares with others is split among them."""
    text = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    line = next(line for line in text.splitlines() if line.startswith("Pss:"))
    return int(line.split()[1]) / 1024
