"""Memory that a process holds though nothing stands in it, and what keeps it small."""

from __future__ import annotations

import ctypes
import gc
from contextlib import suppress

M_ARENA_MAX = -8  # of <malloc.h>


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
