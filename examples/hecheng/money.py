"""Money won and used of three programmes' second batches, and the city's tables of its counties.
All of it is invented: amounts, documents, days, the other counties, and which project had money.
"""

import datetime as dt

from openpyxl import Workbook

from hecheng import book as look

FOLDER = "争资"
NOTE = "注：演示用虚构数据，金额、文号、日期、位次及其他县市区名称均为虚构。"
FUNDS = {
    "中央预算内投资": ("湘发改投资", 4, (2024, 4, 22), 60),
    "专项债券": ("湘财债管", 3, (2024, 5, 13), 120),
    "超长期特别国债": ("湘发改投资", 2, (2024, 9, 9), 90),
}
"""Who issues the quotas, of how many projects, when, and in steps of how much."""
COUNTIES = [f"{name}县（虚构）" for name in "甲乙丙丁戊己庚辛壬癸"]
OURS = {"中央预算内投资": 2, "专项债券": 1, "超长期特别国债": 3}
"""Our district's place by each programme: among the first, as was published; which, is invented."""
BEFORE = {"中央预算内投资": 4, "专项债券": 2, "超长期特别国债": 3}
WON = {"中央预算内投资": 45_660, "专项债券": 32_740, "超长期特别国债": 19_640}
"""What the city says of us. Of the last it does not know yet that a quota was cut: the ladder of
the demonstration says otherwise, which is a question.
"""
HEAD = [
    ("序号",),
    ("项目名称",),
    ("项目代码",),
    ("批次",),
    ("资金下达", "文号"),
    ("资金下达", "日期"),
    ("转发日期",),
    ("申报资金",),
    ("下达资金",),
    ("到位资金",),
    ("支付资金",),
    ("支付率",),
    ("完成实物工作量",),
    ("备注",),
]


def write(rng, projects, folder):
    found = iter(_public(projects))
    for fund, (issuer, count, first, step) in FUNDS.items():
        rows = [_row(rng, next(found), issuer, first, step, place) for place in range(count)]
        until = [(2024, 12, 31)] if first > (2024, 6) else [(2024, 6, 30), (2024, 12, 31)]
        book = Workbook()
        book.remove(book.active)
        for day in until:
            _sheet(book.create_sheet(f"{day[1]}月"), fund, rows, dt.date(*day))
        look.save(book, folder / FOLDER / f"2024年{fund}项目资金情况表.xlsx")
    for year, places in ((2024, OURS), (2023, BEFORE)):
        _city(rng, year, places, folder)


def _public(projects):
    """Projects for the public that were at work in spring, the largest last: they have the first
    batches.
    """
    listed = [p for p in projects if p.tiers == ("区",) and p.field != "产业" and p.start]
    working = [p for p in listed if p.start < dt.date(2024, 4, 1) and p.total > 2_000]
    return sorted(working, key=lambda p: (p.total, p.code))


def _row(rng, project, issuer, first, step, place):
    issued = dt.date(*first) + dt.timedelta(days=place)
    quota = step * rng.randint(4, 9)
    return {
        "project": project,
        "document": f"{issuer}〔2024〕{600 + rng.randrange(300)}号",
        "issued": issued,
        "forwarded": issued + dt.timedelta(days=rng.randint(6, 12)),
        "applied": quota * 13 // 10,
        "quota": quota,
        "paid": rng.randint(45, 95),
    }


def _to_date(row, day):
    """What was in place, paid and built by a day: half of it after three months."""
    is_early = (day - row["issued"]).days < 120
    in_place = row["quota"] // 2 if is_early else row["quota"]
    paid = in_place * row["paid"] // (200 if is_early else 100)
    return in_place, paid, paid * 21 // 20


def _sheet(sheet, fund, rows, day):
    look.title(sheet, f"鹤城区2024年{fund}项目资金情况表", len(HEAD))
    until = f"截至{day.year}年{day.month}月{day.day}日"
    sheet["A2"], sheet["H2"] = "填报单位：鹤城区发展和改革局", f"{until}  单位：万元"
    line = look.header(sheet, 3, HEAD)
    sums = [0] * 5
    for number, row in enumerate(rows, 1):
        in_place, paid, works = _to_date(row, day)
        stated = [row["applied"], row["quota"], in_place, paid, works]
        sums = [a + b for a, b in zip(sums, stated)]
        cells = [
            number,
            row["project"].name,
            row["project"].code,
            "第二批",
            row["document"],
            dt.datetime.combine(row["issued"], dt.time()),
            dt.datetime.combine(row["forwarded"], dt.time()),
            *stated[:4],
            f"{paid * 100 / in_place:.2f}%",
            works,
            None,
        ]
        line = look.line(sheet, line, cells)
    total = ["合计", *[None] * 6, *sums[:4], None, sums[4], None]
    line = look.line(sheet, line, total, bold=True)
    sheet.cell(line + 1, 1, NOTE)


def _city(rng, year, places, folder):
    book = Workbook()
    sheet = book.active
    sheet.title = "争资情况"
    columns = [("序号",), ("县市区",)]
    for fund in places:
        columns += [(fund, "金额"), (fund, "排名")]
    look.title(sheet, f"{year}年1-12月各县市区争资情况", len(columns))
    sheet["A2"], sheet["F2"] = "填报单位：市发展和改革委员会（虚构）", "单位：万元"
    line = look.header(sheet, 3, columns)
    names = ["鹤城区", *COUNTIES]
    won = {fund: yuan if year == 2024 else yuan * 3 // 4 for fund, yuan in WON.items()}
    amounts = {fund: _amounts(rng, won[fund], place) for fund, place in places.items()}
    for number, name in enumerate(names):
        cells = [number + 1, name]
        for fund in places:
            yuan = amounts[fund][number]
            cells += [yuan, 1 + sum(1 for each in amounts[fund] if each > yuan)]
        line = look.line(sheet, line, cells)
    total = ["合计", None]
    for fund in places:
        total += [sum(amounts[fund]), None]
    line = look.line(sheet, line, total, bold=True)
    sheet.cell(line + 1, 1, NOTE)
    look.save(book, folder / FOLDER / f"{year}年各县市区争资情况.xlsx")


def _amounts(rng, ours, place):
    """Amounts of which the first, ours, stands at a place."""
    above = [ours + ours * rng.randrange(3, 9) * n // 100 for n in range(1, place)]
    below = [ours - ours * rng.randrange(60, 80) * n // 1_000 for n in range(1, 12 - place)]
    others = above + below
    rng.shuffle(others)
    return [ours, *others]
