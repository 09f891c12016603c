"""Memory that a process holds though nothing stands in it, and what keeps it small."""

from __future__ import annotations

import ctypes
import gc
from collections.abc import Hashable
from contextlib import suppress
from decimal import Decimal
from typing import Any, TypeVar

M_ARENA_MAX = -8  # of <malloc.h>
T = TypeVar("T", bound=Hashable)


class EqualValues:
    """Gives values that are equal, and written alike, as one: rows from the database hold the same
    words and numbers thousands of times.
    """

    def __init__(self) -> None:
        self._known: dict[tuple[type, Hashable], Any] = {}

    def same_as(self, value: T) -> T:
        """Return the value that was given first of those equal to `value`."""
        key = str(value) if isinstance(value, Decimal) else value  # 1.0 is not written as 1.00
        found: T = self._known.setdefault((type(value), key), value)
        return found


def share_one_arena() -> None:
    """Let all threads of this process, and of those forked from it, take memory from one pool:
    each thread's own would grow as large as the largest page that it ever answered.
    """
    with suppress(AttributeError, OSError):  # another C library than GNU's
        ctypes.CDLL(None).mallopt(M_ARENA_MAX, 1)


def give_back() -> None:
    """Give the machine back what a large piece of work took while it was done."""
    gc.collect()
    with suppress(AttributeError, OSError):
        ctypes.CDLL(None).malloc_trim(0)
