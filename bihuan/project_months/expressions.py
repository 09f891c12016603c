"""Ibis, and the tables that it reads: imported when an expression is first built. A process that
finds its statements kept (`figures/statements.py`) builds none.
"""

from typing import TYPE_CHECKING

from bihuan.kit.late_imports import LateImport

if TYPE_CHECKING:
    import ibis
    from ibis import _

    from . import tables
else:
    ibis, _ = LateImport("ibis"), LateImport("ibis", "_")
    tables = LateImport("bihuan.project_months.tables")

__all__ = ["_", "ibis", "tables"]
