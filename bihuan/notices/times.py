"""How long things may wait, and how often sending is tried: an office's choice, as data."""

from __future__ import annotations

from dataclasses import dataclass

from bihuan.kit.words import gettext


@dataclass(frozen=True)
class OfficeTimes:
    """Limits of the desk and of the post. See `presets/work.yaml` for each value's meaning."""

    title: str
    review_workdays: int
    accept_workdays: int
    ask_ahead_days: int
    retry_minutes: tuple[int, ...]
    claim_minutes: int
    most_rows: int
    working_days_only: bool = True

    def __post_init__(self) -> None:
        if min(self.review_workdays, self.accept_workdays, self.ask_ahead_days) < 0:
            raise ValueError(gettext("Days are counted from 0."))
        if any(minutes < 1 for minutes in (*self.retry_minutes, self.claim_minutes)):
            raise ValueError(gettext("Minutes are counted from 1."))
        if self.most_rows < 1:
            raise ValueError(gettext("A notice has one row at least."))
