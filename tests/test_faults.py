"""Real faults under a real server: a full disk, a closed folder, a damaged or absent database."""

import os
import resource
import signal
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from bihuan.kit.notice_board import NoticeBoard
from tools.postgres import binaries, controlled_server

from .served import office_session, served, without_root_s_powers

pytestmark = [pytest.mark.long, pytest.mark.in_turns]

DATABASE = "bihuan.sqlite3"


@pytest.fixture
def home(office_home):
    return office_home[0]


@pytest.fixture
def session(office_home):
    return office_home[1]


def told_well(server, answer, words, *, logged=True):
    """True if an answer is a sentence with a number, under which the log tells the rest."""
    assert answer.status == 503
    assert words in answer.text
    number = answer.headers["X-Request-Number"]
    assert number in answer.text
    assert "Traceback" not in answer.text
    if logged:
        assert any("exception" in line for line in server.logged(number))
    return True


def tells_everybody(server, words, *, logged=True):
    """True if both the API and a page tell of it, each in its form."""
    api, page = server.rename_district("新名"), server.ask("/district/")
    assert api.json["message"]
    assert "<!doctype html>" in page.text
    return all(told_well(server, answer, words, logged=logged) for answer in (api, page))


def damage(home):
    """Write over the database, as a failing disk does."""
    (home / DATABASE).write_bytes(b"\x00\xffdamaged" * 50_000)
    for rest in home.glob(f"{DATABASE}-*"):
        rest.unlink()


def test_a_damaged_database_is_told_and_the_monitor_sees_it(home, session):
    with served(home) as server:
        server.session = session
        damage(home)  # before anybody asked: an open connection still answers what it remembers
        assert tells_everybody(server, "数据库已损坏")
        health = server.ask("/health")
        assert (health.status, health.json["checks"]["database"]) == (503, False)


def test_a_database_that_was_taken_away_is_told(home, session):
    with served(home) as server:
        server.session = session
        for path in home.glob(f"{DATABASE}*"):
            path.unlink()
        assert tells_everybody(server, "数据库文件不见了")


def test_a_folder_that_became_read_only_is_told_and_works_again_when_opened(home, session):
    with served(home, before=without_root_s_powers) as server:
        server.session = session
        opened = at_once(server.rename_district, [f"第{number}区" for number in range(24)])
        assert {each.status for each in opened} <= {200, 409}  # every thread's could be written
        paths = [home, *home.glob(f"{DATABASE}*")]
        for path in paths:
            path.chmod(0o500 if path.is_dir() else 0o400)
        try:
            assert told_well(server, server.rename_district("新名"), "无法写入")
            assert server.ask("/health").json["checks"]["disk"] is False
            refused = at_once(server.rename_district, ["新名"] * 24)
            assert {each.status for each in refused} == {503}
            at_once(server.ask, ["/projects/"] * 24)  # threads open what they can only read
        finally:
            for path in paths:
                path.chmod(0o700 if path.is_dir() else 0o600)
        told = at_once(server.rename_district, [f"再来{number}" for number in range(24)])
        assert not [each.text for each in told if each.status not in (200, 409)]


def at_once(ask, said):
    """Return the answers to all of it, said by so many callers."""
    with ThreadPoolExecutor(len(said)) as callers:
        return list(callers.map(ask, said))


def test_a_full_disk_is_told_and_what_was_there_can_still_be_read(home, session):
    """A limit on files' sizes stands for the disk's: SQLite meets it in the middle of a write."""
    most = (home / DATABASE).stat().st_size + 200_000

    def little_room():
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

    with sqlite3.connect(home / DATABASE) as database:
        database.execute("CREATE TABLE filler (content BLOB)")
        database.execute("INSERT INTO filler VALUES (zeroblob(150000))")
    database.close()
    with served(home, before=little_room) as server:
        server.session = session
        acknowledged = ""
        for number in range(2_000):
            answer = server.rename_district(f"第{number}区")
            if answer.status != 200:
                break
            acknowledged = f"第{number}区"
        assert told_well(server, answer, "磁盘已满")
        assert acknowledged
    with sqlite3.connect(home / DATABASE) as database:
        assert database.execute("SELECT name FROM projects_district").fetchone() == (acknowledged,)
    database.close()


@pytest.mark.skipif(binaries() is None, reason="PostgreSQL is not installed on this machine")
def test_postgresql_that_went_away_is_told_and_found_again_when_it_is_back(tmp_path):
    home = tmp_path / "home"
    with controlled_server() as database:
        session = office_session(home, DATABASE_URL=database.url)
        with served(home, DATABASE_URL=database.url) as server:
            server.session = session
            assert server.rename_district("鹤城区").status == 200
            database.stop()
            assert tells_everybody(server, "数据库没有应答")
            assert server.ask("/health").json["checks"]["database"] is False
            database.start()
            assert [server.rename_district(name).status for name in "甲乙丙"] == [200] * 3
            assert server.ask("/health").status == 200


@contextmanager
def written_by_another(home):
    """Hold the database as another writer does."""
    other = sqlite3.connect(home / DATABASE, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield other
    finally:
        other.close()


def test_a_write_under_way_is_finished_when_the_server_is_told_to_stop(home, session):
    """The write waits for another writer; meanwhile the server is told to stop."""
    with served(home) as server:
        server.session = session
        answers = []
        asking = threading.Thread(target=lambda: answers.append(server.rename_district("最后")))
        with written_by_another(home) as other:
            asking.start()
            wait_until_busy(server)
            server.process.terminate()
            wait_until_deaf(server)
            other.execute("COMMIT")
        asking.join()
        assert server.process.wait(60) == 0
        assert answers[0].status == 200
    with sqlite3.connect(home / DATABASE) as database:
        assert database.execute("SELECT name FROM projects_district").fetchone() == ("最后",)
    database.close()


def wait_until_busy(server):
    """Wait until a process of the server holds the database open."""
    while not any(
        name.endswith(f"/{DATABASE}") for pid in pages_of(server) for name in open_files(pid)
    ):
        threading.Event().wait(0.01)


def pages_of(server):
    """Return the processes that answer callers: all that the first one has forked."""
    parent = server.process.pid
    return [int(pid) for pid in Path(f"/proc/{parent}/task/{parent}/children").read_text().split()]


def test_a_process_that_dies_is_replaced_and_nobody_notices(home, session):
    """The process that watches is small before and after."""
    with served(home) as server:
        server.session = session
        wait_until_small(server)
        before = set(pages_of(server))
        for pid in before:
            os.kill(pid, signal.SIGKILL)
        assert server.rename_district("鹤城区").status == 200
        while not (len(pages_of(server)) == len(before) and before.isdisjoint(pages_of(server))):
            threading.Event().wait(0.05)
        assert [server.ask("/health").status for _time in range(4)] == [200] * 4
        wait_until_small(server)


def wait_until_small(server):
    """Wait until the process that watches has let go of what the others need."""
    parent = server.process.pid
    while memory_of(parent) > memory_of(pages_of(server)[0]) / 3:
        threading.Event().wait(0.05)


def memory_of(pid):
    """Return the memory that a process has in use, in kB."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0])


def test_another_may_serve_after_a_server_that_was_told_to_end_or_killed(home, session):
    """Told while it replaces a process, it ends; killed, it takes all its processes with it."""
    with served(home) as server:
        for pid in pages_of(server):
            os.kill(pid, signal.SIGKILL)
        server.process.terminate()
        assert server.process.wait(60) == 0
    with served(home) as server:
        children = pages_of(server)
        server.process.kill()
        server.process.wait()
        while any(Path(f"/proc/{pid}").exists() for pid in children):
            threading.Event().wait(0.05)
    with served(home) as server:
        server.session = session
        assert server.rename_district("鹤城区").status == 200


def test_one_process_tells_how_far_the_work_of_another_has_come(tmp_path):
    board, other = NoticeBoard(tmp_path / "running"), NoticeBoard(tmp_path / "running")
    child = os.fork()
    if child == 0:
        board.hang(("import", 7), {"done": 3})
        signal.pause()
    while other.look(("import", 7)) is None:
        threading.Event().wait(0.01)
    assert other.look(("import", 7)) == {"done": 3}
    other.take_down(("import", 7))  # it is not ours
    assert other.look(("import", 7)) == {"done": 3}
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    assert other.look(("import", 7)) is None


def open_files(pid):
    for link in Path(f"/proc/{pid}/fd").iterdir():
        with suppress(OSError):  # closed meanwhile
            yield str(link.readlink())


def wait_until_deaf(server):
    """Wait until the server hears no new callers."""
    while True:
        try:
            server.ask("/health")
        except OSError:
            return
