"""Who writes to a SQLite file, and in which order: threads, processes, and those that died."""

import os
import signal
import sqlite3
import subprocess
import sys
import threading
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.contrib.auth.models import Group
from django.db import OperationalError, connection, transaction

from bihuan.kit.databases.sqlite.turns import ENDING, WriteQueue, queue_of
from bihuan.kit.errors import Refusal
from bihuan.kit.writing import one_writer
from bihuan.site.backups.contents import LEFT_OUT_ENDINGS

HOLDS = """
import sys
from pathlib import Path
from bihuan.kit.databases.sqlite.turns import WriteQueue
queue = WriteQueue(Path(sys.argv[1]))
print("waits", flush=True)
assert queue.take(60)
print("has", flush=True)
sys.stdin.readline()
queue.give_back()
print("gave back", flush=True)
sys.stdin.readline()
"""


@contextmanager
def another(place):
    """Run a process that takes the turn, and gives it back when it is told to."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDS, str(place)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert said(process) == "waits"
        yield process
    finally:
        process.kill()
        process.communicate()


def said(process):
    return process.stdout.readline().strip()


def tell(process):
    process.stdin.write("go\n")
    process.stdin.flush()


def is_next(place):
    """Return whether some other process is next: it alone has locked the second byte."""
    probe = (
        "import fcntl,sys;f=open(sys.argv[1],'r+b');fcntl.lockf(f,fcntl.LOCK_EX|fcntl.LOCK_NB,1,1)"
    )
    found = subprocess.run([sys.executable, "-c", probe, str(place)], stderr=subprocess.DEVNULL)
    return found.returncode != 0


def test_a_process_waits_for_another_and_who_waits_too_long_is_told(tmp_path):
    queue = WriteQueue(tmp_path / "turn")
    with another(tmp_path / "turn") as first:
        assert said(first) == "has"
        assert not queue.take(0.01)
        tell(first)
        assert said(first) == "gave back"
        assert queue.take(60)
    queue.give_back()


def test_the_turn_of_a_process_that_was_killed_is_free(tmp_path):
    queue = WriteQueue(tmp_path / "turn")
    with another(tmp_path / "turn") as first:
        assert said(first) == "has"
        os.kill(first.pid, signal.SIGKILL)
        first.wait()
        assert queue.take(60)
    queue.give_back()


def test_who_has_just_written_comes_after_who_waited_meanwhile(tmp_path):
    queue = WriteQueue(tmp_path / "turn")
    assert queue.take(60)
    with another(tmp_path / "turn") as second:
        while not is_next(tmp_path / "turn"):
            assert second.poll() is None
        queue.give_back()
        again = threading.Thread(target=queue.take, args=(60,))
        again.start()
        assert said(second) == "has"
        assert again.is_alive()
        tell(second)
        again.join(60)
        assert not again.is_alive()
    queue.give_back()


def test_threads_of_one_process_write_one_after_the_other(tmp_path):
    queue, order = WriteQueue(tmp_path / "turn"), []

    def write(name):
        assert queue.take(60)
        order.append(name)
        order.append(name)
        queue.give_back()

    threads = [threading.Thread(target=write, args=(number,)) for number in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert order[::2] == order[1::2]
    assert sorted(order[::2]) == list(range(8))


def test_where_no_lock_can_be_had_sqlites_own_must_do(tmp_path):
    queue = WriteQueue(tmp_path / "not there" / "turn")
    assert queue.take(60)
    queue.give_back()


def test_a_process_that_was_forked_has_no_turn_of_its_parents(tmp_path):
    queue = WriteQueue(tmp_path / "turn")
    assert queue.take(60)
    child = os.fork()
    if child == 0:
        os._exit(int(queue.take(0.01)))
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0  # the parent has it still
    queue.give_back()
    child = os.fork()
    if child == 0:
        os._exit(int(queue.take(60)))
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 1


@pytest.fixture
def turn():
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL has a queue of its own")
    return queue_of(str(Path(connection.settings_dict["NAME"]).absolute()))


def is_free(turn):
    """Return whether nobody has the turn, not even this thread."""
    found = turn.take(0.01)
    if found:
        turn.give_back()
    return found


@pytest.mark.django_db(transaction=True)
def test_a_transaction_has_the_turn_until_it_ends_however_it_ends(turn):
    with transaction.atomic():
        Group.objects.create(name="甲")
        assert not is_free(turn)
        with transaction.atomic():
            assert not is_free(turn)
        assert not is_free(turn)
    assert is_free(turn)
    with pytest.raises(RuntimeError), transaction.atomic():
        raise RuntimeError
    assert is_free(turn)
    with transaction.atomic():
        connection.close()
    assert is_free(turn)


@pytest.mark.django_db(transaction=True)
def test_who_cannot_begin_gives_the_turn_back(turn):
    connection.ensure_connection()
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 10")
    other = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
    other.execute("BEGIN IMMEDIATE")  # knows of no queue
    with pytest.raises(OperationalError, match="locked"), transaction.atomic():
        pytest.fail("it began")
    assert is_free(turn)
    other.close()
    connection.close()


@pytest.mark.django_db(transaction=True)
def test_an_action_that_waits_too_long_for_its_turn_is_refused(turn, monkeypatch):
    monkeypatch.setitem(connection.settings_dict["OPTIONS"], "timeout", 0.01)
    assert turn.take(60)
    try:
        with pytest.raises(Refusal), one_writer():
            pytest.fail("it began")
    finally:
        turn.give_back()
    assert not Group.objects.exists()


def test_the_file_of_the_queue_goes_into_no_backup():
    assert ENDING in LEFT_OUT_ENDINGS
