"""One large workbook in an office's shape: a district's list and its twelve monthly sheets."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import xlsxwriter

from examples.hecheng.codes import credit_code, project_code

YEAR = 2024
LIST = "区重点"
LIST_HEADER = (
    "序号",
    "项目名称",
    "项目代码",
    "项目类别",
    "所属领域",
    "建设性质",
    "建设规模及内容",
    "计划开工时间",
    "计划竣工时间",
    "总投资",
    "截至2023年底累计完成投资",
    "年度计划投资",
    "责任单位",
    "项目业主",
    "统一社会信用代码",
)
MONTH_HEADER = (
    "序号",
    "项目名称",
    "项目代码",
    "级别",
    "{m}月完成投资",
    "1-{m}月累计完成投资",
    "形象进度百分比（%）",
    "工程形象进度",
    "存在问题",
    "下月计划",
)
HEADER_ROW = 2  # counted from 0: title, unit, header
CLASSES = ("开工建设类", "前期储备类", "招商处遗类")
SECTORS = ("产业", "基础设施", "民生", "生态环保")


def workbook(projects: int) -> Path:
    """Return the workbook of so many projects; it is written once and kept."""
    path = Path("bench-data") / f"{projects}x12.xlsx"
    if not path.exists():
        path.parent.mkdir(exist_ok=True)
        part = path.with_suffix(".part")
        _write(part, projects)
        part.rename(path)
    return path


def _write(path: Path, projects: int) -> None:
    rng = random.Random(431202)
    rows = [_project(rng, number) for number in range(1, projects + 1)]
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        _sheet(book, LIST, f"某区{YEAR}年区重点建设项目名单", LIST_HEADER, rows)
        done = [0.0] * projects
        for month in range(1, 13):
            header = tuple(title.format(m=month) for title in MONTH_HEADER)
            title = f"某区{YEAR}年{month}月重点项目投资完成情况表"
            _sheet(book, f"{month}月", title, header, _month(rng, rows, done, month))


def _sheet(book: Any, name: str, title: str, header: tuple[str, ...], rows: list[Any]) -> None:
    sheet = book.add_worksheet(name)
    sheet.write_row(0, 0, [title])
    sheet.write(1, len(header) - 1, "单位：万元")
    for number, row in enumerate([header, *rows], HEADER_ROW):
        sheet.write_row(number, 0, row)


def _project(rng: random.Random, number: int) -> tuple[Any, ...]:
    total = rng.randrange(2_000, 90_000, 50)
    planned = total * rng.randrange(10, 60) // 100
    return (
        number,
        f"某区第{number:05d}号建设项目",
        project_code("2301", "3841", number),
        CLASSES[0],
        rng.choice(SECTORS),
        "新建",
        f"用地约{rng.randrange(5, 300)}亩，建设厂房及配套",
        "2023-06",
        "2025-10",
        total,
        total // 10,
        planned,
        f"区第{number % 40 + 1}局",
        f"某区第{number % 3_000 + 1}号实业有限公司",
        credit_code(number % 3_000 + 1, public=False),
    )


def _month(rng: random.Random, rows: list[Any], done: list[float], month: int) -> list[Any]:
    told = []
    for place, row in enumerate(rows):
        this_month = round(row[11] / 12 * rng.uniform(0.6, 1.3), 2)
        done[place] = round(done[place] + this_month, 2)
        percent = min(100, 8 * month)
        told.append(
            (
                row[0],
                row[1],
                row[2],
                "区重点",
                this_month,
                done[place],
                percent,
                f"完成主体第{month}段施工",
                "无",
                "按计划推进",
            )
        )
    return told
