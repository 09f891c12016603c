"""The process that reads: whatever a file does to it, one sentence comes back and it is gone."""

import io
import os
import subprocess
import sys
import threading
import zipfile
from datetime import date, datetime

import pytest

from bihuan.kit import readers
from bihuan.kit.errors import Refusal
from bihuan.kit.sheets import annotate, read_workbook

from .test_sheets import repacked, xlsx

SHEET = "xl/worksheets/sheet1.xml"
DEAF = [sys.executable, "-c", "import sys, time; sys.stdin.buffer.read(1); time.sleep(600)"]


@pytest.fixture(autouse=True)
def fresh(monkeypatch):
    """Readers of this test's own, all gone after it."""
    pool = readers._Pool()
    monkeypatch.setattr(readers, "_pool", pool)
    yield pool
    pool.end()


def sheet_of(*cells: str) -> bytes:
    """Return a workbook of 5 kB whose sheet holds just these cells, and declares that it is small.

    The declaration lies, as a stranger's may.
    """
    rows = "".join(
        f'<row r="{r}"><c r="{c}{r}"><v>7</v></c></row>' for c, r in map(str.split, cells)
    )
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    xml = f'<worksheet xmlns="{main}"><dimension ref="A1:B2"/><sheetData>{rows}</sheetData>'
    xml += "</worksheet>"
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(xlsx())) as before, zipfile.ZipFile(stream, "w") as after:
        for part in before.infolist():
            after.writestr(part.filename, xml if part.filename == SHEET else before.read(part))
    return stream.getvalue()


def refused(content: bytes) -> str:
    with pytest.raises(Refusal) as caught:
        read_workbook(content, "x.xlsx")
    return str(caught.value)


def test_cells_far_from_the_table_are_left_out_and_the_table_is_read():
    sheet = read_workbook(sheet_of("A 1", "B 2", "DKI 1048576"), "x.xlsx").sheets[0]
    assert sheet.rows == [[7.0, None], [None, 7.0]]


def test_cells_far_to_the_right_are_left_out_and_the_table_is_read():
    far = [f"A {row}" for row in range(1, 30_001)]
    sheet = read_workbook(sheet_of(*far, "ABC 30001"), "x.xlsx").sheets[0]
    assert len(sheet.rows) == 30_000


def test_a_sheet_without_addresses_cannot_take_more_memory_than_is_allowed(settings, fresh):
    settings.READER_MEGABYTES = 400
    wide = "<row>" + "<c><v>1</v></c>" * 2_900 + "</row>"
    xml = xlsx()
    with zipfile.ZipFile(io.BytesIO(xml)) as package:
        text = package.read(SHEET).decode()
    start, end = text.index("<sheetData>"), text.index("</sheetData>")
    rows = "<row><c><v>1</v></c></row>" * 60_000
    heavy = repacked(xml, SHEET, text[start:end].encode(), f"<sheetData>{wide}{rows}".encode())
    assert "内存" in refused(heavy)
    assert read_workbook(xlsx(), "x.xlsx").sheets  # and the next file is read


def test_a_file_that_takes_too_long_is_given_up(settings, monkeypatch, fresh):
    settings.READER_SECONDS = 0.2
    monkeypatch.setattr(readers, "_started", lambda: deaf(fresh))
    assert "时间" in refused(xlsx())
    assert fresh.spawned.poll() is not None  # it runs no longer
    assert not fresh.idle


def deaf(pool):
    pool.spawned = subprocess.Popen(DEAF, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    return pool.spawned


def test_a_reader_that_died_while_it_waited_is_replaced(fresh):
    read_workbook(xlsx(), "x.xlsx")
    [process] = fresh.idle
    process.kill()
    process.wait()
    assert read_workbook(xlsx(), "x.xlsx").sheets


def test_one_reader_serves_one_file_after_another(fresh):
    read_workbook(xlsx(), "x.xlsx")
    first = fresh.idle[0].pid
    refused(b"PK\x03\x04rubbish")
    read_workbook(xlsx(), "x.xlsx")
    assert [each.pid for each in fresh.idle] == [first]


def test_a_reader_that_read_something_large_gives_its_memory_back(fresh, monkeypatch):
    monkeypatch.setattr(readers, "RESTS_AFTER", 100)
    read_workbook(xlsx(), "x.xlsx")
    assert not fresh.idle


def test_more_files_than_may_be_read_at_once_are_told_so(fresh, monkeypatch):
    monkeypatch.setattr(readers, "WAIT_SECONDS", 0.1)
    for _ in range(readers.AT_ONCE):
        fresh.turns.acquire()
    assert "x.xlsx" in refused(xlsx())
    fresh.turns.release()
    assert read_workbook(xlsx(), "x.xlsx").sheets


def test_who_breaks_off_leaves_no_process_behind(fresh, monkeypatch):
    started = []

    def interrupted(process, *_asked):
        started.append(process)
        raise KeyboardInterrupt

    monkeypatch.setattr(readers, "_exchanged", interrupted)
    with pytest.raises(KeyboardInterrupt):
        read_workbook(xlsx(), "x.xlsx")
    assert started[0].poll() is not None
    assert not fresh.idle
    assert fresh.turns.acquire(timeout=0)


def test_many_threads_read_at_once(fresh):
    told = []
    threads = [
        threading.Thread(target=lambda: told.append(read_workbook(xlsx(), "x.xlsx").sheets[0].rows))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert told == [[["a", 1.0]]] * 8
    assert len(fresh.idle) <= readers.AT_ONCE


def test_the_reader_is_given_no_secret_and_imports_no_django(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "secret")
    process = readers._started()
    try:
        with open(f"/proc/{process.pid}/environ", "rb") as told:  # noqa: PTH123  # no file of ours
            assert b"secret" not in told.read()
    finally:
        readers._end(process)
    script = (
        "import sys, bihuan.kit.reader.__main__, bihuan.kit.reader.annotate;"
        "print([m for m in sys.modules if m.startswith('django')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=readers.ROOT,
        capture_output=True,
        check=True,
        env={"PATH": os.environ["PATH"]},
    )
    assert done.stdout.strip() == b"[]"


@pytest.mark.parametrize("number", [b"NaN", b"inf", b"-Infinity", b"1e999"])
def test_what_is_no_number_in_a_cell_of_numbers_is_marked(number):
    content = repacked(xlsx(), SHEET, b"<v>1</v>", b"<v>" + number + b"</v>")
    sheet = read_workbook(content, "x.xlsx").sheets[0]
    assert sheet.cell(0, 1) is None
    assert sheet.failed == {(0, 1)}


def test_days_and_moments_come_back_as_they_are():
    day, moment = date(2024, 3, 1), datetime(2024, 3, 1, 8, 30)  # noqa: DTZ001  # as a cell's
    assert read_workbook(xlsx([(day, moment)]), "x.xlsx").sheets[0].rows == [[day, moment]]


def test_a_damaged_file_is_not_given_back_with_its_problems():
    with pytest.raises(Refusal, match="损坏"):
        annotate(xlsx()[:900], "x.xlsx", [("Sheet", 1, "坏", [1])], "问题")


def test_a_file_that_cannot_be_edited_comes_back_as_its_cells():
    odd = repacked(xlsx(), "xl/styles.xml", b"<cellXfs", b"<cellXfsBroken")
    back = annotate(odd, "x.xlsx", [("Sheet", 1, "坏", [1])], "问题")
    assert read_workbook(back, "x.xlsx").sheets[0].rows[0][:2] == ["a", 1.0]
