"""Django's engine, with compilers that note what they write."""

from typing import Any

from django.db.backends.sqlite3.base import DatabaseWrapper as DjangosWrapper
from django.db.backends.sqlite3.operations import DatabaseOperations as DjangosOperations


class DatabaseOperations(DjangosOperations):
    """Django's, with compilers that note what they write."""

    compiler_module = "bihuan.kit.databases.compiler"


class DatabaseWrapper(DjangosWrapper):
    """Django's, with these operations."""

    ops_class: Any = DatabaseOperations
