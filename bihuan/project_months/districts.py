"""The district of a row: many districts can be read by the same expressions.

A district's own database holds one district, and says so with a constant. Where the tables of
several are read together, each row names its own in a column `district`; a row is then known by its
district and its number, never by the number alone (FIGURE-21).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from .expressions import ibis

if TYPE_CHECKING:
    import ibis.expr.types as ir


OWN = "own"
DISTRICT = "district"
How = Literal["inner", "left", "semi", "anti"]


def district_of(table: ir.Table) -> ir.StringColumn:
    """Return the column that names the district, or the constant of one district's own tables."""
    return table.district if DISTRICT in table.columns else ibis.literal(OWN)


def row_key(table: ir.Table, *keys: str) -> list[str]:
    """Return the columns by which a row is known: the keys, and the district if there is one."""
    return [*keys, DISTRICT] if DISTRICT in table.columns else list(keys)


def selected(table: ir.Table, *names: str, **named: Any) -> ir.Table:
    """Return these columns of the table, with the district if there is one."""
    return table.select(*row_key(table, *names), **named)


def linked(left: ir.Table, right: ir.Table, *keys: tuple[str, str], how: How = "left") -> ir.Table:
    """Return the rows of `left` with those of `right` of the same district that have equal keys:
    pairs of a column here and one there.
    """
    pairs = list(keys)
    if DISTRICT in left.columns and DISTRICT in right.columns:
        theirs = f"district_of_{keys[0][1]}"
        right = right.rename({theirs: DISTRICT})
        pairs.append((DISTRICT, theirs))
    return left.join(right, pairs, how=how)


def nowhere(left: ir.Table, right: ir.Table, *keys: tuple[str, str]) -> ir.Table:
    """Return the rows of `left` that have none in `right`."""
    return linked(left, right, *keys, how="anti")


def somewhere(left: ir.Table, right: ir.Table, *keys: tuple[str, str]) -> ir.Table:
    """Return the rows of `left` that have one in `right`."""
    return linked(left, right, *keys, how="semi")
