"""Twelve monthly reports, one row a project, grouped by field."""

from openpyxl import Workbook

from hecheng import book as look
from hecheng import mess, words
from hecheng.months import FUNDS, stage

FIELDS = ("产业", "基础设施", "社会民生", "生态环保")


def columns(month):
    return [
        ("序号",),
        ("项目名称",),
        ("项目代码",),
        ("级别",),
        ("项目类别",),
        ("投资完成情况", f"{month}月完成投资"),
        ("投资完成情况", f"1-{month}月累计完成投资"),
        ("形象进度", "百分比（%）"),
        ("形象进度", "文字说明"),
        ("开工情况", "实际开工时间"),
        ("开工情况", "施工许可时间"),
        ("竣工时间",),
        ("投产（投用）时间",),
        *[(f"1-{month}月累计到位资金", f) for f in FUNDS],
        ("存在问题",),
        ("下月计划",),
        ("责任单位",),
        ("联络员",),
    ]


def write(rng, projects, years, folder):
    for month in range(1, 13):
        book = Workbook()
        book.active.title = f"{month}月"
        _fill(rng, book.active, month, projects, years)
        look.save(book, folder / "月报" / f"2024年{month:02d}月重点项目月报.xlsx")


def heading(sheet, month):
    cols = columns(month)
    look.title(sheet, f"鹤城区2024年{month}月重点项目投资完成情况表", len(cols))
    sheet["A2"], sheet.cell(2, len(cols) - 1).value = (
        "填报单位：鹤城区重点项目建设办公室",
        "单位：万元",
    )
    row = look.header(sheet, 3, cols)
    sheet.freeze_panes = sheet.cell(row, 4)
    return row


def _fill(rng, sheet, month, projects, years):
    row = heading(sheet, month)
    told = [p for p in projects if month not in years[p.code].silent]
    row = look.line(sheet, row, _sum(month, "合计", told, years), bold=True)
    number = 0
    for numeral, area in zip("一二三四", FIELDS):
        group = [p for p in told if p.field == area]
        row = look.line(
            sheet, row, _sum(month, f"{numeral}、{area}（{len(group)}个）", group, years), bold=True
        )
        for p in group:
            number += 1
            row = look.line(sheet, row, cells(rng, month, number, p, years[p.code]))
    sheet.cell(row, 1, look.NOTE)
    sheet.cell(row + 1, 1, "2. 列入两级名单的项目只报一次。本月未报送的项目不在表内。")


def _sum(month, text, projects, years):
    now = sum(years[p.code].done[month - 1] for p in projects)
    so_far = sum(sum(years[p.code].done[:month]) for p in projects)
    values = [None] * len(columns(month))
    values[0], values[5], values[6] = text, mess.wan(now), mess.wan(so_far)
    return values


def cells(rng, month, number, p, year):
    begun, finished, used = (
        d if d and (d.year, d.month) <= (2024, month) else None
        for d in (p.start, p.finished, p.in_use)
    )
    permit = p.permit if p.permit and (p.permit.year, p.permit.month) <= (2024, month) else None
    name = p.former if p.former and month <= 3 else p.name
    tiers = "、".join(f"{t}重点" for t in p.tiers)
    nothing = "无" if year.problem[month - 1] else rng.choice(("无", None, "—"))
    funds = [f or None for f in year.funds[month - 1]]
    return [
        number,
        name,
        p.code,
        tiers,
        p.kind,
        mess.wan(year.done[month - 1]),
        mess.wan(sum(year.done[:month])),
        year.percent[month - 1],
        stage(p, year, month),
        mess.day(rng, begun),
        mess.day(rng, permit),
        mess.day(rng, finished),
        mess.day(rng, used),
        *funds,
        words.problem(p, year, month) or nothing,
        words.next_month(p, year, month),
        p.duty,
        p.contact,
    ]
