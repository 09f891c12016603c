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
    "progress_report": "project_id",
    "statistics_statisticsmonth": "project_id",
    "statistics_statisticsstanding": "project_id",
}
"""Tables whose rows name their project, and the column that does."""
BY_PARENT = {
    "plans_absence": ("entry_id", "plans_entry"),
    "plans_plan": ("entry_id", "plans_entry"),
    "plans_planmonth": ("plan_id", "plans_plan"),
}
"""Tables whose rows are part of another's: the column that names it, and its table."""


def narrowed_to(projects: Collection[int], sql: str) -> str:
    """Return the statement over the facts of these projects alone. Each table that it reads stands
    in it as a query of the same name, which the database finds before the table.
    """
    chosen = _chosen(projects)
    shadows = (shadow.format(chosen=chosen) for shadow in _shadows(connection.vendor, sql))
    head = "WITH " + ", ".join(shadows)
    return f"{head}, {sql[5:]}" if sql.startswith("WITH ") else f"{head} {sql}"


def _chosen(projects: Collection[int]) -> str:
    if isinstance(projects, range):
        return f"BETWEEN {projects.start} AND {projects.stop - 1}"
    return f"IN ({', '.join(str(int(pk)) for pk in sorted(projects))})"


@cache
def _shadows(vendor: str, sql: str) -> list[str]:
    """Return the queries that stand for the tables in a statement, parents before their parts."""
    schema = "main." if vendor == "sqlite" else ""
    read = {table for table in (*BY_PROJECT, *BY_PARENT) if f'"{table}"' in sql}
    for table in ("plans_planmonth", "plans_plan", "plans_absence"):
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
