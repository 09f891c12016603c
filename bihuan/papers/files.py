"""A paper as a file: PDF or Word."""

from __future__ import annotations

from urllib.parse import quote

from django.http import HttpResponse

from bihuan.kit.papers import to_docx, to_pdf

from .models import IssuedPaper

FILES = {
    "pdf": ("application/pdf", to_pdf),
    "docx": (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        to_docx,
    ),
}


def as_file(found: IssuedPaper, ending: str) -> HttpResponse:
    """Return the answer that carries a paper: `ending` is pdf or docx."""
    mime, make = FILES[ending]
    name = quote(f"{found.file_name}.{ending}")
    shown = "inline" if ending == "pdf" else "attachment"
    headers = {"Content-Disposition": f"{shown}; filename*=UTF-8''{name}"}
    return HttpResponse(make(found.sheet), content_type=mime, headers=headers)
