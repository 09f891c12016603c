"""Output of the three industry chains by enterprise, in units of 0.0001 亿元."""

from openpyxl import Workbook

from hecheng import book as look
from hecheng.shares import split

CHAINS = {
    "新能源及其装备": (105_100, 77_622, "储能 锂能 风电装备 光伏 电源 智能环卫".split()),
    "机械装备": (185_600, 145_000, "重工 机床 农机 铸造 钢构".split()),
    "中医药": (62_304, 52_800, "药业 饮片 制药 本草 中药材 健康".split()),
}
STARTED, CLOSED = "电源", "铸造"
NOW = {STARTED: 0.5, CLOSED: 0.03}
BEFORE = {STARTED: 0, CLOSED: 0.2}
"""What one that started this year, and a small one that closed in it, put out beside the others."""


def write(rng, folder):
    book = Workbook()
    sheet = book.active
    sheet.title = "产业链产值"
    cols = [
        ("序号",),
        ("产业链",),
        ("企业名称",),
        ("产值", "2024年产值"),
        ("产值", "2023年产值"),
        ("备注",),
    ]
    look.title(sheet, "鹤城区2024年重点产业链产值情况表", len(cols))
    sheet["A2"], sheet["E2"] = "填报单位：鹤城区科技和工业信息化局", "单位：亿元"
    row = look.header(sheet, 3, cols)
    for chain, (now, before, kinds) in CHAINS.items():
        weights = [rng.uniform(0.5, 2) for _ in kinds]
        varied = [w * rng.uniform(0.85, 1.15) for w in weights]
        this_year = split(now, [w * NOW.get(k, 1) for k, w in zip(kinds, varied)])
        last_year = split(before, [w * BEFORE.get(k, 1) for k, w in zip(kinds, weights)])
        first = row
        for number, (kind, a, b) in enumerate(zip(kinds, this_year, last_year), 1):
            name = f"湖南鹤{rng.choice('禾沅岚枫')}{rng.choice('川泰润和')}{kind}有限公司（虚构）"
            row = look.line(
                sheet,
                row,
                [number, chain if number == 1 else None, name, a / 10_000, b / 10_000, None],
            )
        sheet.merge_cells(start_row=first, end_row=row - 1, start_column=2, end_column=2)
        row = look.line(
            sheet, row, ["小计", None, None, now / 10_000, before / 10_000, None], bold=True
        )
    sheet.cell(row + 1, 1, look.NOTE)
    look.save(book, folder / "产业链" / "2024年产业链产值.xlsx")
