"""The log of requests and faults: JSON lines, a file a day, kept as long as the law asks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bihuan.kit.environment import whole

SIX_MONTHS = 183  # 网络安全法 art. 21: days that logs are kept at least
DAYS = whole("BIHUAN_LOG_DAYS", 200, least=1, most=36_500)
DAY_MEBIBYTES = whole("BIHUAN_LOG_DAY_MB", 256, least=1, most=1_000_000)


def settings(home: Path) -> dict[str, Any]:
    """Return Django's LOGGING for a data folder: everything from INFO up goes to `logs/`."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": "bihuan.site.journal.lines.line"}},
        "handlers": {
            "file": {
                "()": "bihuan.site.journal.files.DailyFile",
                "folder": home / "logs",
                "days": DAYS,
                "most_bytes": DAY_MEBIBYTES * 2**20,
                "formatter": "line",
            }
        },
        "root": {"handlers": ["file"], "level": "INFO"},
        "loggers": {
            "django": {"handlers": [], "level": "INFO", "propagate": True},
            "django.request": {"level": "ERROR"},  # the request's own line tells of a 404
            "axes": {"level": "WARNING"},  # each sign-in is an event of its own
            "django.security.DisallowedHost": {"level": "CRITICAL"},  # a line will do
            "waitress": {"level": "ERROR"},  # who hangs up early is no news
            "apprise": {"level": "ERROR"},  # it names addresses with their keys
            "fontTools": {"level": "ERROR"},
        },
    }
