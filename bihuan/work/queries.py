"""All that waits for one person."""

from __future__ import annotations

from datetime import date

from django.utils.translation import get_language

from bihuan.accounts.models import User
from bihuan.audit.kept import kept

from .rules import Work, arrange
from .sources import SOURCES


def work_of(user: User, today: date) -> Work:
    """Return what `user` must do as of `today`, with the rights of `user` and nobody else's, in
    the language now spoken.
    """
    return _work_of(user, today, get_language())


@kept
def _work_of(user: User, today: date, _language: str | None) -> Work:
    if not user.is_active:
        return arrange((), today)
    return arrange((task for source in SOURCES for task in source(user, today)), today)
