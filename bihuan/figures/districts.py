"""Whose facts a row tells: many districts can be read by the same expressions.

A district's own database holds one district, and says so with a constant. Where the tables of
several are read together, each row names its own in a column `district`.
"""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

OWN = "own"


def district_of(table: ir.Table) -> ir.StringColumn:
    """Return the column that names the district, or the constant of one district's own tables."""
    return table.district if "district" in table.columns else ibis.literal(OWN)
