"""One file in, its cells out: an .xlsx or a .csv."""

from __future__ import annotations

from pathlib import PurePath

from .excel import read_excel
from .text import read_text
from .values import Book, ReadingFault, Unreadable

OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read(content: bytes, name: str, base: str) -> Book:
    """Raises Unreadable for a file that is encrypted, of an old or other format, damaged, or built
    to do harm. `base` is the title of the hidden sheet that remembers what went out.
    """
    if content.startswith(OLE_MAGIC):
        raise Unreadable(ReadingFault.OLD_FORMAT, name)
    if content.startswith(b"PK"):
        return read_excel(content, name, base)
    if PurePath(name).suffix.lower() == ".csv":
        return Book([read_text(content, name)], [])
    raise Unreadable(ReadingFault.NO_WORKBOOK, name)
