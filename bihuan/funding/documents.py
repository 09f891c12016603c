"""The ladder of a year as a table that offices keep."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from bihuan.kit.line_workbooks import lines_workbook
from bihuan.kit.money import WAN
from bihuan.kit.words import gettext, joined

from .kinds import MONEY
from .queries import FundingRow

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def ladder_workbook(title: str, rows: Iterable[FundingRow]) -> bytes:
    """Return the lines as a workbook; money in 万元."""
    unit = gettext("ten thousand yuan")
    heads = [
        gettext("Project"),
        gettext("Programme"),
        gettext("Year of the batch"),
        gettext("Batch"),
        gettext("Stage"),
        *(f"{stage.label} ({unit})" for stage in MONEY),
        f"{gettext('To return')} ({unit})",
        gettext("Documents"),
        gettext("Flags"),
    ]
    return lines_workbook(title, heads, map(_cells, rows), held=2)


def _cells(row: FundingRow) -> list[str | int | Decimal]:
    line, sums = row.line, row.sums
    yuan = [*(getattr(sums, stage.value) for stage in MONEY), sums.to_return]
    return [
        line.project.name,
        line.get_programme_display(),
        line.year,
        line.batch,
        str(row.stage.label) if row.stage else "",
        *(Decimal(each) / WAN for each in yuan),
        joined(row.documents),
        joined(each.kind.label for each in row.verdicts),
    ]
