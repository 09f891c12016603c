"""Django's engine, with compilers that note what they write."""

import os
import sqlite3
from pathlib import Path
from time import monotonic
from typing import Any

from django.db import OperationalError
from django.db.backends.sqlite3.base import DatabaseWrapper as DjangosWrapper
from django.db.backends.sqlite3.operations import DatabaseOperations as DjangosOperations

from .disk import AT_ONCE, LATER, wait_for_disk, waited_for
from .turns import WriteQueue, queue_of

SECONDS = 5.0
"""How long a writer waits unless the settings say otherwise, as with SQLite itself."""


class DatabaseOperations(DjangosOperations):
    """Django's, with compilers that note what they write, and look at the texts that they read."""

    compiler_module = "bihuan.kit.databases.sqlite.compiler"


class DatabaseWrapper(DjangosWrapper):
    """Django's, with these operations. It makes no file by itself, unless the settings say
    MAKES_FILE: an empty one in place of a lost one would only hide the loss.

    A connection is kept for the next request only while its files can be written: one that was
    opened before they were closed to us would go on to write past that, and one that was opened
    meanwhile could never write, also when they can be written again.

    Transactions that begin by locking the file to write to it stand in its queue first. Those that
    wait for the disk do so after their turn: who comes next writes meanwhile.
    """

    ops_class: Any = DatabaseOperations
    _queue: WriteQueue | None = None
    _has_turn = False
    _journal: Path | None = None
    """What must be on the disk before a transaction is acknowledged, where we see to that."""
    _only_reads = False
    """True if its files could not be written as it was opened: it never can, though they can be."""

    def close_if_unusable_or_obsolete(self) -> None:
        on_disk = self.connection is not None and not self.is_in_memory_db()
        if on_disk and (self._only_reads or not _can_be_written(self.settings_dict["NAME"])):
            self.close_at = monotonic()
        super().close_if_unusable_or_obsolete()

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        place = Path(conn_params["database"]).absolute()
        is_on_disk = place.exists() and not self.is_in_memory_db()
        was_closed = is_on_disk and not _can_be_written(place)
        if was_closed or not self.settings_dict.get("MAKES_FILE"):
            mode = _mode_to_read(place) if was_closed else "mode=rw"
            conn_params = {**conn_params, "database": f"{place.as_uri()}?{mode}"}
        opened = super().get_new_connection(conn_params)
        self._only_reads = was_closed or (is_on_disk and not _can_be_written(place))
        locks_first = self.settings_dict["OPTIONS"].get("transaction_mode") == "IMMEDIATE"
        if locks_first and not self.is_in_memory_db():
            self._queue = queue_of(str(place))
            self._journal = waited_for(opened, place)
        return opened

    def _start_transaction_under_autocommit(self) -> None:
        if self._queue is not None:
            if not self._queue.take(self.settings_dict["OPTIONS"].get("timeout", SECONDS)):
                locked = sqlite3.OperationalError("database is locked")  # as SQLite would say
                raise OperationalError(*locked.args) from locked
            self._has_turn = True
        try:
            if self._journal is not None:
                self.connection.execute(LATER)
            super()._start_transaction_under_autocommit()  # type: ignore[misc]  # not in the stubs
        except BaseException:
            self._end_transaction()
            raise

    def _commit(self) -> None:
        super()._commit()  # type: ignore[misc]  # not in the stubs
        self._end_transaction()
        if self._journal is not None:
            wait_for_disk(self._journal)

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]  # not in the stubs
            self._wait_at_once()
        finally:
            self._end_turn()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]  # not in the stubs
        finally:
            self._end_turn()

    def _end_transaction(self) -> None:
        try:
            self._wait_at_once()
        finally:  # whatever becomes of the connection, others can write
            self._end_turn()

    def _wait_at_once(self) -> None:
        """Let what is written outside a transaction wait for the disk by itself."""
        if self._journal is not None:
            self.connection.execute(AT_ONCE)

    def _end_turn(self) -> None:
        if self._queue is not None and self._has_turn:
            self._has_turn = False
            self._queue.give_back()


def _mode_to_read(place: Path) -> str:
    """Return how to open what can only be read, such as a folder on a medium. SQLite reads what
    waits in a journal by its index beside it; where nothing waits the file alone tells all, and no
    index, which could not be made, is asked for.
    """
    journal = place.with_name(f"{place.name}-wal")
    waits = journal.exists() and journal.stat().st_size > 0
    return "mode=ro" if waits else "mode=ro&immutable=1"


def _can_be_written(database: str | Path) -> bool:
    """Return whether the folder, the database's file and those that SQLite keeps beside it can."""
    place = Path(database)
    beside = [place.with_name(f"{place.name}-{end}") for end in ("wal", "shm")]
    there = [each for each in beside if each.exists()]
    return all(os.access(each, os.W_OK) for each in (place.parent, place, *there))
