"""How many of the product's functions a stranger crosses on four walks: `python -m tools.walks`.

Workbook → figure, report → light, matter → closed, figure → rows: counted with `sys.setprofile`
around one run of each, in a database of its own. What the server reads once, before it forks the
processes that answer pages (`site/warming.py`), is read here before too: no page crosses it.
`--list` names the functions, by file.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from itertools import groupby
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).resolve().parents[1]
PRODUCT = str(ROOT / "bihuan") + os.sep
LEDGER = ROOT / "examples" / "hecheng-2024" / "鹤城区2024年重点项目台账.xlsx"
DONE = "已与最后三户签订协议，场地已腾空交付。"
BEFORE = {
    "workbook applied over HTTP": 184,
    "report handed in": 78,
    "year judged": 71,
    "matter raised": 74,
    "five moves to closed": 54,
    "figure with its rows": 64,
}
Crossed = set[tuple[str, str]]


@contextmanager
def crossing(crossed: Crossed) -> Iterator[None]:
    """Note each function of the product that is entered, by file and name."""

    def note(frame: FrameType, event: str, _argument: object) -> None:
        code = frame.f_code
        named = code.co_name[0] != "<"  # a comprehension is no function that anybody reads
        if event == "call" and named and code.co_filename.startswith(PRODUCT):
            crossed.add((code.co_filename[len(PRODUCT) :], code.co_qualname))

    sys.setprofile(note)
    try:
        yield
    finally:
        sys.setprofile(None)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--list", action="store_true", help="name the functions")
    named = parser.parse_args().list
    walks = dict(_walked())
    for name, crossed in walks.items():
        print(f"{len(crossed):4}  {name} (was {BEFORE[name]})")
        if named:
            for file, functions in groupby(sorted(crossed), key=lambda each: each[0]):
                print(f"      {file}: {', '.join(function for _file, function in functions)}")


def _walked() -> Iterator[tuple[str, Crossed]]:
    """Walk, in a database that is removed afterwards."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django

    django.setup()
    from django.test.utils import setup_databases, teardown_databases

    from bihuan.site.warming import warm_up

    warm_up()
    made = setup_databases(verbosity=0, interactive=False)
    try:
        yield from _of_a_workbook()
        yield from _of_a_report()
        yield from _of_a_matter()
        yield from _of_a_figure()
    finally:
        teardown_databases(made, verbosity=0)


def _of_a_workbook() -> Iterator[tuple[str, Crossed]]:
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.test import Client

    from bihuan.accounts.tests.factories import make_user
    from bihuan.importing.models import Batch

    client = Client(raise_request_exception=True)
    client.force_login(make_user())
    book = SimpleUploadedFile(LEDGER.name, LEDGER.read_bytes())
    client.post("/import/", {"workbooks": book, "year": 2024})
    batch = Batch.objects.get()
    crossed: Crossed = set()
    client.get(f"/import/{batch.pk}/")  # what is made once a process is made
    with crossing(crossed):
        client.post(f"/import/{batch.pk}/apply/", {"edition": batch.edition})
    batch.refresh_from_db()
    assert batch.state == "applied", batch.state
    yield "workbook applied over HTTP", crossed


def _of_a_report() -> Iterator[tuple[str, Crossed]]:
    from bihuan.accounts.tests.factories import make_user
    from bihuan.lights import actions
    from bihuan.progress.tests.factories import (
        AFTER_MARCH,
        make_listed,
        make_reporter,
        open_march,
        report_march,
    )

    reporter = make_reporter()
    project = make_listed(owner=reporter.organisation)
    open_march()
    crossed: Crossed = set()
    with crossing(crossed):
        report_march(project, by=reporter)
    yield "report handed in", _without_tests(crossed)
    crossed, office = set(), make_user()
    with crossing(crossed):
        actions.judge_year(year=2024, by=office, at=AFTER_MARCH)
    yield "year judged", crossed


def _of_a_matter() -> Iterator[tuple[str, Crossed]]:
    from bihuan.accounts.tests.factories import make_organisation, make_user
    from bihuan.matters import actions
    from bihuan.matters.tests.factories import make_handler, noon, raise_one
    from bihuan.progress.tests.factories import make_listed

    at = noon(date(2024, 3, 4))
    handler, office = make_handler(), make_user()
    project, other = make_listed(owner=make_organisation()), make_user()
    crossed: Crossed = set()
    with crossing(crossed):
        matter = raise_one(project=project, by=office)
    yield "matter raised", _without_tests(crossed)
    crossed = set()
    assert handler.organisation is not None
    with crossing(crossed):
        actions.assign(matter=matter, lead=handler.organisation, by=office, at=at)
        actions.sign(matter=matter, by=handler, at=at)
        actions.answer(matter=matter, note=DONE, by=handler, at=at)
        actions.verify(matter=matter, by=other, at=at)
        actions.close(matter=matter, by=other, at=at)
    yield "five moves to closed", crossed


def _of_a_figure() -> Iterator[tuple[str, Crossed]]:
    from bihuan.figures.queries import figure, rows
    from bihuan.figures.questions import Question

    question = Question(2024)
    crossed: Crossed = set()
    with crossing(crossed):
        rows(figure("completed.municipal", question), question)
    yield "figure with its rows", crossed


def _without_tests(crossed: Crossed) -> Crossed:
    """Return them without the makers of tests, which only call the product."""
    return {(file, name) for file, name in crossed if "/tests/" not in file}


if __name__ == "__main__":
    main()
