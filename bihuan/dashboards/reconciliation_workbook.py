"""A month of both counts as a table that offices keep."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from bihuan.kit.line_workbooks import lines_workbook
from bihuan.kit.money import WAN
from bihuan.kit.words import gettext

from .queries.reconciliation import ReconciledMonth

WorkbookCell = str | int | Decimal


def reconciliation_workbook(title: str, rows: Iterable[ReconciledMonth]) -> bytes:
    """Return each project's two counts; money in 万元."""
    unit = gettext("ten thousand yuan")
    of_month = [gettext("Office, the month"), gettext("Statistics, the month")]
    of_month.append(gettext("Difference"))
    to_date = [gettext("Office, from January"), gettext("Statistics, from January")]
    heads = [
        gettext("Project"),
        gettext("Organisation"),
        gettext("Entered the statistics"),
        *(f"{head} ({unit})" for head in of_month),
        gettext("Statistics in percent of the office"),
        *(f"{head} ({unit})" for head in to_date),
        gettext("Question"),
    ]
    return lines_workbook(title, heads, map(_cells, rows), held=2)


def _cells(row: ReconciledMonth) -> list[WorkbookCell]:
    return [
        row.name,
        row.organisation,
        row.entered_on.isoformat() if row.entered_on and row.has_entered else "",
        _wan(row.office_yuan),
        _wan(row.bureau_yuan),
        _wan(row.difference_yuan),
        "" if row.ratio is None else row.ratio,
        _wan(row.office_to_date_yuan),
        _wan(row.bureau_to_date_yuan),
        row.matter.number if row.matter else "",
    ]


def _wan(yuan: int | None) -> WorkbookCell:
    return "" if yuan is None else Decimal(yuan) / WAN
