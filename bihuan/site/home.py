"""The data folder and its database: made on first use, brought up to date after an upgrade."""

from __future__ import annotations

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from bihuan.accounts.models import User
from bihuan.accounts.roles import Role
from bihuan.audit.baseline import look_before_upgrade, seal
from bihuan.audit.heads import note_head
from bihuan.audit.log import Clock
from bihuan.projects.models import Project


def initialise() -> int:
    """Make the folder and bring its tables up to date; return the number of steps taken.

    What an upgrade changes is recorded anew, unless it differed from the record before.
    """
    settings.HOME.mkdir(parents=True, exist_ok=True)
    steps = _steps_ahead()
    at = timezone.now()
    if steps:
        before = look_before_upgrade()
        call_command("migrate", interactive=False, verbosity=0)
        seal(before=before, by=Clock(), at=at)
        note_head(at)
    return steps


def is_empty() -> bool:
    """True until somebody can sign in, or something is there to see."""
    someone = User.objects.exclude(role=Role.CONSOLE).exists()
    return not someone and not Project.objects.exists()


def database_name() -> str:
    """Name the database in use, without its password."""
    chosen = settings.DATABASES["default"]
    if connection.vendor == "sqlite":
        return str(chosen["NAME"])
    return f"postgresql://{chosen['HOST']}:{chosen['PORT']}/{chosen['NAME']}"


def _steps_ahead() -> int:
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
