"""Mutated workbooks: each is read, or refused in a sentence. 400 in the suite on each database,
each day others; 10,000 in full.

All go through the process that reads: some of them end it, as they would have ended the server.

`BIHUAN_TORTURE=1 python -m pytest tests/test_fuzz.py` tries them all.
"""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from datetime import UTC, datetime

import pytest
from django.db import transaction

from bihuan.accounts.tests.factories import make_user
from bihuan.importing import actions
from bihuan.importing.tests.books import ledger, ledger_row, month, month_row
from bihuan.importing.workbooks.documents import with_problems
from bihuan.importing.workbooks.sheets import ledger_sheets
from bihuan.kit import readers
from bihuan.kit.errors import NotAllowed, Refusal
from bihuan.kit.sheets import read_workbook
from bihuan.kit.tests import written_files as written
from bihuan.kit.workbooks import write_workbook

from .cells import FULL, TURN
from .mutations import EXAMPLES, mutated
from .mutations_of_formats import mutated_format

pytestmark = [pytest.mark.django_db, pytest.mark.long]
AT = datetime(2026, 11, 23, 2, tzinfo=UTC)
ALL = 10_000
FILES = ALL if FULL else 400
FIRST = 0 if FULL else TURN % (ALL // FILES) * FILES
ROWS = 9  # kept of each sheet of the example district
SHARE = 5  # of so many files one is of another format than .xlsx or .csv


class Log:
    """Collects what the readers would log: deaths of processes, and traces out of them."""

    def __init__(self):
        self.deaths, self.traces = 0, []

    def warning(self, *_told):
        self.deaths += 1

    def error(self, _sentence, trace):
        self.traces += [] if "PanicException" in trace else [trace[-300:]]  # a library's own


def cut(path):
    """Return a workbook of the example district with the first rows of each of its sheets."""
    from openpyxl import load_workbook

    book = load_workbook(path)
    for page in book:
        page.delete_rows(ROWS, page.max_row)
    stream = io.BytesIO()
    book.save(stream)
    return path.name, stream.getvalue()


@pytest.fixture
def bases():
    """Whole files of each kind, a district that knows some of what they say, and one come back."""
    office = make_user()
    known = ledger(*(ledger_row(number) for number in range(4)))
    actions.bring_in(files=[known], year=2024, by=office, at=AT)
    returned = write_workbook(ledger_sheets(office, 2024), returns=True)
    text = io.StringIO()
    csv.writer(text).writerows(
        [["月份", "固定资产投资（万元）"], ["2024年1月", "12"], ["2024年2月", "25"]]
    )
    folder = EXAMPLES / "hecheng-2024"
    return [
        known,
        month(3, *(month_row(number, 10, 30, 12) for number in range(4))),
        ("回.xlsx", returned),
        ("投资.csv", text.getvalue().encode()),
        *(cut(path) for path in sorted(folder.rglob("*.xlsx"))[:5]),
        ("固定资产投资.csv", (folder / "统计局/固定资产投资.csv").read_bytes()),
    ]


@pytest.fixture
def others():
    """A month's report in every other format."""
    _name, content = month(3, *(month_row(number, 10, 30, 12) for number in range(4)))
    rows = [
        ["" if cell is None else str(cell) for cell in row]
        for row in read_workbook(content, "月报.xlsx").sheets[0].rows
    ]
    width = max(map(len, rows))
    rows = [row + [""] * (width - len(row)) for row in rows]
    html = "".join(f"<tr><td>{'</td><td>'.join(row)}</td></tr>" for row in rows)
    return [
        ("月报.xls", written.xls(rows)),
        ("月报.et", written.xls(rows)),
        ("月报.ods", written.ods(rows)),
        ("月报.xlsb", written.xlsb(rows)),
        ("月报.docx", written.docx(rows)),
        ("月报.xls", f"<html><table>{html}</table></html>".encode()),
        ("月报.txt", "\n".join("\t".join(row) for row in rows).encode()),
        ("月报.pdf", written.pdf(written.typst_table(rows, str(width)))),
    ]


def outcome(name, content, by):
    """Bring a file in and undo it; return what came of it."""
    with transaction.atomic():
        try:
            batch = actions.bring_in(files=[(name, content)], year=None, by=by, at=AT)
            told = "blocked" if batch.outcome["blocked"] else "applied"
            json.dumps(batch.outcome, allow_nan=False)
            if told == "blocked" and len(content) % 4 == 0:
                with_problems(name, content, batch.outcome["problems"])
        except (Refusal, NotAllowed) as refusal:
            told = "refused" if str(refusal) else "refused without a word"
        transaction.set_rollback(True)
    return told


def test_a_mutated_workbook_is_read_or_refused(bases, others, monkeypatch):
    by, told, crashed, log = make_user(), Counter(), [], Log()
    monkeypatch.setattr(readers, "log", log)
    for seed in range(FIRST, FIRST + FILES):
        if seed % SHARE:
            name, content = bases[(seed - seed // SHARE) % len(bases)]
            name, content, how = mutated(content, name, seed)
        else:
            name, content = others[seed // SHARE % len(others)]
            name, content, how = mutated_format(content, name, seed)
        try:
            told[outcome(name, content, by)] += 1
        except Exception as error:  # noqa: BLE001  # each is told below
            crashed.append(f"{how}: {error!r}"[:300])
        crashed += [f"{how}: {trace}" for trace in log.traces]
        log.traces.clear()
    assert not crashed, f"{len(crashed)} of {FILES}\n" + "\n".join(crashed[:40])
    assert told.keys() == {"applied", "blocked", "refused"}
    assert min(told[each] for each in ("applied", "blocked", "refused")) > FILES // 40, told
    print(dict(told), "processes that died:", log.deaths)  # noqa: T201  # for who runs them all
