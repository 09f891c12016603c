"""Who gives a command at the machine itself: its account there, named in the record."""

from __future__ import annotations

import getpass
import os
from datetime import datetime

from .actions import console_user
from .actions.users import CONSOLE
from .models import User


def person_at_the_machine(*, at: datetime) -> User:
    """Return the user whom a command acts as."""
    return console_user(account=machine_account(), at=at)


def recorded_name() -> str:
    """Return under what name that user's deeds are recorded, also before there are users."""
    account = machine_account()
    return f"{CONSOLE}:{account}" if account else CONSOLE


class MachineActor:
    """Whoever gives a command, by name alone, also where tables of an older version stand."""

    def get_username(self) -> str:
        return recorded_name()


def machine_account() -> str:
    """Return the account that somebody signed in to the machine with; nothing if it has no name."""
    try:
        return (os.environ.get("SUDO_USER") or getpass.getuser())[:100]
    except (KeyError, OSError):  # a container's number without a name
        return ""
