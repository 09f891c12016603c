"""Many small checks in one test: each is tried, and every one that fails is named.

A matrix of 700 files or 200 addresses as 700 tests costs more in counting than in checking.
`every` reads as `pytest.mark.parametrize` does and tries the same cells, within one test.
"""

from __future__ import annotations

import inspect
import os
import random
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from functools import wraps
from typing import Any, TypeVar

import pytest
from django.db import connection, transaction

T = TypeVar("T")
Test = Callable[..., None]
FULL = os.environ.get("BIHUAN_TORTURE") == "1"
"""Whole matrices instead of their seeded samples."""
TURN = int(os.environ.setdefault("BIHUAN_TURN", str(datetime.now(UTC).toordinal())))
"""The number of the day, by which shares change; one for all processes of a run. Set, a run of
another day is repeated.
"""


def every(
    names: str | Sequence[str],
    cells: Iterable[Any],
    *,
    ids: Callable[[Any], str] | None = None,
    rolled_back: bool = False,
) -> Callable[[Test], Any]:
    """Call the test with each cell, and fail at the end with all that failed.

    With `rolled_back`, what a cell wrote to the database is undone before the next.
    """
    parameters = [n.strip() for n in names.split(",")] if isinstance(names, str) else list(names)
    tried = list(cells)

    def folded(test: Test) -> Any:
        @wraps(test)
        def all_cells(**fixtures: Any) -> None:
            assert tried, "there is nothing to try"
            faults: dict[str, str] = {}
            for cell in tried:
                values = dict(zip(parameters, [cell] if len(parameters) == 1 else cell))
                fault = _fault(test, {**fixtures, **values}, rolled_back=rolled_back)
                if fault:
                    faults[ids(cell) if ids else _name(values)] = fault
            if faults:
                told = "\n".join(f"{name}: {fault}" for name, fault in faults.items())
                pytest.fail(f"{len(faults)} of {len(tried)} failed\n{told}", pytrace=False)

        signature = inspect.signature(test)
        left = [p for name, p in signature.parameters.items() if name not in parameters]
        del all_cells.__wrapped__  # pytest would read its arguments
        all_cells.__signature__ = signature.replace(parameters=left)  # type: ignore[attr-defined]  # of all but cells
        all_cells.cells = len(tried)  # type: ignore[attr-defined]  # counted at the end of a run
        return all_cells

    return folded


def sample(everything: Sequence[T], count: int, *, seed: int = 1) -> list[T]:
    """Return `count` of them, the same at every run and in their order; all of them if FULL."""
    if FULL or count >= len(everything):
        return list(everything)
    chosen = random.Random(seed).sample(range(len(everything)), count)
    return [everything[index] for index in sorted(chosen)]


def share_of_engine(everything: Iterable[T]) -> list[T]:
    """Return every second one, on PostgreSQL those that SQLite leaves; all of them if FULL."""
    return list(everything)[0 if FULL else turn_of_engine() :: 1 if FULL else 2]


def share_of_day(everything: Iterable[T], *, of: int) -> list[T]:
    """Return every `of`-th one, each day others, so that all have been tried after `of` days; all
    of them if FULL.
    """
    return list(everything)[0 if FULL else TURN % of :: 1 if FULL else of]


def turn_of_engine() -> int:
    """Return 0 on SQLite and 1 on PostgreSQL: a sample of one may be what the other leaves."""
    return int(connection.vendor == "postgresql")


def drawn(few: int, *, in_full: int) -> int:
    """Return how many cases are drawn by chance: few, or all that `make torture` tries."""
    return in_full if FULL else few


def _fault(test: Test, arguments: dict[str, Any], *, rolled_back: bool) -> str:
    """Return why the test failed with these arguments, or nothing."""
    try:
        if rolled_back:
            with transaction.atomic():
                test(**arguments)
                transaction.set_rollback(True)
        else:
            test(**arguments)
    except (Exception, pytest.fail.Exception) as error:  # noqa: BLE001  # told with the others
        return f"{type(error).__name__} at {_place(error, test)}: {error}"
    return ""


def _place(error: BaseException, test: Test) -> str:
    """Return the line of the test where it went wrong."""
    here, step, line = inspect.getfile(test), error.__traceback__, 0
    while step:
        if step.tb_frame.f_code.co_filename == here:
            line = step.tb_lineno
        step = step.tb_next
    return f"line {line}"


def _name(values: dict[str, Any]) -> str:
    return "-".join(str(value) for value in values.values())
