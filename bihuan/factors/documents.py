"""The board as a workbook."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from bihuan.kit.money import WAN
from bihuan.kit.words import say
from bihuan.kit.workbooks import OutColumn, OutSheet, write_workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def board_workbook(title: str, rows: Iterable[Mapping[str, Any]]) -> bytes:
    """Return the board's rows as a workbook; money in 万元."""
    sheet = OutSheet(
        name=say("Guarantee board"),
        title=title,
        note=say("Money in ten thousand yuan"),
        columns=[
            OutColumn(say("Department"), 24),
            OutColumn(say("Project"), 36),
            OutColumn(say("Element"), 22),
            OutColumn(say("State"), 16),
            OutColumn(say("Needed by"), 12),
            OutColumn(say("Promised limit"), 12),
            OutColumn(say("Statutory limit"), 12),
            OutColumn(say("Approval number"), 22),
            OutColumn(say("Valid until"), 12),
            OutColumn(say("Investment held up"), 16, money=True),
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
