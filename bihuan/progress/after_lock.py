"""What apps above this one do as a month is locked, within the same transaction."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from bihuan.accounts.models import User
from bihuan.kit.months import Month

AfterLock = Callable[..., object]
"""An action with `month`, `by` and `at`, as the lock has them. What it refuses undoes the lock."""

_follow: list[AfterLock] = []


def do_after_lock(follow: AfterLock) -> None:
    """Have this done as any month is locked."""
    if follow not in _follow:
        _follow.append(follow)


def after_lock(*, month: Month, by: User, at: datetime) -> None:
    """Do all that follows a lock."""
    for follow in _follow:
        follow(month=month, by=by, at=at)
