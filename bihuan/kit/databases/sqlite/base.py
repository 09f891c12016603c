"""Django's engine, with compilers that note what they write."""

import os
from pathlib import Path
from time import monotonic
from typing import Any

from django.db.backends.sqlite3.base import DatabaseWrapper as DjangosWrapper
from django.db.backends.sqlite3.operations import DatabaseOperations as DjangosOperations


class DatabaseOperations(DjangosOperations):
    """Django's, with compilers that note what they write, and look at the texts that they read."""

    compiler_module = "bihuan.kit.databases.sqlite.compiler"


class DatabaseWrapper(DjangosWrapper):
    """Django's, with these operations. It makes no file by itself, unless the settings say
    MAKES_FILE: an empty one in place of a lost one would only hide the loss.

    A connection is kept for the next request only while its files can be written: one that was
    opened before they were closed to us would go on to write past that, and one that was opened
    meanwhile could never write, also when they can be written again.
    """

    ops_class: Any = DatabaseOperations

    def close_if_unusable_or_obsolete(self) -> None:
        on_disk = self.connection is not None and not self.is_in_memory_db()
        if on_disk and not _can_be_written(self.settings_dict["NAME"]):
            self.close_at = monotonic()
        super().close_if_unusable_or_obsolete()

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        place = Path(conn_params["database"])
        if not self.settings_dict.get("MAKES_FILE"):
            address = f"{place.absolute().as_uri()}?mode=rw"
            conn_params = {**conn_params, "database": address}
        return super().get_new_connection(conn_params)


def _can_be_written(database: str | Path) -> bool:
    """Return whether the folder, the database's file and those that SQLite keeps beside it can."""
    place = Path(database)
    beside = [place.with_name(f"{place.name}-{end}") for end in ("wal", "shm")]
    there = [each for each in beside if each.exists()]
    return all(os.access(each, os.W_OK) for each in (place.parent, place, *there))
