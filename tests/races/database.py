"""A database of our own with all tables, gone afterwards."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit, urlunsplit


@contextmanager
def own_database() -> Iterator[None]:
    """Set Django up on an empty database: on DATABASE_URL's server, or as a file of SQLite."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    url = os.environ.get("DATABASE_URL", "")
    if not url:
        yield from _set_up()
        return
    import psycopg

    name = f"bihuan_races_{os.getpid()}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
    os.environ["DATABASE_URL"] = urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
    try:
        yield from _set_up()
    finally:
        with psycopg.connect(url, autocommit=True) as server:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def _set_up() -> Iterator[None]:
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connections

    settings.MIGRATION_MODULES = dict.fromkeys(_labels())  # tables as models say
    call_command("migrate", run_syncdb=True, interactive=False, verbosity=0)
    try:
        yield
    finally:
        connections.close_all()


def _labels() -> list[str]:
    from django.apps import apps

    return [config.label for config in apps.get_app_configs()]
