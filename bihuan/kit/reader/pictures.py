"""Photos and scans of tables. Without the extra `ocr` they are refused, with what to do."""

from __future__ import annotations

from .values import ReadingFault, Sheet, Unreadable


def read_picture(content: bytes, name: str) -> list[Sheet]:
    """Return the table of a picture, doubtful. Raises Unreadable."""
    raise Unreadable(ReadingFault.PICTURE, name)


def read_scan(content: bytes, name: str) -> list[Sheet]:
    """Return the tables of a PDF that holds pictures only, doubtful. Raises Unreadable."""
    raise Unreadable(ReadingFault.SCAN, name)
