"""Files that are packages of parts (.xlsx, .xlsb, .ods, .docx): refused if they do harm."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any

from lxml import etree

from . import limits
from .values import ReadingFault, Unreadable

Element = Any  # of lxml, which comes without types
OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
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
    etree.XMLSyntaxError,
)
_ENTITY = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)


@contextmanager
def package_opened(content: bytes, name: str) -> Iterator[zipfile.ZipFile]:
    """Yield the package. Raises Unreadable for one that is damaged or unpacks to far too much;
    also if what is done with it finds that out.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            _check_sizes(package.infolist(), name)
            yield package
    except BROKEN as error:
        raise Unreadable(ReadingFault.DAMAGED, name) from error


def part_of(package: zipfile.ZipFile, part: str, name: str) -> bytes:
    """Return a part that is XML. Raises KeyError if there is none, Unreadable if it holds code."""
    text = package.read(part)
    if has_entities(text):
        raise Unreadable(ReadingFault.CODE, name)
    return text


def tree_of(text: bytes) -> Element:
    """Return XML parsed: no entity is resolved, nothing is fetched, depth and texts are bounded.

    Raises etree.XMLSyntaxError.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
    )
    return etree.fromstring(text, parser)


def has_entities(text: bytes) -> bool:
    """True of XML that defines entities, also if it is written in UTF-16 or UTF-32. Macros, which
    are no XML and never run, are none.
    """
    if text.startswith(OLE_MAGIC):
        return False
    wide = text[:4].replace(b"\0", b"") != text[:4] or text[:2] in (b"\xff\xfe", b"\xfe\xff")
    return _ENTITY.search(text.replace(b"\0", b"") if wide else text) is not None


def _check_sizes(parts: list[zipfile.ZipInfo], name: str) -> None:
    bomb = any(
        part.file_size > limits.MEBIBYTE
        and part.file_size > limits.LARGEST_RATIO * max(part.compress_size, 1)
        for part in parts
    )
    unpacked = sum(part.file_size for part in parts)
    if unpacked > limits.LARGEST_PACKAGE or bomb or len(parts) > limits.MOST_PARTS:
        raise Unreadable(ReadingFault.BOMB, name)


def repacked(package: zipfile.ZipFile, changed: dict[str, bytes]) -> bytes:
    """Return the package with other bytes in some of its parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as after:
        for part in package.infolist():
            after.writestr(part.filename, changed.get(part.filename) or package.read(part))
    return stream.getvalue()


def inside(parent: Element, tags: Collection[str], around: Collection[str]) -> Iterator[Element]:
    """Yield the children with one of `tags`, in order, also those that elements `around` hold."""
    waiting = [parent.iterchildren()]
    while waiting:
        for each in waiting[-1]:
            if each.tag in tags:
                yield each
            elif each.tag in around:
                waiting.append(each.iterchildren())
                break
        else:
            waiting.pop()
