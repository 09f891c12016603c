"""One data folder, one process: the kernel's lock, which cannot be left behind."""

import os
import signal
import subprocess
import sys

import pytest

from bihuan.kit.errors import Refusal
from bihuan.site import lock

HOLD = """
import sys
from pathlib import Path
from bihuan.site import lock
with lock.hold(Path(sys.argv[1]), host="127.0.0.1", port=8000):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def other(tmp_path):
    """Another process, which holds the folder."""
    command = [sys.executable, "-c", HOLD, str(tmp_path)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, text=True, stdin=pipe, stdout=pipe) as process:
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_a_folder_in_use_is_refused_with_the_name_of_its_user(other, tmp_path):
    with pytest.raises(Refusal, match=str(other.pid)), lock.hold(tmp_path):
        pass
    held = lock.holder(tmp_path)
    assert (held.pid, held.host, held.port) == (other.pid, "127.0.0.1", 8000)


def test_a_folder_is_free_when_its_user_was_killed(other, tmp_path):
    os.kill(other.pid, signal.SIGKILL)
    other.wait()
    assert lock.holder(tmp_path) is None
    with lock.hold(tmp_path):
        assert lock.holder(tmp_path).pid == os.getpid()
    assert lock.holder(tmp_path) is None


def test_asking_who_holds_a_folder_makes_none(tmp_path):
    assert lock.holder(tmp_path / "none") is None
    assert not (tmp_path / "none").exists()


def test_a_folder_is_made_for_its_owner_alone(tmp_path):
    with lock.hold(tmp_path / "new"):
        assert (tmp_path / "new").stat().st_mode & 0o077 == 0
        assert (tmp_path / "new" / lock.NAME).stat().st_mode & 0o077 == 0


def test_a_second_server_on_one_folder_is_refused_in_a_sentence(cli, tmp_path):
    with lock.hold(tmp_path / "home"):
        told = cli("serve", "--port", "0")
    assert told.returncode == 1
    assert len(told.stderr.strip().splitlines()) == 1
    assert str(os.getpid()) in told.stderr
