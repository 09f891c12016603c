"""The ladder of a year as a table that offices keep, and that comes in again.

Words of the sheet are the office's own, whatever language the screen speaks.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from bihuan.kit.money import WAN
from bihuan.kit.workbooks import OutColumn, OutSheet, Value, write_workbook

from .kinds import MONEY, FundingStage
from .models import FundingEntry
from .queries import FundingRow
from .words import PROGRAMMES, STAGES

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TITLES = {
    "applied": "申报额",
    "issued": "下达额",
    "in_place": "到位额",
    "paid": "支付额",
    "works": "完成实物工作量",
}
COLUMNS = [
    OutColumn("项目名称", 34),
    OutColumn("项目代码", 26),
    OutColumn("资金类型", 18),
    OutColumn("批次年度", 10),
    OutColumn("批次"),
    OutColumn("下达文号", 26),
    OutColumn("下达日期"),
    OutColumn("转发日期"),
    *(OutColumn(TITLES[stage.value], 14, money=True) for stage in MONEY),
    OutColumn("应收回资金", 14, money=True),
    OutColumn("环节", 14),
    OutColumn("资金预警", 24),
]


def ladder_workbook(title: str, on: date, rows: Iterable[FundingRow]) -> bytes:
    """Return the lines as they stand on a day. The workbook remembers what it went out with: of
    what comes back, only the cells that were edited speak.
    """
    sheet = OutSheet(
        name="资金",
        title=f"{title}（截至{on.year}年{on.month}月{on.day}日）",
        note="单位：万元",
        columns=COLUMNS,
        rows=[(str(row.line.pk), _cells(row)) for row in rows],
    )
    return write_workbook([sheet], returns=True)


def _cells(row: FundingRow) -> list[Value]:
    line, sums = row.line, row.sums
    yuan = [*(getattr(sums, stage.value) for stage in MONEY), sums.to_return]
    stated = {entry.stage for entry in row.entries}
    return [
        line.project.name,
        line.project.national_code or None,
        PROGRAMMES[line.programme],
        line.year,
        line.batch or None,
        "、".join(row.documents) or None,
        _first(row.entries, FundingStage.ISSUED) if len(row.documents) < 2 else None,
        _first(row.entries, FundingStage.FORWARDED),
        *(
            Decimal(each) / WAN if each or stage in stated else None
            for each, stage in zip(yuan, [*MONEY, ""], strict=True)
        ),
        STAGES[row.stage.value] if row.stage else None,
        "、".join(str(each.kind.label) for each in row.verdicts) or None,
    ]


def _first(entries: Sequence[FundingEntry], stage: FundingStage) -> date | None:
    return next((entry.on for entry in entries if entry.stage == stage), None)
