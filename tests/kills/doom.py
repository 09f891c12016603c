"""Ends the process that it is installed in, at a chosen one of all places where it matters."""

from __future__ import annotations

import os
import signal
from dataclasses import dataclass
from typing import Any

from django.core.files.storage import FileSystemStorage
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

WRITES = ("INSERT", "UPDATE", "DELETE", "WITH")


@dataclass
class Doom:
    """Counts the places: before each statement that writes, around each commit and each file. At
    the place `at` the process kills itself, as `kill -9` would; 0 only counts.
    """

    at: int = 0
    passed: int = 0

    def install(self) -> None:
        """Watch this process's connection and files from now on."""
        connection.execute_wrappers.append(self._statement)
        database: Any = BaseDatabaseWrapper
        storage: Any = FileSystemStorage
        commit, save = database._commit, storage._save

        def watched_commit(wrapper: BaseDatabaseWrapper) -> None:
            self._place()
            commit(wrapper)
            self._place()

        def watched_save(where: FileSystemStorage, name: str, content: Any) -> str:
            self._place()
            kept: str = save(where, name, content)
            self._place()
            return kept

        database._commit, storage._save = watched_commit, watched_save

    def _statement(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if str(sql).lstrip().startswith(WRITES):
            self._place()
        return execute(sql, params, many, context)

    def _place(self) -> None:
        self.passed += 1
        if self.passed == self.at:
            os.kill(os.getpid(), signal.SIGKILL)
