"""Figures in versions: the newest is the current one, and the one before it stays."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from bihuan.kit.errors import Refusal
from bihuan.statistics.chains.models import ChainMonth, ChainOutput, ChainTarget
from bihuan.statistics.models import FixedAssetInvestment, StatisticsMonth


class RowsRefused(Refusal):
    """Rules forbid rows of a table: `of` holds a sentence by the row's key. Nothing was written."""

    def __init__(self, of: Mapping[Any, str]) -> None:
        super().__init__("; ".join(dict.fromkeys(of.values())))
        self.of = of


def write_rows(rows: Iterable[tuple[Any, Callable[[], bool]]]) -> int:
    """Write a table's rows, each by what writes it and tells whether it changed; return how many
    did. Raises RowsRefused with a sentence by key for those that a rule forbids.
    """
    refused, changed = {}, 0
    for key, write in rows:
        try:
            changed += write()
        except Refusal as sentence:
            refused[key] = str(sentence)
    if refused:
        raise RowsRefused(refused)
    return changed


Version = TypeVar(
    "Version", StatisticsMonth, FixedAssetInvestment, ChainOutput, ChainMonth, ChainTarget
)


def write_version(new: Version, *, over: Version | None) -> Version:
    """Write `new` as the current version, after the one that stood there until now."""
    if over is not None:
        over.is_current = False
        over.save()
        new.version = over.version + 1
    new.save()
    return new
