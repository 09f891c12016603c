"""The package that an .xlsx is: refused if it does harm, cut down if it is mostly empty."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from dataclasses import dataclass, field
from html import unescape

from . import limits
from .sparse import cut_down
from .values import Place, ReadingFault, Unreadable

BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    RuntimeError,
    NotImplementedError,
    EOFError,
    OSError,
    KeyError,
    ValueError,
    OverflowError,
)
_ENTITY = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
_FORMULA = re.compile(
    rb'<c r="([A-Z]{1,3})(\d{1,7})"(?![^>]*t="str")[^>]*>\s*<f[^>]*?(?:/>|>[^<]*</f>)'
    rb"\s*(?:<v\s*/>|<v></v>)?\s*</c>"
)
_FAILED = re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})"[^>]*t="e"')
_HIDDEN = re.compile(rb'<row r="(\d{1,7})"[^>]* hidden="(?:1|true)"')
_SHEET = re.compile(rb"<sheet\s([^>]*)>")
_RELATION = re.compile(rb"<Relationship\s([^>]*)>")
_ATTRIBUTE = re.compile(rb'([\w:]+)="([^"]*)"')


@dataclass(frozen=True)
class Marks:
    """Cells that a sheet marks, by row and column from 0, and rows that it hides."""

    uncomputed: frozenset[Place] = frozenset()
    failed: frozenset[Place] = frozenset()
    hidden: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Package:
    """A package without harm: its bytes, smaller if sheets were cut down, and its sheets' marks by
    their titles.
    """

    content: bytes
    marks: dict[str, Marks] = field(default_factory=dict)


def inspect(content: bytes, name: str) -> Package:
    """Raises Unreadable for a package that is damaged, or built to do harm."""
    found: dict[str, Marks] = {}
    smaller: dict[str, bytes] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = package.infolist()
            _check_sizes(parts, name)
            if not any(part.filename == "xl/workbook.xml" for part in parts):
                raise Unreadable(ReadingFault.NO_WORKBOOK, name)
            titles = _titles(package)
            for part in parts:
                text = package.read(part)  # also of parts we do not use: their sizes may lie
                if not part.filename.startswith("xl/media/") and _has_entities(text):
                    raise Unreadable(ReadingFault.CODE, name)
                if part.filename in titles:
                    text = _small(text, part.filename, titles, smaller)
                    found[titles[part.filename]] = _marks(text)
            return Package(_repacked(package, smaller) if smaller else content, found)
    except BROKEN as error:
        raise Unreadable(ReadingFault.DAMAGED, name) from error


def _small(text: bytes, part: str, titles: dict[str, str], smaller: dict[str, bytes]) -> bytes:
    """Return a sheet cut down to its table, if it reaches far; note it in `smaller`."""
    cut = cut_down(text, titles[part])
    if cut is None:
        return text
    smaller[part] = cut
    return cut


def _repacked(package: zipfile.ZipFile, smaller: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as after:
        for part in package.infolist():
            after.writestr(part.filename, smaller.get(part.filename) or package.read(part))
    return stream.getvalue()


def _has_entities(text: bytes) -> bool:
    """True of XML that defines entities, also if it is written in UTF-16 or UTF-32."""
    wide = text[:4].replace(b"\0", b"") != text[:4] or text[:2] in (b"\xff\xfe", b"\xfe\xff")
    return _ENTITY.search(text.replace(b"\0", b"") if wide else text) is not None


def _titles(package: zipfile.ZipFile) -> dict[str, str]:
    """Return the title of the sheet that each part of a package holds."""
    sheets = _SHEET.findall(package.read("xl/workbook.xml"))
    targets: dict[bytes, bytes] = {}
    for relation in _RELATION.findall(package.read("xl/_rels/workbook.xml.rels")):
        told = dict(_ATTRIBUTE.findall(relation))
        targets[told.get(b"Id", b"")] = told.get(b"Target", b"")
    titles = {}
    for sheet in sheets:
        told = dict(_ATTRIBUTE.findall(sheet))
        target = targets.get(told.get(b"r:id", b""), b"").decode(errors="replace")
        path = target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
        titles[path] = unescape(told.get(b"name", b"").decode(errors="replace"))
    return titles


def _marks(text: bytes) -> Marks:
    uncomputed = _FORMULA.finditer(text) if b"<f" in text else ()
    failed = _FAILED.finditer(text) if b't="e"' in text else ()
    hidden = _HIDDEN.finditer(text) if b"hidden=" in text else ()
    return Marks(
        frozenset(_place(m[1], m[2]) for m in uncomputed),
        frozenset(_place(m[1], m[2]) for m in failed),
        frozenset(int(m[1]) - 1 for m in hidden),
    )


def _check_sizes(parts: list[zipfile.ZipInfo], name: str) -> None:
    bomb = any(
        part.file_size > limits.MEBIBYTE
        and part.file_size > limits.LARGEST_RATIO * max(part.compress_size, 1)
        for part in parts
    )
    unpacked = sum(part.file_size for part in parts)
    if unpacked > limits.LARGEST_PACKAGE or bomb or len(parts) > limits.MOST_PARTS:
        raise Unreadable(ReadingFault.BOMB, name)


def _place(letters: bytes, digits: bytes) -> Place:
    column = 0
    for letter in letters:
        column = column * 26 + letter - 64
    return int(digits) - 1, column - 1
