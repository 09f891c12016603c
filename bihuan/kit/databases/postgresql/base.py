from typing import Any

from django.db.backends.postgresql import base


class DatabaseOperations(base.DatabaseOperations):
    """Django's, with compilers that note what they write."""

    compiler_module = "bihuan.kit.databases.postgresql.compiler"


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's, with these operations."""

    ops_class: Any = DatabaseOperations
