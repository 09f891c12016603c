"""What the statistics bureau owns: projects in statistics, and fixed-asset investment."""

import datetime as dt

from openpyxl import Workbook

from hecheng import book as look
from hecheng import mess
from hecheng.shares import split

IN_STATISTICS_WAN = 859_482
FIXED_ASSETS_WAN = 1_193_725
SEASON = (45, 60, 95, 80, 90, 110, 75, 80, 95, 85, 85, 100)
COLUMNS = (
    [(t,) for t in ("序号", "项目名称", "项目代码", "是否入统", "入统时间", "统计开工时间")]
    + [("统计口径完成投资", f"{m}月") for m in range(1, 13)]
    + [("统计口径完成投资", "全年合计")]
)


def enter(rng, projects):
    """Choose which projects enter the statistics, and when."""
    listed = [p for p in projects if p.start and p.done]
    outside = {p.code for p in rng.sample([p for p in listed if p.tiers == ("区",)], 11)}
    entered = {p.code: _entry(rng, p) for p in listed if p.code not in outside}
    for p in listed:
        p.entered = entered[p.code][1] if p.code in entered else None
    return entered


def write(rng, projects, years, entered, folder):
    book = Workbook()
    sheet = book.active
    sheet.title = "入统情况"
    look.title(sheet, "鹤城区2024年重点项目入统情况表", len(COLUMNS))
    sheet["A2"], sheet["P2"] = "填报单位：鹤城区统计局", "单位：万元"
    row = look.header(sheet, 3, COLUMNS)
    listed = [p for p in projects if p.start and p.done]
    counted = [p for p in listed if p.code in entered]
    totals = dict(
        zip(entered, split(IN_STATISTICS_WAN, [p.done * rng.uniform(0.75, 1.1) for p in counted]))
    )
    sums = [0] * 13
    for number, p in enumerate(listed, 1):
        values = _row(rng, number, p, years[p.code], entered.get(p.code), totals.get(p.code))
        sums = [a + (b or 0) for a, b in zip(sums, values[6:])]
        row = look.line(sheet, row, values)
    row = look.line(
        sheet, row, ["合计", None, None, f"{len(entered)}个", None, None, *sums], bold=True
    )
    sheet.cell(row + 1, 1, look.NOTE)
    sheet.cell(row + 2, 1, "2. 统计口径与调度口径不同，两者各自填报，互不替代。")
    look.save(book, folder / "统计局" / "2024年重点项目入统情况.xlsx")
    _fixed_assets(folder)


def _entry(rng, p):
    """(month of entry in 2024, date of entry, start as the bureau counts it)"""
    begun = p.start + dt.timedelta(rng.choice((0, 0, 4, 11, 24)))
    begun = min(begun, dt.date(2024, 12, 28))
    if begun.year < 2024:
        day = dt.date(2023, rng.randint(max(begun.month, 9), 12), 25)
        return 1, max(day, begun), begun
    month = min(12, begun.month + rng.choice((0, 1, 1, 2)))
    return month, dt.date(2024, month, 28), begun


def _row(rng, number, p, year, entry, total):
    if not entry:
        return [number, p.name, p.code, "否", mess.nothing(rng), mess.nothing(rng)] + [None] * 13
    first, entered_on, begun = entry
    weights = [(d + 20) * (m >= first) for m, d in enumerate(year.done, 1)]
    months = split(total, weights)
    return [
        number,
        p.name,
        p.code,
        "是",
        mess.day(rng, entered_on),
        mess.day(rng, begun),
        *[m or None for m in months],
        total,
    ]


def _fixed_assets(folder):
    lines, so_far = ["月份,累计完成固定资产投资（万元）"], 0
    months = split(FIXED_ASSETS_WAN, SEASON)
    for number, amount in enumerate(months, 1):
        so_far += amount
        lines.append(f"2024年{number}月,{so_far}")
    (folder / "统计局" / "固定资产投资.csv").write_bytes(
        ("\r\n".join(lines) + "\r\n").encode("gb18030")
    )
