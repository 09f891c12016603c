"""The board as a workbook."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from bihuan.kit.money import WAN
from bihuan.kit.words import gettext
from bihuan.kit.workbooks import OutColumn, OutSheet, write_workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def board_workbook(title: str, rows: Iterable[Mapping[str, Any]]) -> bytes:
    """Return the board's rows as a workbook; money in 万元."""
    sheet = OutSheet(
        name=gettext("Guarantee board"),
        title=title,
        note=gettext("Money in ten thousand yuan"),
        columns=[
            OutColumn(gettext("Department"), 24),
            OutColumn(gettext("Project"), 36),
            OutColumn(gettext("Element"), 22),
            OutColumn(gettext("State"), 16),
            OutColumn(gettext("Needed by"), 12),
            OutColumn(gettext("Promised limit"), 12),
            OutColumn(gettext("Statutory limit"), 12),
            OutColumn(gettext("Approval number"), 22),
            OutColumn(gettext("Valid until"), 12),
            OutColumn(gettext("Investment held up"), 16, money=True),
        ],
    )
    for number, row in enumerate(rows, 1):
        cells = [
            row["department"],
            row["project"],
            row["element"],
            row["state"],
            row["needed_by"],
            row["promised"],
            row["statutory"],
            row["number"],
            row["valid_until"],
            Decimal(row["stake_yuan"]) / WAN,
        ]
        sheet.rows.append((str(number), cells))
    return write_workbook([sheet], returns=False)
