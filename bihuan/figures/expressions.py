"""What figures' expressions are built of: Ibis and tables, imported when one is first built."""

from typing import TYPE_CHECKING

from bihuan.kit.late_imports import LateImport
from bihuan.project_months.expressions import _, ibis
from bihuan.project_months.expressions import tables as base_tables

if TYPE_CHECKING:
    from . import loop_tables, tables
else:
    tables = LateImport("bihuan.figures.tables")
    loop_tables = LateImport("bihuan.figures.loop_tables")

__all__ = ["_", "base_tables", "ibis", "loop_tables", "tables"]
