"""Small workbooks for tests, as bytes."""

import io
from typing import Any

from openpyxl import Workbook

LEDGER_HEAD = [
    "序号",
    "项目名称",
    "项目代码",
    "项目类别",
    "总投资",
    "年度计划投资",
    "责任单位",
    "建设地点",
]
MONTH_HEAD = [
    "序号",
    "项目名称",
    "项目代码",
    "本月完成投资",
    "累计完成投资",
    "形象进度百分比",
    "存在问题",
]
CODE = "2401-431202-04-01-{:06d}"


def workbook(sheets: dict[str, list[list[Any]]]) -> bytes:
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        page = book.create_sheet(name)
        for row in rows:
            page.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def ledger_row(
    number: int, *, planned: Any = 1200, name: str = "", place: str = "城北"
) -> list[Any]:
    return [
        number,
        name or f"示例工程{'甲乙丙丁戊己庚辛'[number]}",
        CODE.format(number),
        "开工建设类",
        5000,
        planned,
        "区住建局",
        place,
    ]


def ledger(*rows: list[Any], unit: str = "单位：万元", sheet: str = "区重点") -> tuple[str, bytes]:
    head = [["示例区2024年重点项目台账"], [unit], LEDGER_HEAD]
    return "台账.xlsx", workbook({sheet: [*head, *rows]})


def month_row(
    number: int, completed: Any, cumulative: Any = None, percent: Any = None
) -> list[Any]:
    name = f"示例工程{'甲乙丙丁戊己庚辛'[number]}"
    return [number, name, CODE.format(number), completed, cumulative, percent, None]


def month(number: int, *rows: list[Any]) -> tuple[str, bytes]:
    head = [[f"示例区2024年{number}月重点项目投资完成情况表"], ["单位：万元"], MONTH_HEAD]
    return f"{number}月.xlsx", workbook({f"{number}月": [*head, *rows]})
