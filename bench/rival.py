"""Import the workbook with django-import-export: `python -m bench.rival MODE WORKBOOK`."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django
import openpyxl
import tablib


def main() -> None:
    mode, source = sys.argv[1], Path(sys.argv[2])
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
    django.setup()
    from .resources import Entries, Plans, Projects, Reports, in_bulk

    sheets = datasets(source)
    _, listed = next(sheets)
    steps: list[tuple[Any, tablib.Dataset]] = [
        (Projects(), listed),
        (Entries(), listed),
        (Plans(), listed),
    ]
    for resource, dataset in [*steps, *((Reports(month), rows) for month, rows in sheets)]:
        if mode == "bulk":
            in_bulk(resource)
        result = resource.import_data(dataset, raise_errors=False, use_transactions=True)
        if result.has_errors() or result.has_validation_errors():
            sys.exit(f"The rival failed: {result.row_errors()[:1]} {result.base_errors[:1]}")


def datasets(source: Path) -> Iterator[tuple[int, tablib.Dataset]]:
    """Read each sheet as the library's XLSX format does; yield its month, 0 for the list."""
    from .workbook import HEADER_ROW

    book = openpyxl.load_workbook(source, read_only=True, data_only=True)
    for month, sheet in enumerate(book.worksheets):
        rows = list(sheet.iter_rows(values_only=True))[HEADER_ROW:]
        dataset = tablib.Dataset()
        dataset.headers = [_header(str(title), month) for title in rows[0]]
        dataset.extend(rows[1:])
        yield month, dataset


def _header(title: str, month: int) -> str:
    names = {f"{month}月完成投资": "本月完成", f"1-{month}月累计完成投资": "累计完成"}
    return names.get(title, title)


if __name__ == "__main__":
    main()
