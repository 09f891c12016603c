"""The year's ledger: three lists and the changes of the middle of the year."""

import datetime as dt

from openpyxl import Workbook

from hecheng import book as look
from hecheng import mess
from hecheng.projects import BUILD, LEGACY, PREPARE

FILE = "鹤城区2024年重点项目台账.xlsx"
PLAN = "2024年投资计划"
CURVE = (0.2, 0.48, 0.76)
NUMERALS = "一二三四"


def columns(tier):
    early = [("序号",), ("项目名称",), ("曾用名",), ("项目代码",)]
    if tier != "区":
        early.append(("项目类别",))
    early += [
        ("所属领域",),
        ("所属行业",),
        ("建设性质",),
        ("建设规模及内容",),
        ("建设地点",),
        ("位置坐标", "经度"),
        ("位置坐标", "纬度"),
        ("建设起止年限",),
        ("计划开工时间",),
        ("计划竣工时间",),
        ("总投资",),
        ("截至2023年底累计完成投资",),
    ]
    if tier == "区":
        plan = [(PLAN, "全年"), *[(PLAN, "累计计划", f"1-{m}月") for m in (3, 6, 9, 12)]]
    else:
        plan = [(PLAN, "全年"), *[(PLAN, f"1-{m}月") for m in (3, 6, 9, 12)]]
    late = [
        ("年度建设目标",),
        ("主题",),
        ("产业链",),
        ("指挥长",),
        ("责任单位",),
        ("项目业主",),
        ("统一社会信用代码",),
        ("联络员",),
        ("联系电话",),
        ("备注",),
    ]
    return early + plan + late


def write(rng, projects, folder):
    book = Workbook()
    _explain(book.active)
    for tier, name in (("省", "省重点"), ("市", "市重点"), ("区", "区重点")):
        _list(rng, book.create_sheet(name), tier, [p for p in projects if tier in p.tiers])
    _changes(rng, book.create_sheet("年中计划调整"), projects)
    look.save(book, folder / FILE)


def _explain(sheet):
    sheet.title = "填报说明"
    for row, text in enumerate(
        (
            "填报说明",
            look.NOTE,
            "1. 省重点名单金额单位为亿元，市重点、区重点名单金额单位为万元。",
            "2. 同一项目列入两级名单的，以项目代码为准，按一个项目统计；各名单年度计划分别填列。",
            "3. 各名单“全年”为年初下达的计划；年中调整另见“年中计划调整”。"
            "1-3月、1-6月、1-9月、1-12月均为累计计划。",
            "4. 项目类别分为开工建设类、前期储备类、招商处遗类。",
            "5. 空白、“—”、“/”均表示无。",
        ),
        1,
    ):
        sheet.cell(row, 1, text)
    sheet.column_dimensions["A"].width = 100


def _list(rng, sheet, tier, projects):
    cols = columns(tier)
    look.title(sheet, f"鹤城区2024年{'省市区'['省市区'.index(tier)]}重点建设项目名单", len(cols))
    sheet["A2"] = "填报单位：鹤城区重点项目建设办公室"
    sheet.cell(2, len(cols) - 2, "单位：亿元" if tier == "省" else "单位：万元")
    row = look.header(sheet, 3, cols)
    sheet.freeze_panes = sheet.cell(row, 3)
    if tier == "区":
        row = _by_class(rng, sheet, row, cols, projects)
    else:
        for number, p in enumerate(projects, 1):
            row = look.line(sheet, row, _cells(rng, tier, number, p))
    row = look.line(sheet, row, _sum(tier, cols, f"合计（{len(projects)}个）", projects), bold=True)
    sheet.cell(row + 1, 1, look.NOTE)
    sheet.cell(row + 2, 1, "2. 本表计划为年初计划，计划完成率按各名单自身的年度计划计算。")


def _by_class(rng, sheet, row, cols, projects):
    number = 0
    for numeral, kind in zip(NUMERALS, (BUILD, PREPARE, LEGACY)):
        group = [p for p in projects if p.kind == kind]
        row = look.line(sheet, row, _blank(cols, f"{numeral}、{kind}（{len(group)}个）"), bold=True)
        for p in group:
            number += 1
            row = look.line(sheet, row, _cells(rng, "区", number, p))
        row = look.line(sheet, row, _sum("区", cols, "小计", group), bold=True)
    return row


def _blank(cols, text):
    return [text] + [None] * (len(cols) - 1)


def _curve(plan):
    return [plan, *[int(plan * share) for share in CURVE], plan]


def _unit(tier, wan):
    return round(wan / 10_000, 4) if tier == "省" else wan


def _sum(tier, cols, text, projects):
    values = _blank(cols, text)
    at = [c[0] for c in cols].index("总投资")
    curves = [_curve(p.plan[tier]) for p in projects]
    amounts = [
        sum(p.total for p in projects),
        sum(p.before for p in projects),
        *map(sum, zip(*curves)),
    ]
    values[at : at + 7] = [_unit(tier, a) for a in amounts]
    return values


def _cells(rng, tier, number, p):
    def paid(wan):
        if tier == "省":
            return _unit(tier, wan)
        return mess.money(rng, wan) if wan else mess.nothing(rng)

    return [
        number,
        p.name,
        p.former or None,
        p.code,
        *([p.kind] if tier != "区" else []),
        p.field,
        mess.industry(rng, p.industry),
        p.nature,
        p.scale,
        p.place,
        p.lon,
        p.lat,
        mess.span(rng, p.planned_start, p.planned_end),
        mess.month(rng, p.planned_start),
        mess.month(rng, p.planned_end),
        paid(p.total),
        paid(p.before),
        *[paid(w) for w in _curve(p.plan[tier])],
        _goal(p),
        p.themes,
        p.chain,
        p.chief,
        p.duty,
        p.owner,
        p.credit,
        p.contact,
        p.phone,
        mess.nothing(rng),
    ]


def _goal(p):
    if p.kind == PREPARE:
        return "完成前期手续，具备开工条件"
    if p.kind == LEGACY:
        return "确定处置方案，引入投资方"
    return (
        "竣工并投入使用"
        if p.planned_end[0] == 2024
        else "完成主体工程建设"
        if p.planned_start[0] < 2024
        else "开工建设，完成基础工程"
    )


def _changes(rng, sheet, projects):
    cols = [
        (t,)
        for t in (
            "序号",
            "项目名称",
            "项目代码",
            "级别",
            "原计划",
            "调整后计划",
            "调整原因",
            "批准人",
            "批准日期",
        )
    ]
    look.title(sheet, "鹤城区2024年重点项目年度投资计划调整表", len(cols))
    sheet["A2"], sheet["H2"] = "填报单位：鹤城区重点项目建设办公室", "单位：万元"
    row = look.header(sheet, 3, cols)
    chosen = rng.sample([p for p in projects if p.tiers == ("区",) and p.kind == BUILD], 8)
    for number, p in enumerate(chosen, 1):
        plan = p.plan["区"]
        after = round(plan * rng.choice((0.7, 0.8, 1.15, 1.25)) / 10) * 10
        p.adjusted = after
        why = (
            "项目进展较快，追加年度计划"
            if after > plan
            else rng.choice(("用地报批滞后，调减年度计划", "资金筹措未到位，调减年度计划"))
        )
        row = look.line(
            sheet,
            row,
            [
                number,
                p.name,
                p.code,
                "区重点",
                plan,
                after,
                why,
                "王某某（区委副书记、区长）",
                mess.day(rng, dt.date(2024, 7, rng.randint(8, 26))),
            ],
        )
    sheet.cell(row + 1, 1, look.NOTE)
