"""All facts of the database as plain values, to compare what two ways of doing the same left."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.contrib.auth.hashers import check_password
from django.db import connection, models, transaction

from bihuan.audit.cached import clear_caches
from bihuan.audit.recorded import recorded_models
from bihuan.kit.sealing import SEALED, is_current, unseal
from bihuan.site.settings import OUR_APPS

LABELS = {config.label for config in apps.get_app_configs() if config.name in OUR_APPS}
LEFT_OUT = {"audit.event"}
BY_CHANCE = {  # drawn anew, keys within a text, or the clock on the wall
    "digest",
    "source_ref",
    "journal",
    "created_at",
    "date_joined",
}
PASSWORDS = ("Kept-by-nobody-7391", "Known-to-one-5280", "Given-by-two-6147")
"""Passwords that scenes give: a digest is told by which of them it is of."""
DRAWN_ANEW = re.compile(r"""(['"])record\1: \1\d+:[^'"]*\1|(['"])digest\2: \2[0-9a-f]{64}\2""")
"""Within texts: the record's head on a paper, and the digest of a preview, which covers keys."""
Rows = dict[str, list[str]]


def facts() -> list[type[models.Model]]:
    """Return every table of ours but that of events, which are told apart by their verbs, and what
    else is recorded.
    """
    found = apps.get_models(include_auto_created=True)
    ours = [m for m in found if m._meta.app_label in LABELS or m in recorded_models()]
    return [m for m in ours if m._meta.label_lower not in LEFT_OUT]


def known_keys() -> dict[str, set[Any]]:
    """Return the keys that there are, by table: what is not among them later is new."""
    return {
        table: {row["id"] for row in rows if "id" in row} for table, rows in _all_rows().items()
    }


def rows(known: dict[str, set[Any]]) -> Rows:
    """Return all rows. The keys of new ones, which no two ways draw alike, are “new”."""
    tables = _all_rows()
    return {
        model._meta.db_table: sorted(
            _said(row, model, known) for row in tables[model._meta.db_table]
        )
        for model in facts()
    }


def differences(one: Rows, other: Rows) -> str:
    """Return the first rows in which two outcomes differ."""
    for table, left in one.items():
        right = other[table]
        if left != right:
            here = [row for row in left if row not in right]
            there = [row for row in right if row not in left]
            return f"{table}: {here[:2]} ({len(left)}) against {there[:2]} ({len(right)})"
    return ""


def empty_all() -> None:
    """Empty every table, in one go."""
    clear_caches()
    run_unbound([f'DELETE FROM "{table}"' for table in all_tables()])


def all_tables() -> list[str]:
    """Return the name of every table that a model has."""
    return [model._meta.db_table for model in apps.get_models(include_auto_created=True)]


def run_unbound(statements: Iterable[str]) -> None:
    """Run statements in one go, whatever order references between rows would ask for."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            together = "; ".join(statements)
            cursor.execute(
                f"SET session_replication_role = replica; {together};"
                " SET session_replication_role = DEFAULT"
            )
            return
        cursor.execute("PRAGMA foreign_keys = OFF")
        with transaction.atomic():
            for statement in statements:
                cursor.execute(statement)
        cursor.execute("PRAGMA foreign_keys = ON")


def _all_rows() -> dict[str, list[dict[str, Any]]]:
    tables = [model._meta.db_table for model in facts()]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            parts = (
                f"SELECT '{table}', (SELECT json_agg(t)::text FROM \"{table}\" t)"
                for table in tables
            )
            cursor.execute(" UNION ALL ".join(parts))
            return {table: json.loads(said or "[]") for table, said in cursor.fetchall()}
        found = {}
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}"')
            names = [column[0] for column in cursor.description]
            found[table] = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
        return found


def _said(row: dict[str, Any], model: type[models.Model], known: dict[str, set[Any]]) -> str:
    said = {name: row[name] for name in _plain_columns(model)}
    for column, table in _references(model):
        value = row[column]
        said[column] = value if value is None or value in known[table] else "new"
    if "password" in said:
        said["password"] = next((p for p in PASSWORDS if check_password(p, said["password"])), "")
    return DRAWN_ANEW.sub("", SEALED.sub(_opened, repr(sorted(said.items()))))


def _opened(sealed: re.Match[str]) -> str:
    """Return what is sealed, and whether it is with the newest key."""
    return f"{unseal(sealed[0])}, {'newest' if is_current(sealed[0]) else 'former'} key"


def _plain_columns(model: type[models.Model]) -> Iterable[str]:
    for field in model._meta.local_concrete_fields:
        chance = field.name in BY_CHANCE or isinstance(field, models.FileField)
        if not (chance or field.primary_key or field.is_relation):
            yield str(field.column)


def _references(model: type[models.Model]) -> Iterable[tuple[str, str]]:
    for field in model._meta.local_concrete_fields:
        if field.is_relation and field.related_model._meta.app_label in LABELS:
            yield str(field.column), field.related_model._meta.db_table
