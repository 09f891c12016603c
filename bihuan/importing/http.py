"""Workbooks as answers."""

from __future__ import annotations

from urllib.parse import quote

from django.http import HttpResponse

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def download(content: bytes, name: str, **headers: str) -> HttpResponse:
    """Return a workbook that the browser saves under a name."""
    saved = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}", **headers}
    return HttpResponse(content, content_type=XLSX, headers=saved)
