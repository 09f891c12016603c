"""What relations of several subjects join in the same way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bihuan.figures.expressions import _ as row
from bihuan.figures.expressions import ibis, tables
from bihuan.project_months.districts import linked, row_key, selected

if TYPE_CHECKING:
    import ibis.expr.types as ir


def named(records: ir.Table) -> ir.Table:
    """Return the records of projects with the names of these."""
    projects = selected(tables.projects, number="id", name="name")
    return linked(records, projects, ("project_id", "number"), how="inner")


def last_moves(moves: ir.Table, key: str) -> ir.Table:
    """Return the last move of each thing that `key` names: of one day, the one recorded last."""
    latest = ibis.window(group_by=row_key(moves, key), order_by=[row.on.desc(), row.id.desc()])
    return moves.mutate(place=ibis.row_number().over(latest)).filter(row.place == 0)
