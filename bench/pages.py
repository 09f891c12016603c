"""What one client waits for, over HTTP, on the site that holds the benchmark's data."""

from __future__ import annotations

import gzip
import http.client
import statistics
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tools.site import Site

from .workbook import YEAR

ASKED = 100
OFFICE = {
    "overview": f"/?year={YEAR}",
    "project list": f"/projects/?year={YEAR}",
    "search": f"/projects/?year={YEAR}&q=00077",
    "project": f"/projects/1/?year={YEAR}",
    "commanders": f"/command/?year={YEAR}",
    "figures": f"/figures/?year={YEAR}",
    "one figure": f"/figures/of/completed.all/?year={YEAR}",
}
CHANGED = ("overview", "project list", "commanders")
CHANGES = 3
CHANGE = """
from django.utils import timezone
from bihuan.accounts.models import User
from bihuan.projects.actions import edit_project
from bihuan.projects.models import Project
project = Project.objects.order_by("pk")[{number}]
edit_project(
    project=project, edition=project.edition, place="第{number}处",
    by=User.objects.get(username="bench-office"), at=timezone.now(),
)
"""
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
        for name in CHANGED:
            pages[name] |= {"changed": _after_changes(site, address, OFFICE[name], keys["office"])}
        memory = sum(_resident_mb(pid) for pid in family(server.pid))
    return {"pages": pages, "memory_mb": round(memory), "cold_start": cold_start}


def _after_changes(site: Site, address: str, path: str, key: str) -> float:
    """Return the milliseconds of the first answer after something changed, the median of some."""
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=60)
    found = []
    for number in range(CHANGES):
        _once(connection, path, key)
        site.run("shell", "--no-imports", "-c", CHANGE.format(number=number))
        found.append(_once(connection, path, key).milliseconds)
    connection.close()
    return round(statistics.median(found), 1)


def ask_all(site: Site, pages: Mapping[str, str]) -> dict[str, Any]:
    """Return milliseconds per page for the office, on a server started anew."""
    key = site.sign_in("office")
    with site.served() as (address, _server):
        return {name: _ask(address, path, key) for name, path in pages.items()}


@dataclass(frozen=True)
class PageAnswer:
    """One answer: how long it took, what it weighs, and what goes over the line."""

    status: int
    milliseconds: float
    sent: int
    whole: int


def _ask(address: str, path: str, key: str) -> dict[str, float]:
    """Ask for one page again and again over one connection."""
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=60)
    first = _once(connection, path, key)
    if first.status != 200:
        print(f"{path} answers {first.status}: not measured", file=sys.stderr)
        return {"status": first.status}
    later = [_once(connection, path, key).milliseconds for _ in range(ASKED)]
    connection.close()
    return {
        "first": round(first.milliseconds, 1),
        "median": round(statistics.median(later), 1),
        "p95": round(statistics.quantiles(later, n=20)[-1], 1),
        "kb": round(first.whole / 1000, 1),
        "sent_kb": round(first.sent / 1000, 1),
    }


def _once(connection: http.client.HTTPConnection, path: str, key: str) -> PageAnswer:
    """Ask once, as a browser that takes compressed pages, until the whole answer is here."""
    started = time.perf_counter()
    headers = {"Cookie": f"sessionid={key}", "Accept-Encoding": "gzip"}
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    body = answer.read()
    took = (time.perf_counter() - started) * 1000
    packed = answer.headers.get("Content-Encoding") == "gzip"
    whole = len(gzip.decompress(body)) if packed else len(body)
    return PageAnswer(answer.status, took, len(body), whole)


def family(pid: int) -> list[int]:
    """Return a process and all that come from it."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(descendant for child in children for descendant in family(int(child)))]


def _resident_mb(pid: int) -> float:
    """Return the memory a process holds; what it shares with others is split among them."""
    text = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    line = next(line for line in text.splitlines() if line.startswith("Pss:"))
    return int(line.split()[1]) / 1024
