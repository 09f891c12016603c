"""Workbooks in, safely: what a stranger's file may be, and its cells as plain values.

The files are read by a process apart, with limits of its own: see `reader` and `readers`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings

from .errors import Refusal
from .reader.limits import MEBIBYTE, MOST_COLUMNS
from .reader.values import Book, Cell, ReadingFault, Sheet, Unreadable, cell_at
from .reader.wire import unpacked
from .readers import ask
from .words import _, gettext
from .workbooks import BASE_SHEET

__all__ = [
    "FORMATS",
    "MOST_COLUMNS",
    "Book",
    "Cell",
    "Note",
    "Sheet",
    "annotate",
    "cell_at",
    "read_pasted",
    "read_workbook",
]
Note = tuple[str, int, str, list[int]]
"""A sheet's title, a row and words for it, and the columns they are about; all from 1."""

SENTENCES = {
    ReadingFault.OLD_FORMAT: _(
        "“%s” is in a format that cannot be read: open it in WPS or Excel and save it as .xlsx."
    ),
    ReadingFault.ENCRYPTED: _("“%s” is encrypted: save it without a password."),
    ReadingFault.OLD_DOCUMENT: _(
        "“%s” is in an old format of documents: open it in WPS or Word and save it as .docx, or "
        "copy its table into a workbook."
    ),
    ReadingFault.SLIDES: _("“%s” holds slides: copy its table into a workbook."),
    ReadingFault.PICTURE: _(
        "“%s” is a picture: ask for the table itself, or install the extra bihuan[ocr], which "
        "reads tables out of pictures."
    ),
    ReadingFault.SCAN: _(
        "Pages of “%s” are pictures without text: ask for the table itself, or install the extra "
        "bihuan[ocr], which reads tables out of pictures."
    ),
    ReadingFault.ARCHIVE: _("“%s” is an archive: unpack it and bring in the files within."),
    ReadingFault.NO_TABLE: _("“%s” holds no table: copy the figures into a workbook."),
    ReadingFault.TOO_MANY_PAGES: _("“%s” has more pages than can be read: split it."),
    ReadingFault.NO_WORKBOOK: _(
        "“%s” holds no table that can be read: save it as .xlsx, .docx, .pdf or .csv."
    ),
    ReadingFault.DAMAGED: _("“%s” is damaged: it cannot be opened."),
    ReadingFault.CODE: _("“%s” holds code that a workbook never needs."),
    ReadingFault.BOMB: _("“%s” unpacks to far more than a workbook holds."),
    ReadingFault.TOO_WIDE: _("Sheet “%s” is too wide to be a table."),
    ReadingFault.TOO_MANY_ROWS: _("Sheet “%s” has more rows than can be read: split it."),
    ReadingFault.TOO_MANY_LINES: _("“%s” has more rows than can be read: split it."),
    ReadingFault.TOO_MANY_CELLS: _("“%s” holds more cells than can be read: split it."),
    ReadingFault.NO_TEXT: _("“%s” is not a table of text."),
    ReadingFault.CHARACTERS: _("The characters of “%s” cannot be read: save it as UTF-8."),
    ReadingFault.MEMORY: _(
        "“%s” needs more memory than one file may take: copy its table into a new workbook."
    ),
    ReadingFault.TIME: _(
        "“%s” takes too long to read: copy its table into a new workbook, or split it."
    ),
    ReadingFault.BUSY: _("Other workbooks are being read just now: try “%s” again shortly."),
}


FORMATS = ".xlsx,.xlsm,.xls,.et,.xlsb,.ods,.csv,.txt,.html,.xml,.docx,.pdf,.png,.jpg,.jpeg"
"""What files that can be read are named as a rule; their content decides."""


def read_workbook(content: bytes, name: str) -> Book:
    """Return the visible sheets of a workbook, or the tables of a text, a document or a picture.

    Raises Refusal, in one sentence that says what to do, for a file that is too large, encrypted,
    of another format, without a table, damaged, or built to do harm.
    """
    return _book_of({"name": name, "base": BASE_SHEET}, content)


def read_pasted(text: str, name: str) -> Book:
    """Return the table in a text that somebody copied from a chat or a sheet, as one sheet called
    `name`: its columns parted by tabs, bars, several spaces or commas.

    Raises Refusal as `read_workbook`.
    """
    content = text.encode(errors="replace")
    return _book_of({"name": name, "base": BASE_SHEET, "pasted": True}, content)


def _book_of(asked: dict[str, Any], content: bytes) -> Book:
    check_size(len(content), asked["name"])
    try:
        told, _none = ask(asked, content)
    except Unreadable as error:
        raise refusal(error) from error
    return unpacked(told)


def annotate(content: bytes, name: str, notes: Iterable[Note], heading: str) -> bytes:
    """Return the workbook with notes in a last column under `heading`. Raises Refusal as
    `read_workbook`.
    """
    check_size(len(content), name)
    try:
        _none, back = ask({"name": name, "notes": list(notes), "heading": heading}, content)
    except Unreadable as error:
        raise refusal(error) from error
    return back


def check_size(size: int, name: str) -> None:
    """Refuse a file that is too large, before it is read."""
    if size > settings.LARGEST_WORKBOOK_MEGABYTES * MEBIBYTE:
        raise Refusal(
            gettext("“%(name)s” is larger than %(most)s MB: split it.")
            % {"name": name, "most": settings.LARGEST_WORKBOOK_MEGABYTES}
        )


def refusal(error: Unreadable) -> Refusal:
    """Return what a fault says to the user."""
    return Refusal(str(SENTENCES[error.fault]) % error.about)
