"""Samples of the heavy matrices, drawn by a seed; `make torture` runs them in full."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from .races.__main__ import share

ROOT = Path(__file__).resolve().parents[1]
OWN = {"BIHUAN_TEST_HOME", "PYTEST_CURRENT_TEST", "COV_CORE_SOURCE"}
SEED = "9" if os.environ.get("DATABASE_URL") else "8"  # a sample of its own on each engine
pytestmark = [pytest.mark.both, pytest.mark.long]


def run(*words: str) -> None:
    """Run a module in a process and a database of its own; it tells each fault that it finds."""
    environment = {name: value for name, value in os.environ.items() if name not in OWN}
    done = subprocess.run(
        [sys.executable, "-m", *words],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.in_turns
def test_two_who_act_at_once_leave_what_one_after_the_other_would() -> None:
    run("tests.races", "--sample", "5", "--seed", SEED)


@pytest.mark.in_turns
def test_a_process_that_is_killed_leaves_nothing_half_lost_or_double() -> None:
    run("tests.kills", "--count", "3", "--seed", SEED)


def test_a_share_is_one_part_of_so_many() -> None:
    assert (share("1/1"), share("2/4")) == ((1, 1), (2, 4))
    for wrong in ("0/4", "5/4", "2"):
        with pytest.raises(ValueError, match=r"\d|unpack"):
            share(wrong)
