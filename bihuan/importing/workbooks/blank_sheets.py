"""Empty tables to fill in: headings, unit and title as the importer reads them without asking."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bihuan.funding.words import PROGRAMMES
from bihuan.importing.headings.kinds import SheetKind
from bihuan.kit.months import Month
from bihuan.kit.workbooks import OutColumn, OutSheet
from bihuan.projects.models import District

from .sheets import LEDGER, MONTHLY, TIERS, columns_of

ADJUSTMENT = ("name", "code", "old_plan", "new_plan", "reason", "approver", "approved_on")
STATISTICS = ("name", "code", "entered", "entered_on", "started_on", "counted")
INVESTMENT = ("month", "cumulative")
CHAIN_MONTH = ("chain", "enterprise", "month_output", "month_output_before")
FUNDING = (
    "name",
    "code",
    "programme",
    "batch",
    "document",
    "issued_on",
    "forwarded_on",
    "applied",
    "issued",
    "in_place",
    "paid",
    "works",
)
UNIT = "单位：万元"


def blank_sheets(kind: str, month: Month) -> list[OutSheet]:
    """Return the empty sheets of one kind, for a month or the year in which it lies."""
    return _MAKERS[kind](month)


def _ledger(month: Month) -> list[OutSheet]:
    return [
        OutSheet(
            name=word,
            title=f"{_district()}{month.year}年{word}项目台账",
            note=UNIT,
            columns=columns_of("ledger", LEDGER),
        )
        for word in TIERS.values()
    ]


def _monthly(month: Month) -> list[OutSheet]:
    title = f"{_district()}{month.year}年{month.number}月重点项目投资完成情况表"
    return [OutSheet(f"{month.number}月", title, UNIT, columns_of("monthly", MONTHLY))]


def _adjustment(month: Month) -> list[OutSheet]:
    title = f"{_district()}{month.year}年重点项目年度计划调整表"
    return [OutSheet("计划调整", title, UNIT, columns_of("adjustment", ADJUSTMENT))]


def _statistics(month: Month) -> list[OutSheet]:
    title = f"{_district()}{month.year}年{month.number}月项目入统情况表"
    *columns, counted = columns_of("statistics", STATISTICS)
    columns.append(replace(counted, title=f"{month.number}月入统投资"))
    return [OutSheet("入统", title, UNIT, columns)]


def _chain(month: Month) -> list[OutSheet]:
    outputs = [OutColumn(f"{year}年产值", 16, money=True) for year in (month.year, month.year - 1)]
    columns = [*columns_of("chain", ("chain", "enterprise")), *outputs]
    title = f"{_district()}{month.year}年产业链企业产值表"
    return [OutSheet("产业链", title, UNIT, columns)]


def _chain_month(month: Month) -> list[OutSheet]:
    columns = columns_of("chain_month", CHAIN_MONTH)
    title = f"{_district()}{month.year}年{month.number}月产业链企业产值表"
    return [OutSheet(f"{month.number}月产值", title, UNIT, columns)]


def _investment(month: Month) -> list[OutSheet]:
    title = f"{_district()}{month.year}年固定资产投资完成情况表"
    months, cumulative = columns_of("investment", INVESTMENT)
    columns = [months, replace(cumulative, title="累计完成固定资产投资")]
    return [OutSheet("固定资产投资", title, UNIT, columns)]


def _funding(month: Month) -> list[OutSheet]:
    until = f"截至{month.year}年{month.number}月{month.last_day.day}日"
    title = f"{_district()}{month.year}年项目资金情况表（{until}）"
    return [OutSheet("资金", title, UNIT, columns_of("funding", FUNDING))]


def _counties(month: Month) -> list[OutSheet]:
    title = f"{month.year}年1-{month.number}月各县市区争资情况"
    names, programmes = columns_of("counties", ("name",)), list(PROGRAMMES.values())[:3]
    columns = [*names, *(OutColumn(each, 18, money=True) for each in programmes)]
    return [OutSheet("各县市区", title, UNIT, columns)]


_MAKERS: dict[str, Callable[[Month], list[OutSheet]]] = {
    SheetKind.LEDGER: _ledger,
    SheetKind.MONTHLY: _monthly,
    SheetKind.ADJUSTMENT: _adjustment,
    SheetKind.STATISTICS: _statistics,
    SheetKind.CHAIN: _chain,
    SheetKind.CHAIN_MONTH: _chain_month,
    SheetKind.INVESTMENT: _investment,
    SheetKind.FUNDING: _funding,
    SheetKind.COUNTIES: _counties,
}


def _district() -> str:
    return District.objects.served().name
