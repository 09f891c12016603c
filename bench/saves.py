"""What reporters wait for when they all save at once, and readers while reports come in."""

from __future__ import annotations

import http.client
import json
import os
import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tools.site import Site

from .pages import family

REPORTERS = 150
IN_A_MINUTE = 200
READERS = 20
READING_SECONDS = 2.0
"""How long a reader looks at a page before asking for the next."""
PAGES = ("/", "/projects/", "/command/", "/projects/1/", "/projects/77/")

PEOPLE = """
import json
from django.utils import timezone
from bihuan.accounts.actions import add_organisation, add_user, console_user, issue_token
from bihuan.audit.log import record
from bihuan.kit.days import local_day
from bihuan.kit.months import Month
from bihuan.kit.writing import one_writer
from bihuan.progress.actions import open_round
from bihuan.progress.tests.factories import make_listed
at = timezone.now()
by = console_user(at=at)
office = add_user(
    username="bench-office", role="office", password="Correct horse 7", chosen_by_user=True,
    organisation=None, by=by, at=at,
)
keys = {}
month = Month.of(local_day(at))
for number in range({reporters}):
    owner = add_organisation(name=f"填报单位{number}", by=by, at=at)
    reporter = add_user(
        username=f"bench-reporter-{number}", role="reporter", password="Correct horse 7",
        chosen_by_user=True, organisation=owner, by=by, at=at,
    )
    with one_writer():
        project = make_listed(owner=owner, year=month.year)
        record("project.added", project, by=by, at=at)
    _token, key = issue_token(name="bench", by=reporter, at=at, access="write")
    keys[project.pk] = key
open_round(month=month, by=office, at=at)
print("TOLD", json.dumps({"month": str(month), "keys": keys}))
"""


@dataclass
class Reporter:
    """Who saves: one project's month, again and again."""

    project: int
    key: str
    month: str
    edition: int = 0


def saved_at_once(site: Site) -> dict[str, Any]:
    """Return milliseconds: of reports saved all at once, and of pages while others come in. What
    each save took of the processor says what a busy machine hides.
    """
    site.run("init")
    said = site.run("shell", "--no-imports", "-c", PEOPLE.replace("{reporters}", str(REPORTERS)))
    told = json.loads(said.split("TOLD", 1)[1])
    reporters = [Reporter(int(pk), key, told["month"]) for pk, key in told["keys"].items()]
    cookie = site.sign_in("office")
    with site.served() as (address, server):
        with ThreadPoolExecutor(REPORTERS) as pool:
            list(pool.map(lambda each: _open(address, each), reporters))
            before = _processor_ms(server.pid)
            at_once = list(pool.map(lambda each: _save(address, each), reporters))
            processor = round((_processor_ms(server.pid) - before) / REPORTERS, 1)
        pages, meanwhile = _beside_readers(address, reporters, cookie)
    return {
        "at once": _spread(at_once) | {"processor": processor},
        "beside readers": _spread(meanwhile),
        "pages of readers": _spread(pages),
    }


def _beside_readers(
    address: str, reporters: list[Reporter], cookie: str
) -> tuple[list[float], list[float]]:
    """Save `IN_A_MINUTE` reports evenly over a minute, while readers go from page to page."""
    begins = time.monotonic()
    saved = []
    with ThreadPoolExecutor(READERS) as pool:
        reading = [pool.submit(_read, address, cookie, begins + 60, n) for n in range(READERS)]
        for number in range(IN_A_MINUTE):
            due = begins + 60 * number / IN_A_MINUTE
            time.sleep(max(0.0, due - time.monotonic()))
            saved.append(_save(address, reporters[number % len(reporters)]))
    return [each for read in reading for each in read.result()], saved


def _open(address: str, reporter: Reporter) -> float:
    """Look at what is due, as everybody does before saving."""
    headers = {"Authorization": f"Bearer {reporter.key}"}
    path = f"/api/progress/rounds/{reporter.month}/lines"
    return _asked(address, "GET", path, None, headers, 200)


def _save(address: str, reporter: Reporter) -> float:
    """Save one report and return how many milliseconds it took; stop if it was refused."""
    told = {
        "project_id": reporter.project,
        "month": reporter.month,
        "edition": reporter.edition,
        "completed_yuan": 1_000_000 + reporter.edition,
    }
    headers = {"Authorization": f"Bearer {reporter.key}", "Content-Type": "application/json"}
    reporter.edition += 1
    return _asked(address, "POST", "/api/progress/reports", json.dumps(told), headers, 201)


def _read(address: str, cookie: str, ends: float, number: int) -> list[float]:
    time.sleep(READING_SECONDS * number / READERS)
    found, headers = [], {"Cookie": f"sessionid={cookie}", "Accept-Encoding": "gzip"}
    for turn in count(number):
        if time.monotonic() > ends:
            break
        found.append(_asked(address, "GET", PAGES[turn % len(PAGES)], None, headers, 200))
        time.sleep(READING_SECONDS)
    return found


def _asked(
    address: str, method: str, path: str, body: str | None, headers: dict[str, str], status: int
) -> float:
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=60)
    started = time.perf_counter()
    connection.request(method, path, body, headers)
    answer = connection.getresponse()
    said = answer.read()
    took = (time.perf_counter() - started) * 1000
    connection.close()
    if answer.status != status:
        raise RuntimeError(f"{path} answers {answer.status}: {said[:200]!r}")
    return took


def _processor_ms(pid: int) -> float:
    """Return how long a process, and all that come from it, have used the processor."""
    ticks = 0
    for each in family(pid):
        said = Path(f"/proc/{each}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        ticks += int(said[11]) + int(said[12])
    return ticks * 1000 / os.sysconf("SC_CLK_TCK")


def _spread(spent: list[float]) -> dict[str, float]:
    return {
        "number": len(spent),
        "median": round(statistics.median(spent), 1),
        "p95": round(statistics.quantiles(spent, n=20)[-1], 1),
    }
