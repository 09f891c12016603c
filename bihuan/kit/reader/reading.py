"""One file in, its cells out, whatever its format; its name decides nothing."""

from __future__ import annotations

from .excel import read_excel, read_xls, read_xlsb
from .radicals import without_radicals
from .sniffing import FileFormat, format_of
from .strikes import without_strokes
from .text import read_text
from .values import Book, Sheet


def read(content: bytes, name: str, base: str, *, pasted: bool = False) -> Book:
    """Raises Unreadable for a file that is encrypted, of a format without tables, damaged, or built
    to do harm. `base` is the title of the hidden sheet that remembers what went out.
    """
    book = _read(content, name, base, pasted=pasted)
    return Book([without_radicals(without_strokes(sheet)) for sheet in book.sheets], book.base)


def _read(content: bytes, name: str, base: str, *, pasted: bool) -> Book:
    kind = FileFormat.TEXT if pasted else format_of(content, name)
    if kind == FileFormat.XLSX:
        return read_excel(content, name, base)
    if kind == FileFormat.XLS:
        return read_xls(content, name)
    if kind == FileFormat.XLSB:
        return read_xlsb(content, name)
    return Book(_sheets(kind, content, name, pasted=pasted), [])


def _sheets(kind: FileFormat, content: bytes, name: str, *, pasted: bool) -> list[Sheet]:
    """Read by a library that is slow to import, and not always needed."""
    if kind == FileFormat.ODS:
        from .opendocument import read_ods

        return read_ods(content, name)
    if kind == FileFormat.DOCX:
        from .word import read_docx

        return read_docx(content, name)
    if kind == FileFormat.PDF:
        from .pdf import read_pdf

        return read_pdf(content, name)
    if kind == FileFormat.PICTURE:
        from .pictures import read_picture

        return read_picture(content, name)
    return read_text(content, name, pasted=pasted)
