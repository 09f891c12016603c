from typing import Any

from django.db.backends.sqlite3 import base


class DatabaseOperations(base.DatabaseOperations):
    """Django's, with compilers that note what they write."""

    compiler_module = "bihuan.kit.databases.sqlite.compiler"


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's, with these operations."""

    ops_class: Any = DatabaseOperations
