"""Django's engine, with compilers that note what they write."""

from typing import Any

from django.db.backends.postgresql.base import DatabaseWrapper as DjangosWrapper
from django.db.backends.postgresql.operations import DatabaseOperations as DjangosOperations


class DatabaseOperations(DjangosOperations):
    """Django's, with compilers that note what they write."""

    compiler_module = "bihuan.kit.databases.postgresql.compiler"


class DatabaseWrapper(DjangosWrapper):
    """Django's, with these operations."""

    ops_class: Any = DatabaseOperations
