"""The example's accounts, shown to whoever tries it: in a file of the data folder.

Their password is drawn for each data folder. A real district has no such file: one that was put
there is refused.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from django.conf import settings

from bihuan.kit.errors import Refusal
from bihuan.kit.words import gettext
from bihuan.projects.models import District, Project


def write_accounts(passwords: Mapping[str, str]) -> None:
    """Write who can sign in with which password, for nobody but the owner of the folder."""
    lines = "".join(f"{username} {password}\n" for username, password in passwords.items())
    settings.HOME.mkdir(parents=True, exist_ok=True)
    fresh = _file().with_suffix(".new")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(lines)
    fresh.replace(_file())


def shown_accounts() -> list[tuple[str, str]]:
    """Return each account of the example with its password; none in a real district."""
    if not _file().is_file() or not District.objects.served().invented:
        return []
    lines = _file().read_text(encoding="utf-8").splitlines()
    words = [line.split() for line in lines if line]
    return [(each[0], each[1]) for each in words if len(each) > 1]


def check_no_example_in_a_real_district() -> None:
    """Refuse a data folder that holds a real district and yet the example's accounts."""
    real = Project.objects.exists() and not District.objects.served().invented
    if real and _file().is_file():
        raise Refusal(
            gettext(
                "%s tells passwords of the example, but this is a real district's data folder: "
                "delete that file, and deactivate accounts that came with it."
            )
            % _file()
        )


def _file() -> Path:
    return Path(settings.HOME) / "demo"
