"""Tests that cost much and have many beside them: the suite takes them in turns.

Each runs every other day on SQLite and on the days between on PostgreSQL, so that what both engines
are asked is asked of one of them every day. Called by name, and by `make torture`, all run.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, TypeVar

from . import cells

MARK = "in_turns"
DAYS = 2


class MarkedTest(Protocol):
    """What is asked of a collected test."""

    def get_closest_marker(self, name: str) -> object: ...


T = TypeVar("T", bound=MarkedTest)


def left_for_another_day(tests: Sequence[T]) -> list[T]:
    """Return every second one of those that take turns: the other half is left tomorrow."""
    in_turns = [each for each in tests if each.get_closest_marker(MARK)]
    today = (cells.TURN + cells.turn_of_engine()) % DAYS
    return [each for number, each in enumerate(in_turns) if number % DAYS != today]
