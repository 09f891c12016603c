"""Plain office look for a sheet, and saving with the same bytes every time."""

import datetime as dt
import io
import re
import zipfile

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

NOTE = "注：除已公开发布的项目名称和汇总数外，其余为演示用虚构数据。"
MOMENT = dt.datetime(2025, 1, 10, 9, 0, 0)
THIN = Border(*[Side(style="thin")] * 4)
GREY = PatternFill("solid", fgColor="E7EDF4")
MIDDLE = Alignment(horizontal="center", vertical="center", wrap_text=True)


def title(sheet, text, width):
    sheet["A1"] = text
    sheet["A1"].font = Font(name="方正小标宋简体", size=18)
    sheet["A1"].alignment = MIDDLE
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=width)


def header(sheet, row, columns):
    """Write `columns`, tuples of texts by level; equal neighbours and last levels are merged."""
    depth = max(len(c) for c in columns)
    for index, column in enumerate(columns, 1):
        for level in range(depth):
            cell = sheet.cell(row + level, index, column[level] if level < len(column) else None)
            cell.font, cell.fill, cell.border, cell.alignment = Font(bold=True), GREY, THIN, MIDDLE
        if len(column) < depth:
            sheet.merge_cells(
                start_row=row + len(column) - 1,
                end_row=row + depth - 1,
                start_column=index,
                end_column=index,
            )
        sheet.column_dimensions[get_column_letter(index)].width = 30 if "名称" in column[-1] else 14
    for level in range(depth - 1):
        _merge_equal(sheet, row + level, columns, level)
    return row + depth


def _merge_equal(sheet, row, columns, level):
    start = 0
    for end in range(1, len(columns) + 1):
        same = (
            end < len(columns)
            and len(columns[end]) > level + 1
            and columns[end][: level + 1] == columns[start][: level + 1]
        )
        if same and len(columns[start]) > level + 1:
            continue
        if end - start > 1:
            sheet.merge_cells(start_row=row, end_row=row, start_column=start + 1, end_column=end)
        start = end


def line(sheet, row, values, bold=False):
    for index, value in enumerate(values, 1):
        cell = sheet.cell(row, index, value)
        cell.border, cell.alignment = THIN, Alignment(vertical="center", wrap_text=True)
        if bold:
            cell.font = Font(bold=True)
        if isinstance(value, dt.datetime):
            cell.number_format = "yyyy/m/d"
    return row + 1


def save(book, path):
    """Save with fixed times, so that making the files again changes nothing."""
    book.properties.creator, book.properties.created = "演示", MOMENT
    raw = io.BytesIO()
    book.save(raw)
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "docProps/core.xml":
                content = re.sub(
                    rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>2025-01-10T09:00:00Z", content
                )
            info = zipfile.ZipInfo(name, (2025, 1, 10, 9, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(info, content)
