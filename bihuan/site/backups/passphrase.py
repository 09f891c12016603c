"""Where the passphrase comes from that opens the keys in a backup."""

from __future__ import annotations

import getpass
import os
import sys
from pathlib import Path

from bihuan.kit.errors import Refusal
from bihuan.kit.words import gettext

VARIABLE = "BIHUAN_BACKUP_PASSPHRASE"
FILE_VARIABLE = "BIHUAN_BACKUP_PASSPHRASE_FILE"


def given(file: Path | None = None) -> str | None:
    """Return the passphrase from a file or the environment; None if there is none.

    Raises Refusal for a file that cannot be read.
    """
    named = file or (Path(os.environ[FILE_VARIABLE]) if os.environ.get(FILE_VARIABLE) else None)
    if named is None:
        return os.environ.get(VARIABLE) or None
    try:
        return named.read_text(encoding="utf-8").strip() or None
    except (OSError, UnicodeDecodeError) as error:
        raise Refusal(gettext("“%s” cannot be opened.") % named) from error


def given_or_typed(file: Path | None = None) -> str | None:
    """Return the passphrase as `given`, or what somebody at the terminal types."""
    found = given(file)
    if found is None and sys.stdin.isatty():
        found = getpass.getpass(gettext("Passphrase for the keys (none: without them): ")) or None
    return found
