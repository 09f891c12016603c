"""Watches what the product writes: every row of a fact is recorded in the transaction it is in."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from django.db import connection

from bihuan.kit import writes
from bihuan.kit.writes import Written

ROOT = Path(__file__).resolve().parents[1]
PASSED_THROUGH = ("/kit/databases/", "/kit/bulk.py", "/kit/writes.py", "/tests/unrecorded.py")
committed: list[str] = []


def start() -> None:
    """From now on, remember where each write came from, and collect what nobody recorded."""
    plain = Written.__init__

    def remembering(self: Any, *words: Any, **more: Any) -> None:
        plain(self, *words, **more)
        self.origin = _origin()

    Written.__init__ = remembering  # type: ignore[method-assign]  # so that none is missed
    writes.unrecorded = lambda written: committed.extend(_in_words([written]))


def left_over() -> list[str]:
    """Return what the product wrote in this test and did not record, and forget it."""
    found = [*committed, *_in_words(writes.take())] if connection.connection else []
    committed.clear()
    return found


def _in_words(found: list[Any]) -> list[str]:
    return sorted({f"{w.model._meta.label} by {w.origin}" for w in found if w.origin})


def _origin() -> str:
    """Return the place in the product that wrote; "" if a test did so itself."""
    frame = sys._getframe(2)
    while frame is not None:
        path = frame.f_code.co_filename
        if path.startswith(f"{ROOT}/") and "/.venv/" not in path:
            place = path.removeprefix(f"{ROOT}/")
            if not any(part in path for part in PASSED_THROUGH):
                tested = "tests/" in place or place == "conftest.py"
                return "" if tested else f"{place}:{frame.f_lineno}"
        frame = frame.f_back  # type: ignore[assignment]  # None at the end
    return ""
