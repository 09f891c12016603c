"""When `serve` makes backups by itself, how many it keeps, and where a second copy goes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from pathlib import Path

from django.conf import settings

from bihuan.kit.errors import Refusal
from bihuan.kit.words import gettext

from .retention import Keep

OFF = "off"


@dataclass(frozen=True)
class BackupPlan:
    """`daily_at` is the district's time; None if no backup is made by itself."""

    daily_at: time | None
    keep: Keep
    second_place: Path | None


def plan() -> BackupPlan:
    """Return what the environment asks. Raises Refusal for what cannot be understood."""
    copy = settings.BACKUP_COPY
    return BackupPlan(
        _time(settings.BACKUP_AT), _keep(settings.BACKUP_KEEP), Path(copy) if copy else None
    )


def _time(text: str) -> time | None:
    if text.strip().lower() == OFF:
        return None
    try:
        return time.fromisoformat(text.strip())
    except ValueError as error:
        raise Refusal(
            gettext("BIHUAN_BACKUP_AT is “%s”: give a time such as 02:30, or off.") % text
        ) from error


def _keep(text: str) -> Keep:
    try:
        days, weeks, months = (int(part) for part in text.split(","))
        if min(days, weeks, months) < 0 or days < 1:
            raise ValueError(text)
    except ValueError as error:
        raise Refusal(
            gettext("BIHUAN_BACKUP_KEEP is “%s”: give days, weeks and months, such as 7,4,12.")
            % text
        ) from error
    return Keep(days, weeks, months)
