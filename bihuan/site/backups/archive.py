"""One file that holds a backup: a ZIP whose last 64 characters are the SHA-256 of all before them.

Any unpacker opens it. It is written beside its place and renamed when it is whole and on the disk.
"""

from __future__ import annotations

import hashlib
import os
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import IO, BinaryIO

from bihuan.kit import advance
from bihuan.kit.errors import Refusal
from bihuan.kit.files import sync_folder
from bihuan.kit.words import gettext

CHUNK = 1 << 20
SEAL_LENGTH = 64  # a SHA-256 in hexadecimal digits
UNREADABLE = (
    KeyError,
    EOFError,
    ValueError,
    OverflowError,
    RuntimeError,
    struct.error,
    zlib.error,
    zipfile.BadZipFile,
)
"""What reading a damaged archive raises, beside OSError."""


@dataclass(frozen=True)
class ArchiveMember:
    """What is known of one file in the archive."""

    sha256: str
    size: int


class ArchiveWriter:
    """Takes files one after another, never more than a chunk of one in memory."""

    def __init__(self, packed: zipfile.ZipFile) -> None:
        self._packed = packed
        self.members: dict[str, ArchiveMember] = {}

    def add(self, name: str, source: BinaryIO, *, compress: bool = False) -> None:
        """Append what `source` holds; photos, which are compressed already, are only stored."""
        entry = zipfile.ZipInfo(name)
        entry.external_attr = 0o600 << 16
        entry.compress_type = zipfile.ZIP_DEFLATED if compress else zipfile.ZIP_STORED
        digest, size = hashlib.sha256(), 0
        with self._packed.open(entry, "w", force_zip64=True) as target:
            for part in chunks(source):
                digest.update(part)
                size += len(part)
                target.write(part)
                advance.add(len(part))
        self.members[name] = ArchiveMember(digest.hexdigest(), size)

    def add_bytes(self, name: str, content: bytes) -> None:
        """Append a small file."""
        self.add(name, BytesIO(content), compress=True)


@contextmanager
def new_archive(unfinished: Path, place: Path) -> Iterator[ArchiveWriter]:
    """Write an archive at `unfinished`; move it to `place` once it is whole, sealed and on disk."""
    handle = os.open(unfinished, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w+b") as file:
        with zipfile.ZipFile(file, "w", compresslevel=3) as packed:
            packed.comment = b"0" * SEAL_LENGTH
            yield ArchiveWriter(packed)
        file.flush()
        seal = _digest_before_seal(file)
        file.seek(-SEAL_LENGTH, os.SEEK_END)
        file.write(seal.encode())
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(place)
    sync_folder(place.parent)


def is_sealed(place: Path) -> bool:
    """Return whether not one byte of the archive has changed since it was written."""
    with place.open("rb") as file:
        if file.seek(0, os.SEEK_END) <= SEAL_LENGTH:
            return False
        return _digest_before_seal(file) == _seal(file)


def seal_of(place: Path) -> str:
    """Return the archive's own checksum, by which one backup is told from another."""
    with place.open("rb") as file:
        return _seal(file)


@contextmanager
def opened(place: Path) -> Iterator[zipfile.ZipFile]:
    """Open an archive for reading. Raises Refusal if it is none, or only the beginning of one."""
    try:
        packed = zipfile.ZipFile(place)
    except OSError as error:
        raise Refusal(gettext("“%s” cannot be opened.") % place) from error
    except UNREADABLE as error:
        raise Refusal(gettext("“%s” is no backup, or only a part of one.") % place) from error
    with packed:
        yield packed


def read_member(packed: zipfile.ZipFile, name: str, to: IO[bytes] | None = None) -> ArchiveMember:
    """Read one member to its end, copying it if asked. Raises Refusal if it cannot be read."""
    digest, size = hashlib.sha256(), 0
    try:
        with packed.open(name) as source:
            for part in chunks(source):
                digest.update(part)
                size += len(part)
                if to is not None:
                    to.write(part)
                advance.add(len(part))
    except UNREADABLE as error:
        raise Refusal(gettext("“%s” in the backup cannot be read.") % name) from error
    return ArchiveMember(digest.hexdigest(), size)


def read_small(packed: zipfile.ZipFile, name: str) -> bytes:
    """Return all of a small member. Raises Refusal if it is not there or damaged."""
    content = BytesIO()
    read_member(packed, name, content)
    return content.getvalue()


def chunks(source: IO[bytes]) -> Iterator[bytes]:
    """Yield what is left of a file, part by part."""
    while part := source.read(CHUNK):
        yield part


def _digest_before_seal(file: IO[bytes]) -> str:
    digest, left = hashlib.sha256(), file.seek(0, os.SEEK_END) - SEAL_LENGTH
    file.seek(0)
    while left > 0 and (part := file.read(min(CHUNK, left))):
        digest.update(part)
        left -= len(part)
    return digest.hexdigest()


def _seal(file: IO[bytes]) -> str:
    length = file.seek(0, os.SEEK_END)
    file.seek(max(length - SEAL_LENGTH, 0))
    return file.read().decode("ascii", "replace")
