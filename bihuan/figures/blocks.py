"""Sums kept by blocks of projects: after a change only the blocks that it touched are added up
again (FIGURE-1 to FIGURE-8 are sums over projects; rates are divided afterwards).
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable

from django.db import connection

from bihuan.audit.bearing import Bearing, RowsOf
from bihuan.audit.changes import WrittenRows
from bihuan.audit.renewed import Told, renewed
from bihuan.progress.models import FundsInPlace
from bihuan.project_months.bearing import OF_A_PROJECT
from bihuan.projects.models import Project

from .compiling import Expression
from .engine import Row, run

SIZE = 64
"""Projects whose numbers follow one another, added up together."""

ON_SUMS = Bearing(
    apps=frozenset({"projects", "plans", "progress", "statistics"}),
    on_some=OF_A_PROJECT
    | {
        "projects.project_themes": RowsOf(Project.themes.through, "project"),
        "progress.fundsinplace": RowsOf(FundsInPlace, "report__project"),
    },
    on_none=frozenset(
        {
            "plans.milestone",
            "plans.milestonepromise",
            "progress.milestonereached",
            "progress.photo",
            "progress.reopening",
            "progress.round",
            "projects.chain",
            "projects.district",
            "projects.formername",
            "projects.presetchoice",
            "projects.theme",
            "statistics.bureauname",
            "statistics.fixedassetinvestment",
        }
    ),
)
"""What each kind of row bears on of what `positions` holds."""


def summed(expression: Expression, *asked: Hashable, by: str = "") -> list[Row]:
    """Return the rows of an expression whose columns are sums over projects; beside them `by` may
    name a key. Kept by blocks of projects.
    """
    return _by_block(expression, *asked).once(_added, by)


def _touched(changes: WrittenRows) -> Collection[int] | None:
    projects = ON_SUMS.touched(changes)
    return None if projects is None else {pk // SIZE for pk in projects}


@renewed(*ON_SUMS.apps, touched=_touched, slots=96)
def _by_block(
    expression: Expression, *asked: Hashable, only: Collection[int] | None = None
) -> dict[int, list[Row]]:
    if connection.in_atomic_block:  # nothing is kept: one statement adds all up
        return {0: run(expression, *asked)}
    return {
        block: run(expression, *asked, of=range(block * SIZE, (block + 1) * SIZE))
        for block in (_every() if only is None else only)
    }


def _every() -> Collection[int]:
    """Return all blocks; one in a district without projects, so that there is a sum."""
    numbers = Project.objects.order_by().values_list("pk", flat=True)
    return {pk // SIZE for pk in numbers} or {0}


def _added(told: Told[int, list[Row]], by: str) -> list[Row]:
    """Add blocks up as the database adds rows up: nothing and nothing is nothing."""
    found: dict[Hashable, Row] = {}
    for row in _rows(told.values()):
        key = row[by] if by else None
        known = found.get(key)
        if known is None:
            found[key] = dict(row)
            continue
        for name, value in row.items():
            if value is not None and name != by:
                known[name] = value if known[name] is None else known[name] + value
    return list(found.values())


def _rows(blocks: Iterable[list[Row]]) -> Iterable[Row]:
    return (row for rows in blocks for row in rows)
