"""The facts of some projects alone, under the names of the tables: so the same statement that
reckons a figure over a district reckons it over these.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import cache

from django.db import connection

BY_PROJECT = {
    "projects_project": "id",
    "projects_project_themes": "project_id",
    "plans_entry": "project_id",
    "plans_projectyear": "project_id",
    "projects_formerparty": "project_id",
    "progress_report": "project_id",
    "statistics_statisticsmonth": "project_id",
    "statistics_statisticsstanding": "project_id",
}
"""Tables whose rows name their project, and the column that does."""
BY_PARENT = {
    "plans_absence": ("entry_id", "plans_entry"),
    "plans_plan": ("entry_id", "plans_entry"),
    "plans_planmonth": ("plan_id", "plans_plan"),
    "progress_fundsinplace": ("report_id", "progress_report"),
}
"""Tables whose rows are part of another's: the column that names it, and its table."""


def narrowed_to(projects: Collection[int], sql: str) -> tuple[str, list[int]]:
    """Return the statement over the facts of these projects alone, and its parameters. Each table
    that it reads stands in it as a query of the same name, which the database finds before the
    table.

    Of a range only the bounds are parameters, so that all ranges share one statement: SQLite keeps
    what it has prepared, and that of all figures takes a quarter of a megabyte.
    """
    shadows = _shadows(connection.vendor, sql)
    if isinstance(projects, range):
        head = "WITH " + ", ".join(each.format(chosen="BETWEEN %s AND %s") for each in shadows)
        places = sum(each.count("{chosen}") for each in shadows)
        return _with(head, sql.replace("%", "%%")), [projects.start, projects.stop - 1] * places
    listed = f"IN ({', '.join(str(int(pk)) for pk in sorted(projects))})"
    return _with("WITH " + ", ".join(each.format(chosen=listed) for each in shadows), sql), []


def _with(head: str, sql: str) -> str:
    return f"{head}, {sql[5:]}" if sql.startswith("WITH ") else f"{head} {sql}"


@cache
def _shadows(vendor: str, sql: str) -> list[str]:
    """Return the queries that stand for the tables in a statement, parents before their parts."""
    schema = "main." if vendor == "sqlite" else ""
    read = {table for table in (*BY_PROJECT, *BY_PARENT) if f'"{table}"' in sql}
    for table in reversed(BY_PARENT):
        if table in read:
            read.add(BY_PARENT[table][1])
    where = {table: f"{column} {{chosen}}" for table, column in BY_PROJECT.items()}
    for table, (column, parent) in BY_PARENT.items():
        where[table] = f"{column} IN (SELECT id FROM {parent})"
    return [
        f'"{table}" AS (SELECT * FROM {schema}"{table}" WHERE {condition})'
        for table, condition in where.items()
        if table in read
    ]
