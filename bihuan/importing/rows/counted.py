"""Tables whose rows sum up the projects of another one: 汇总 with 个数 beside 明细. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from bihuan.importing.headings.kinds import SheetKind
from bihuan.importing.proof.rows.counted_projects import count_column, counted
from bihuan.kit.words import gettext

from .table import SheetRow, Table

SUMMED = ("planned", "total")


def sums_up(table: Table, other: Table) -> bool:
    """True if a table counts the projects of another one, and says the sums of their amounts."""
    column = count_column(table.layout)
    if column is None or other.layout.kind != SheetKind.LEDGER or count_column(other.layout):
        return False
    lines = (table.sheet.rows[row.number - 1] for row in table.rows)
    names = {row.get("name") for row in other.rows}
    if sum(counted(lines, column)) != len(other.rows) or len(names) != len(other.rows):
        return False
    sums = [(_sum(table.rows, name), _sum(other.rows, name)) for name in SUMMED]
    return any(sums[0]) and all(mine == its for mine, its in sums if mine)


def tell_summed_up(table: Table, other: Table) -> None:
    """Say in the other table's proof what was left out, and why."""
    told = {"sheet": table.sheet.name, "rows": len(table.rows), "count": len(other.rows)}
    text = gettext(
        "Sheet “%(sheet)s” sums the %(count)s projects up in %(rows)s rows: its sums hold, and it"
        " is not read."
    )
    other.desk.prove(text % told)


def _sum(rows: Iterable[SheetRow], name: str) -> int:
    return sum(row.get(name) or 0 for row in rows)
