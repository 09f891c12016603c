"""A database that a newer version wrote: an older one must not write into it."""

from __future__ import annotations

from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from bihuan.kit.database_file import is_missing
from bihuan.kit.errors import Refusal
from bihuan.kit.words import gettext

NAMED = 3
Step = tuple[str, str]


def refuse_newer() -> None:
    """Refuse a database that took steps which this version does not know."""
    ahead = set() if is_missing() else _taken() - known_steps()
    if ahead:
        ahead -= _stood_for()
    if ahead:
        named = ", ".join(f"{app}.{name}" for app, name in sorted(ahead)[:NAMED])
        raise Refusal(gettext("The database was written by a newer version: %s") % named)


def _taken() -> set[Step]:
    """Return the steps of our apps that the database took."""
    ours = {config.label for config in apps.get_app_configs() if config.name in settings.OUR_APPS}
    return {step for step in MigrationRecorder(connection).applied_migrations() if step[0] in ours}


def known_steps() -> set[Step]:
    """Return the steps of all apps by their files, which is quicker than to load them."""
    return {
        (config.label, path.stem)
        for config in apps.get_app_configs()
        for path in Path(config.path, "migrations").glob("[0-9]*.py")
    }


def _stood_for() -> set[Step]:
    """Return the steps that newer ones say they stand for."""
    steps = MigrationLoader(connection).disk_migrations.values()
    return {(app, name) for each in steps for app, name in each.replaces}
