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

    What was opened while the file could only be read is not kept for the next request: it could
    never write, also when the file can be written again.
    """

    ops_class: Any = DatabaseOperations

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        place = Path(conn_params["database"])
        if not self.settings_dict.get("MAKES_FILE"):
            address = f"{place.absolute().as_uri()}?mode=rw"
            conn_params = {**conn_params, "database": address}
        opened = super().get_new_connection(conn_params)
        if not all(os.access(each, os.W_OK) for each in (place.parent, *_files_of(place))):
            self.close_at = monotonic()
        return opened


def _files_of(database: Path) -> list[Path]:
    """Return the database's file and those that SQLite keeps beside it."""
    beside = [database.with_name(f"{database.name}-{end}") for end in ("wal", "shm")]
    return [database, *(each for each in beside if each.exists())]
