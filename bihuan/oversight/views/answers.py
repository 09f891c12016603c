"""How workbooks leave."""

from __future__ import annotations

from urllib.parse import quote

from django.http import HttpResponse

from bihuan.kit.line_workbooks import XLSX


def attached(content: bytes, title: str) -> HttpResponse:
    """Return a workbook as a file to be saved under its title."""
    answer = HttpResponse(content, content_type=XLSX)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(title)}.xlsx"
    return answer
