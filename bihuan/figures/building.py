"""Expressions that many statements rest on, built once for each question: it takes a tenth of a
second, and each figure's rows would build them anew.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, ParamSpec, cast

if TYPE_CHECKING:
    import ibis.expr.types as ir

P = ParamSpec("P")
KEPT = 32
_clearings: list[Callable[[], None]] = []


def built_once(build: Callable[P, ir.Table]) -> Callable[P, ir.Table]:
    """Return `build`, which is not called again for what it built lately."""
    kept = lru_cache(maxsize=KEPT)(build)
    _clearings.append(kept.cache_clear)
    return cast("Callable[P, ir.Table]", kept)


def forget_built() -> None:
    """Let everything be built anew: the tables that expressions read are others now."""
    for clear in _clearings:
        clear()
