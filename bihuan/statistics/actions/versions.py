"""Figures in versions: the newest is the current one, and the one before it stays."""

from __future__ import annotations

from typing import TypeVar

from bihuan.statistics.chains.models import ChainOutput
from bihuan.statistics.models import FixedAssetInvestment, StatisticsMonth

Version = TypeVar("Version", StatisticsMonth, FixedAssetInvestment, ChainOutput)


def write_version(new: Version, *, over: Version | None) -> Version:
    """Write `new` as the current version, after the one that stood there until now."""
    if over is not None:
        over.is_current = False
        over.save()
        new.version = over.version + 1
    new.save()
    return new
