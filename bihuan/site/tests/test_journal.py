"""The log: every request and fault has its line, and nothing secret stands in any."""

import gzip
import json
import logging
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta

import pytest
import structlog
from django.contrib.auth.decorators import login_not_required
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import path

from bihuan.accounts.tests.factories import make_user
from bihuan.site import journal
from bihuan.site.journal import lines
from bihuan.site.journal.files import DailyFile, day_of, tidy
from bihuan.site.journal.requests import LETTERS, new_number

WRITE = """
import logging, sys
from pathlib import Path
from bihuan.site.journal.files import DailyFile
log = logging.getLogger("many")
log.setLevel("INFO")
log.addHandler(DailyFile(folder=Path(sys.argv[1]), days=200, most_bytes=10**9))
for number in range(500):
    log.info("%s %s %s", sys.argv[2], number, "x" * 2_000)
"""


@pytest.fixture
def logged(tmp_path):
    """Everything that is logged during a test, as read from the file."""
    handler = DailyFile(folder=tmp_path / "logs", days=200, most_bytes=10**6)
    handler.setFormatter(lines.line())
    logging.getLogger().addHandler(handler)
    yield lambda: [
        json.loads(line)
        for file in sorted((tmp_path / "logs").glob("*.jsonl"))
        for line in file.read_text(encoding="utf-8").splitlines()
    ]
    logging.getLogger().removeHandler(handler)
    handler.close()


def line_of(number, logged):
    return [line for line in logged() if line.get("number") == number]


@pytest.mark.django_db
def test_every_request_has_a_line_with_who_what_and_how_it_went(client, logged):
    user = make_user()
    client.force_login(user)
    answer = client.get("/district/?secret=abc", headers={"x-forwarded-for": "192.0.2.7"})
    (line,) = line_of(answer["X-Request-Number"], logged)
    assert line["event"] == "request"
    assert (line["who"], line["method"], line["path"], line["status"]) == (
        user.username,
        "GET",
        "/district/",
        200,
    )
    assert (line["address"], line["forwarded_for"]) == ("127.0.0.1", "192.0.2.7")
    assert line["ms"] >= 0
    assert datetime.fromisoformat(line["at"]).tzinfo == UTC


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", ["/no-such-page/", "/health", "/sign-in/login/", "/api/nothing"]
)
def test_a_stranger_s_request_has_a_line_too(client, logged, address):
    (line,) = line_of(client.get(address)["X-Request-Number"], logged)
    assert line["who"] == ""


@pytest.mark.django_db
def test_neither_forms_nor_query_strings_nor_headers_are_written(client, logged, tmp_path):
    client.post("/sign-in/login/?next=/hidden-1", {"login": "hidden-2", "password": "hidden-3"})
    client.get(
        "/api/projects", headers={"authorization": "Bearer hidden-4", "cookie": "a=hidden-5"}
    )
    assert len(logged()) >= 2
    written = "".join(file.read_text() for file in (tmp_path / "logs").glob("*.jsonl"))
    assert "hidden" not in written


@login_not_required
def broken(request):
    raise RuntimeError(
        "postgresql://bihuan:hidden@db/x Bearer hidden password='hidden' token=hidden"
    )


urlpatterns = [path("broken/", broken)]
handler500 = "bihuan.site.failures.failed"


@pytest.mark.django_db
@pytest.mark.urls(__name__)
def test_a_fault_has_its_traceback_under_the_number_on_the_page(logged):
    answer = Client(raise_request_exception=False).get("/broken/")
    number = answer["X-Request-Number"]
    assert number in answer.text
    fault, request = line_of(number, logged)
    assert "RuntimeError" in fault["exception"]
    assert "in broken" in fault["exception"]
    assert "hidden" not in json.dumps(fault)
    assert (request["status"], request["level"]) == (500, "error")


@pytest.mark.django_db
def test_too_many_files_are_refused_without_a_traceback(client, logged):
    files = [SimpleUploadedFile(f"{number}.txt", b"x") for number in range(101)]
    answer = client.post("/sign-in/login/", {"workbook": files})
    assert answer.status_code == 400
    assert "100" in answer.text
    assert not any("exception" in line for line in logged())
    assert any(line["logger"].startswith("django.security") for line in logged())


def test_rows_that_a_database_shows_in_its_errors_are_left_out():
    said = "duplicate key\nDETAIL:  Key (username)=(zhang) already exists.\nCONTEXT: x"
    assert "zhang" not in lines.without_secrets(None, "", {"event": said})["event"]


def test_a_line_stays_short_enough_for_one_write():
    assert len(lines.without_secrets(None, "", {"event": "x" * 10**6})["event"]) < 20_000


def test_the_short_form_for_the_terminal_is_one_line():
    record = logging.LogRecord("a", logging.ERROR, "", 0, "it %s", ("broke",), None)
    shown = lines.short().format(record)
    assert "error it broke" in shown
    assert "\n" not in shown


def test_numbers_have_eight_letters_that_cannot_be_misread():
    assert all(len(new_number()) == 8 and set(new_number()) <= set(LETTERS) for _ in range(100))
    assert len(set(LETTERS)) == 32
    assert not set("01OI") & set(LETTERS)


def record_of(day, level=logging.INFO, text="said"):
    record = logging.LogRecord("a", level, "", 0, text, (), None)
    record.created = datetime(day.year, day.month, day.day, 12, tzinfo=UTC).timestamp()
    return record


def test_each_day_has_a_file_that_only_its_owner_reads(tmp_path):
    handler = DailyFile(folder=tmp_path / "logs", days=200, most_bytes=10**6)
    for day in (date(2026, 1, 1), date(2026, 1, 2)):
        handler.emit(record_of(day))
    handler.close()
    assert [p.name for p in sorted((tmp_path / "logs").glob("bihuan-*"))] == [
        "bihuan-2026-01-01.jsonl",
        "bihuan-2026-01-02.jsonl",
    ]
    for each in (tmp_path / "logs", *(tmp_path / "logs").iterdir()):
        assert each.stat().st_mode & 0o077 == 0


def test_old_days_are_packed_and_the_oldest_removed_on_their_day(tmp_path):
    today, days = date(2026, 11, 29), 200
    for age in (0, 1, 2, days, days + 1):
        (tmp_path / f"bihuan-{today - timedelta(days=age)}.jsonl").write_text(f"{age}\n")
    (tmp_path / "notes.jsonl").write_text("not ours")
    tidy(tmp_path, today=today, days=days)

    def days_old(path):
        day = day_of(path)
        assert day
        return (today - day).days

    assert sorted(map(days_old, tmp_path.glob("bihuan-*"))) == [0, 1, 2, days]
    packed = {days_old(path): path for path in tmp_path.glob("*.gz")}
    assert sorted(packed) == [2, days]
    assert gzip.decompress(packed[days].read_bytes()) == b"200\n"
    assert packed[days].stat().st_mode & 0o077 == 0
    assert (tmp_path / "notes.jsonl").exists()


def test_logs_are_kept_six_months_unless_somebody_says_otherwise():
    assert journal.DAYS >= journal.SIX_MONTHS


def test_a_flood_leaves_room_for_warnings(tmp_path):
    handler = DailyFile(folder=tmp_path, days=200, most_bytes=100)
    for _ in range(50):
        handler.emit(record_of(date(2026, 1, 1), text="flood"))
    handler.emit(record_of(date(2026, 1, 1), logging.WARNING, "warned"))
    handler.close()
    written = (tmp_path / "bihuan-2026-01-01.jsonl").read_text().splitlines()
    assert len(written) < 30
    assert written[-1] == "warned"


def test_processes_that_log_at_once_spoil_no_line(tmp_path):
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITE, str(tmp_path), str(each)])
        for each in range(3)
    ]
    assert [each.wait() for each in writers] == [0, 0, 0]
    (file,) = tmp_path.glob("*.jsonl")
    written = file.read_text().splitlines()
    assert {tuple(line.split()[:2]) for line in written} == {
        (str(who), str(number)) for who in range(3) for number in range(500)
    }
    assert all(line.endswith("x" * 2_000) for line in written)


@pytest.mark.django_db
def test_a_log_that_cannot_be_written_stops_nobody_and_complains_once(client, tmp_path, capsys):
    (tmp_path / "logs").write_text("a file where the folder should be")
    handler = DailyFile(folder=tmp_path / "logs", days=200, most_bytes=10**6)
    logging.getLogger().addHandler(handler)
    try:
        assert [client.get("/health").status_code for _ in range(3)] == [200] * 3
    finally:
        logging.getLogger().removeHandler(handler)
    assert capsys.readouterr().err.count("日志无法写入") == 1


def test_a_full_disk_is_forgotten_as_soon_as_there_is_room_again(tmp_path, capsys):
    handler = DailyFile(folder=tmp_path / "logs", days=200, most_bytes=10**6)
    (tmp_path / "logs").write_text("in the way")
    handler.emit(record_of(date(2026, 1, 1)))
    (tmp_path / "logs").unlink()
    handler.emit(record_of(date(2026, 1, 1), text="again"))
    handler.close()
    assert (tmp_path / "logs" / "bihuan-2026-01-01.jsonl").read_text() == "again\n"


def test_a_command_that_fails_is_in_the_log_with_its_traceback(ready_cli, tmp_path):
    (tmp_path / "home" / "bihuan.sqlite3").write_bytes(b"no database" * 1_000)
    told = ready_cli("audit-check")
    assert told.returncode == 1
    assert len(told.stderr.strip().splitlines()) == 1
    (log,) = (tmp_path / "home" / "logs").glob("*.jsonl")
    faults = [json.loads(line) for line in log.read_text().splitlines()]
    assert "file is not a database" in faults[-1]["exception"]
    assert faults[-1]["command"] == "audit-check"


def test_lines_of_our_own_and_of_others_share_one_shape(logged):
    structlog.get_logger("bihuan.own").warning("ours", count=1)
    logging.getLogger("others").warning("theirs %s", 2)
    ours, theirs = logged()
    assert ours.keys() - {"count"} == theirs.keys()
    assert (ours["event"], theirs["event"], theirs["logger"]) == ("ours", "theirs 2", "others")
