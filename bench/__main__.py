"""Our speed beside django-import-export's, and the server's: `make bench ARGS="--projects 1000"`.

Writes bench-data/result.json too. Nothing here fails for being slow: a busy machine is no fault.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from tools.site import Site

from .assessment import scored_at_once
from .beside_admin import compared_with_admin
from .matters import PAGES, escalated
from .pages import ask_all, measure
from .reading import bare_read, layouts_read
from .record import checked, compared
from .saves import saved_at_once
from .workbook import YEAR, workbook

PEOPLE = """
from django.utils import timezone
from bihuan.accounts.actions import add_organisation, add_user, console_user
at = timezone.now()
by = console_user(at=at)
owner = add_organisation(name="填报单位", by=by, at=at)
for role in ("office", "reporter"):
    add_user(
        username="bench-" + role, role=role, password="Correct horse 7", chosen_by_user=True,
        organisation=owner, by=by, at=at,
    )
"""

TOTALS = """
from django.db.models import Count, Sum
from bihuan.plans.models import Plan
from bihuan.progress.models import Report
print("TOTALS", Report.objects.aggregate(Count("pk"), Sum("completed_yuan")),
      Plan.objects.aggregate(Count("pk"), Sum("planned_yuan")))
"""


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--projects", type=int, default=10_000)
    parser.add_argument("--without-rival", action="store_true")
    parser.add_argument("--part", choices=["all", "assessment", "imports"], default="all")
    return parser.parse_args()


def main() -> None:
    asked = _arguments()
    if asked.part == "assessment":
        _print_rows(_scored_rows(scored_at_once()))
        return
    source = workbook(asked.projects).resolve()
    with tempfile.TemporaryDirectory(prefix="bihuan-bench-") as folder:
        ours = _site(Path(folder) / "ours")
        result: dict[str, Any] = {"projects": asked.projects, "load": [os.getloadavg()[0]]}
        result |= _imported(ours, source)
        if asked.part == "imports":
            _print_rows(_reading_rows(result))
            return
        totals = _totals(ours)
        for mode in () if asked.without_rival else ("bulk", "default"):
            rival = _site(Path(folder) / mode)
            command = [sys.executable, "-m", "bench.rival", mode, str(source)]
            result["import"][f"django-import-export, {mode}"] = _seconds(rival, command)
            if _totals(rival) != totals:
                sys.exit(f"They disagree: {totals} {_totals(rival)}")
        pair = (_site(Path(folder) / "digested"), _site(Path(folder) / "undigested"))
        result["record"] = compared(pair, source, YEAR) | {"check": checked(pair[0])}
        result["server"] = measure(ours)
        result["admin"] = compared_with_admin(ours)
        result["matters"] = escalated(ours)
        result["server"]["pages"] |= ask_all(ours, PAGES)
        result["saves"] = saved_at_once(Site(Path(folder) / "saves"))
        result["assessment"] = scored_at_once()
        result["load"].append(os.getloadavg()[0])
    Path("bench-data/result.json").write_text(json.dumps(result, indent=2) + "\n")
    _print(result)


def _imported(site: Site, source: Path) -> dict[str, Any]:
    """Import the workbook; return the seconds, those of a bare read, and counts of made tables."""
    command = [sys.executable, "manage.py", "import", str(source), "--year", str(YEAR), "--json"]
    return {
        "import": {"bihuan": _seconds(site, command)},
        "bare": bare_read(source),
        "layouts": layouts_read(),
    }


def _site(home: Path) -> Site:
    site = Site(home)
    site.run("init")
    site.run("shell", "--no-imports", "-c", PEOPLE)
    return site


def _totals(site: Site) -> str:
    """Return what was imported, counted and summed: all sides must have done the same work."""
    return site.run("shell", "--no-imports", "-c", TOTALS).split("TOTALS", 1)[1].strip()


def _seconds(site: Site, command: list[str]) -> float:
    """Time one process from its start to its end; stop if it fails."""
    print(f"· {' '.join(command[1:4])} …", file=sys.stderr, flush=True)
    started = time.monotonic()
    done = subprocess.run(command, env=site.environment, stdout=subprocess.PIPE, text=True)
    if done.returncode:
        sys.exit(f"{' '.join(command[1:])} failed: {done.stdout[-500:]}")
    return round(time.monotonic() - started, 2)


def _print(result: dict[str, Any]) -> None:
    ours = result["import"]["bihuan"]
    rows = [
        (f"import, {name}", f"{seconds} s", f"{seconds / ours:.1f} × ours")
        for name, seconds in result["import"].items()
    ]
    rows += _reading_rows(result)
    server = result["server"]
    rows += [
        (
            f"page, {name}",
            f"p95 {page['p95']} ms",
            _beside(page),
        )
        for name, page in server["pages"].items()
        if "p95" in page
    ]
    rows += [
        (
            f"page beside Django's admin, {name}",
            f"{page['ours']} ms",
            f"{page['ours'] / page['admin']:.2f} × the admin's {page['admin']} ms",
        )
        for name, page in result["admin"].items()
    ]
    rows += [
        (f"20,000 matters escalated, {name}", f"{told['seconds']} s", f"{told['said']} said")
        for name, told in result["matters"].items()
    ]
    rows += [
        (
            f"reports, {name}",
            f"p95 {told['p95']} ms",
            _spread_in_words(told),
        )
        for name, told in result["saves"].items()
    ]
    rows += _record_rows(result["record"])
    rows += _scored_rows(result["assessment"])
    rows.append(
        ("server's memory", f"{server['memory_mb']} MB", "of all processes, after the pages")
    )
    rows.append(("cold start", f"{server['cold_start']} s", "to the first answer"))
    load = " to ".join(f"{each:.1f}" for each in result["load"])
    print(f"{result['projects']} projects × 12 months; {os.cpu_count()} processors, load {load}")
    _print_rows(rows)


def _reading_rows(result: dict[str, Any]) -> list[tuple[str, str, str]]:
    seconds, bare = result["import"]["bihuan"], result["bare"]
    number, counts = result["layouts"].split(": ")
    return [
        (
            "import beside calamine's bare read",
            f"{seconds / bare:.1f} ×",
            f"{seconds} s to {bare} s",
        ),
        (f"made: {number}", "", counts),
    ]


def _print_rows(rows: list[tuple[str, str, str]]) -> None:
    for what, value, beside in rows:
        print(f"  {what:<44}{value:>14}   {beside}")


def _beside(page: dict[str, float]) -> str:
    told = f"median {page['median']}, first {page['first']}, {page['kb']} kB as {page['sent_kb']}"
    return f"{told}, first after a change {page['changed']}" if "changed" in page else told


def _spread_in_words(told: dict[str, float]) -> str:
    words = "median {median}, {number} asked".format(**told)
    return f"{words}, {told['processor']} ms of processor each" if "processor" in told else words


def _scored_rows(result: dict[str, dict[str, float]]) -> list[tuple[str, str, str]]:
    told = "with lines, ranks and rank ranges; {assessed} assessed, on one processor"
    return [
        (f"{number} subjects × 10 items scored", f"{found['seconds']} s", told.format(**found))
        for number, found in result.items()
    ]


def _record_rows(record: dict[str, Any]) -> list[tuple[str, str, str]]:
    load, save, check = record["import"], record["save"], record["check"]
    more = 100 * (load["with"] / load["without"] - 1)
    slower = save["with"] - save["without"]
    read = "{events} events, {rows} facts, {files} files, {found} differ".format(**check)
    return [
        ("digests in an import", f"{more:+.1f} %", f"{load['with']} s, without {load['without']}"),
        ("digests in a save", f"{slower:+.2f} ms", f"{save['with']} ms, without {save['without']}"),
        ("audit-check", f"{check['seconds']} s", read),
    ]


if __name__ == "__main__":
    main()
