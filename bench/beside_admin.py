"""What a page takes beside Django's admin over the same tables, for one client and for eight."""

from __future__ import annotations

import http.client
import os
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from typing import Any
from urllib.parse import urlsplit

from tools.site import ROOT, Site, free_port, wait_for

from .workbook import YEAR

PAGES = {
    "list": (f"/projects/?year={YEAR}", "/admin/projects/project/"),
    "search": (f"/projects/?year={YEAR}&q=00077", "/admin/projects/project/?q=00077"),
    "project": (f"/projects/1/?year={YEAR}", "/admin/projects/project/1/change/"),
}
CLIENTS = (1, 8)
ROUNDS, ROUND_SECONDS = 3, 2.0


def compared_with_admin(site: Site) -> dict[str, Any]:
    """Return the median milliseconds of each page, ours and the admin's, in turns."""
    cookie = site.sign_in("office")
    found: dict[str, Any] = {}
    with site.served() as (ours, _server), _admin(site) as theirs:
        for name, (our_page, their_page) in PAGES.items():
            sides = {"ours": (ours, our_page), "admin": (theirs, their_page)}
            for clients in CLIENTS:
                spent: dict[str, list[float]] = {side: [] for side in sides}
                for _round in range(ROUNDS):
                    for side, place in sides.items():
                        spent[side] += _asked_at_once(*place, cookie, clients)
                found[f"{name}, {clients} at once"] = {
                    side: round(statistics.median(each), 1) for side, each in spent.items()
                }
    return found


@contextmanager
def _admin(site: Site) -> Iterator[str]:
    """Serve the admin for the length of the block; yield its address."""
    port = free_port()
    server = subprocess.Popen(
        [sys.executable, "-m", "bench.admin_server", str(port)],
        cwd=ROOT,
        env=site.environment,
        start_new_session=True,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for(address, server)
        yield address
    finally:
        with suppress(ProcessLookupError):
            os.killpg(server.pid, signal.SIGTERM)
        server.wait()


def _asked_at_once(address: str, path: str, cookie: str, clients: int) -> list[float]:
    """Let so many clients ask for a page again and again, each over its own connection."""
    ends = time.monotonic() + ROUND_SECONDS
    with ThreadPoolExecutor(clients) as pool:
        asked = [pool.submit(_ask_until, address, path, cookie, ends) for _ in range(clients)]
    return [each for answered in asked for each in answered.result()]


def _ask_until(address: str, path: str, cookie: str, ends: float) -> list[float]:
    """Return the milliseconds of each answer but the first, which opens the connection."""
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=60)
    found: list[float] = []
    while len(found) < 2 or time.monotonic() < ends:
        started = time.perf_counter()
        connection.request("GET", path, headers={"Cookie": f"sessionid={cookie}"})
        answer = connection.getresponse()
        answer.read()
        found.append((time.perf_counter() - started) * 1000)
        if answer.status != 200:
            raise RuntimeError(f"{path} answers {answer.status}")
    connection.close()
    return found[1:]
