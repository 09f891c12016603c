"""The file of a SQLite database: where it lies, and whether it is there."""

from pathlib import Path

from django.db import connection


def place() -> Path:
    """Return where the file of the database in use lies."""
    return Path(str(connection.settings_dict["NAME"]))


def is_missing() -> bool:
    """Return whether the file of a SQLite database is not there."""
    return connection.vendor == "sqlite" and not place().is_file()
