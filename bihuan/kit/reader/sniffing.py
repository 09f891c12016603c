"""What a file is, by its content: its name may say anything."""

from __future__ import annotations

import re
import struct
from enum import StrEnum

from .archive import OLE_MAGIC, package_opened
from .ole import OleFile
from .values import ReadingFault, Unreadable


class FileFormat(StrEnum):
    """Kinds of files that hold tables."""

    XLSX = "xlsx"
    XLSB = "xlsb"
    XLS = "xls"
    ODS = "ods"
    DOCX = "docx"
    PDF = "pdf"
    PICTURE = "picture"
    TEXT = "text"  # also HTML and other markup, which is known by its text


_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*")
_ARCHIVES = (b"7z\xbc\xaf\x27\x1c", b"Rar!", b"\x1f\x8b")
_BARE_XLS = re.compile(rb"\x09[\x00\x02\x04\x08][\x04-\x10]\0")  # of before 1995
_PARTS = {
    "xl/workbook.xml": FileFormat.XLSX,
    "xl/workbook.bin": FileFormat.XLSB,
    "word/document.xml": FileFormat.DOCX,
    "content.xml": FileFormat.ODS,
}
_STREAMS = (  # of an OLE file: what it is by the first that it holds
    ("EncryptedPackage", ReadingFault.ENCRYPTED),
    ("WordDocument", ReadingFault.OLD_DOCUMENT),
    ("PowerPoint Document", ReadingFault.SLIDES),
    ("Workbook", None),
    ("Book", None),
)


def format_of(content: bytes, name: str) -> FileFormat:
    """Return what a file is. Raises Unreadable, with what to do, for what holds no table that can
    be read.
    """
    if content.startswith(OLE_MAGIC):
        return _ole(content, name)
    if content.startswith(b"PK"):
        return _package(content, name)
    if b"%PDF-" in content[:1024]:
        return FileFormat.PDF
    if content.startswith(_PICTURES) or content[8:12] == b"WEBP" or content[4:8] == b"ftyp":
        return FileFormat.PICTURE
    if content.startswith(_ARCHIVES):
        raise Unreadable(ReadingFault.ARCHIVE, name)
    if content.lstrip()[:5] == b"{\\rtf":
        raise Unreadable(ReadingFault.OLD_DOCUMENT, name)
    if _BARE_XLS.match(content):
        raise Unreadable(ReadingFault.OLD_FORMAT, name)
    return FileFormat.TEXT


def _ole(content: bytes, name: str) -> FileFormat:
    try:
        streams = OleFile(content).streams
    except (ValueError, IndexError, struct.error) as error:
        raise Unreadable(ReadingFault.DAMAGED, name) from error
    for stream, fault in _STREAMS:
        if stream in streams:
            if fault is None:
                return FileFormat.XLS
            raise Unreadable(fault, name)
    raise Unreadable(ReadingFault.OLD_FORMAT, name)


def _package(content: bytes, name: str) -> FileFormat:
    with package_opened(content, name) as package:
        parts = set(package.namelist())
        for part, kind in _PARTS.items():
            if part in parts:
                return kind
        if "ppt/presentation.xml" in parts:
            raise Unreadable(ReadingFault.SLIDES, name)
        if any(part.lower().endswith((".xlsx", ".xls", ".et", ".csv")) for part in parts):
            raise Unreadable(ReadingFault.ARCHIVE, name)
    raise Unreadable(ReadingFault.NO_WORKBOOK, name)
