"""Whose passwords of ours still open the door."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from bihuan.accounts.models import User
from bihuan.accounts.platform import LocalPasswords
from bihuan.accounts.roles import Role

from .configuration import platform


class OnlyWhereLocal:
    """Stands before the others: says no to a password where the platform's word alone is taken. It
    knows no users, so that nobody is signed in by it.
    """

    def authenticate(self, request: HttpRequest | None, **told: Any) -> None:
        chosen = platform()
        if chosen is None or chosen.local_passwords == LocalPasswords.EVERYONE:
            return
        name = str(told.get("username") or "")
        office = User.objects.filter(username__iexact=name, role=Role.OFFICE).exists()
        if chosen.local_passwords == LocalPasswords.NOBODY or not office:
            raise PermissionDenied
