"""The data folder and its database: made on first use, brought up to date after an upgrade."""

from __future__ import annotations

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from bihuan.accounts.models import User

from .backups.unfinished import refuse_unfinished


def initialise() -> int:
    """Make the folder and bring its tables up to date; return the number of steps taken."""
    refuse_unfinished()
    settings.HOME.mkdir(parents=True, exist_ok=True)
    steps = _steps_ahead()
    if steps:
        call_command("migrate", interactive=False, verbosity=0)
    return steps


def is_empty() -> bool:
    """True until somebody can sign in."""
    return not User.objects.exists()


def database_name() -> str:
    """Name the database in use, without its password."""
    chosen = settings.DATABASES["default"]
    if connection.vendor == "sqlite":
        return str(chosen["NAME"])
    return f"postgresql://{chosen['HOST']}:{chosen['PORT']}/{chosen['NAME']}"


def _steps_ahead() -> int:
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
