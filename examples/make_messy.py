"""Write small workbooks an importer must survive: python examples/make_messy.py [folder].

They are cut from the example's report of December 2024, so make_hecheng_2024.py comes first.
"""

import datetime as dt
import json
import sys
from pathlib import Path

from hecheng import book as look
from hecheng import mess_rows, reports
from openpyxl import Workbook, load_workbook

HOME = Path(__file__).parent / "messy"
EXAMPLE = Path(__file__).parent / "hecheng-2024" / "月报"
MONTH = 12


def main(folder: Path = HOME) -> None:
    rows, before = _chosen()
    clean = [list(r) for r in rows]
    wrong, expected = mess_rows.spoil(clean, before)
    _save(folder / "修改后.xlsx", _report(clean))
    _save(folder / "错误示例.xlsx", _report(wrong))
    (folder / "错误示例.json").write_text(
        json.dumps(expected, ensure_ascii=False, indent=1) + "\n", "utf-8"
    )
    for name, make in (
        ("公式无缓存值", _formulas),
        ("可疑文本", _hostile),
        ("合并与隐藏", _hidden),
        ("未注明单位", _no_unit),
        ("序列号日期", _serials),
        ("空表", _empty),
    ):
        _save(folder / f"{name}.xlsx", make(clean))
    (folder / "不是工作簿.xlsx").write_bytes("这是一个改了扩展名的文本文件。\n".encode("gb18030"))


def _rows(month):
    sheet = load_workbook(EXAMPLE / f"2024年{month:02d}月重点项目月报.xlsx").worksheets[0]
    return [list(r) for r in sheet.iter_rows(min_row=5, values_only=True) if isinstance(r[0], int)]


def _chosen():
    """Ten projects building in November that did something in December, 怀熙小学 among them."""
    november = {r[2]: r for r in _rows(MONTH - 1)}
    able = [
        r
        for r in _rows(MONTH)
        if r[5]
        and r[9] not in (None, "—", "/")
        and r[2] in november
        and r[6] > 500
        and "、" not in r[3]
        and r[1] != "怀熙小学"
    ]
    named = next(r for r in _rows(MONTH) if r[1] == "怀熙小学")
    chosen = [*able[3:51:6][:8], named, able[-1]]
    for number, row in enumerate(chosen, 1):
        row[0] = number
    return chosen, november


def _report(rows, unit="单位：万元"):
    book = Workbook()
    sheet = book.active
    sheet.title = f"{MONTH}月"
    row = reports.heading(sheet, MONTH)
    sheet.cell(2, len(reports.columns(MONTH)) - 1).value = unit
    for values in rows:
        row = look.line(sheet, row, values)
    sheet.cell(row, 1, look.NOTE)
    return book


def _formulas(rows):
    """Cumulatives as formulas that nothing has calculated: there is no stored value to read."""
    book = _report(rows)
    for row in range(5, 15):
        book.active.cell(row, 7).value = f"=F{row}+100"
    return book


def _hostile(rows):
    """Free text that a careless export or page would run; the figures are right."""
    book = _report(rows)
    texts = (
        '=HYPERLINK("http://example.invalid","点击")',
        "+1+1",
        "-2+3",
        "@SUM(A1)",
        "<script>alert(1)</script>",
        "'; DROP TABLE projects; --",
        "{{ 7*7 }}",
        "长" * 9_000,
        "第一行\n第二行\t制表",
        "\u202e反向\u200b零宽\ufeff",
    )
    for row, text in enumerate(texts, 5):
        cell = book.active.cell(row, 20)
        cell.value, cell.data_type = text, "s"
    return book


def _hidden(rows):
    """A row, a column and a sheet of old figures are hidden; one cause spans three rows."""
    book = _report(rows)
    sheet = book.active
    sheet.row_dimensions[7].hidden = True
    sheet.column_dimensions["D"].hidden = True
    sheet.cell(8, 20).value = "征地拆迁进展慢"
    for row in (9, 10):
        sheet.cell(row, 20).value = None
    sheet.merge_cells("T8:T10")
    extra = book.create_sheet("作废勿用")
    extra["A1"] = "旧数据，作废"
    extra.sheet_state = "hidden"
    return book


def _no_unit(rows):
    return _report(rows, unit=None)


def _serials(rows):
    """Dates as the bare day numbers of Excel (45,000 = 2023-03-15)."""
    book = _report(rows)
    for line in book.active.iter_rows(min_row=5, max_row=14, min_col=10, max_col=13):
        for cell in line:
            if isinstance(cell.value, dt.datetime):
                cell.value, cell.number_format = (
                    (cell.value - dt.datetime(1899, 12, 30)).days,
                    "General",
                )
    return book


def _empty(rows):
    return _report([])


def _save(path, book):
    look.save(book, path)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
