"""Heads written down beside the database, one a line: what an older record is compared with."""

from __future__ import annotations

import os
from contextlib import suppress
from datetime import datetime
from io import TextIOWrapper
from pathlib import Path
from typing import NamedTuple

from bihuan.kit.errors import Refusal
from bihuan.kit.words import gettext

from .heads import (
    RecordHead,
    folder,
    head_of,
    key_file,
    newest_head,
    signed_head,
    signing_key,
)
from .shapes import canonical, shallow_json

ONE_LINE = 4_096
"""Bytes that hold more than one line of noted heads."""


class Noted(NamedTuple):
    """What stands beside the database: heads, and the numbers of lines that hold none."""

    heads: tuple[RecordHead, ...]
    damaged: tuple[int, ...]


def note_head(at: datetime) -> RecordHead | None:
    """Write the signed head down beside the database, unless it stands there already."""
    head, last = newest_head(), _last_noted()
    if head is None or (last and (last.number, last.hash) == (head.number, head.hash)):
        return last
    signed = signed_head(at)
    if signed is not None:
        _append(_heads_file(), canonical(signed.written_down()))
    return signed


def read_noted() -> Noted:
    """Return the heads written down beside the database, oldest first, and the numbers of the
    lines that hold none, such as a power cut leaves.
    """
    heads, damaged = [], []
    for number, line in enumerate(_lines(), 1):
        if not line.strip():
            continue
        try:
            heads.append(_head_in(line))
        except ValueError:
            damaged.append(number)
    return Noted(tuple(heads), tuple(damaged))


def noted_heads() -> tuple[RecordHead, ...]:
    """Return the heads written down beside the database, as far as they can be read."""
    return read_noted().heads


def check_signing_key() -> None:
    """Raise Refusal if the key is damaged, or gone though heads were signed with it."""
    if key_file().exists():
        signing_key()
    elif _heads_file().exists():
        raise Refusal(gettext("The key that signed the record so far is gone: %s.") % key_file())


def _last_noted() -> RecordHead | None:
    """Return the last head that can be read: the file is long, and the clock asks every minute."""
    for line in reversed(_lines(last_bytes=ONE_LINE)):
        with suppress(ValueError):
            return _head_in(line)
    return next(reversed(noted_heads()), None)


def _head_in(line: str) -> RecordHead:
    """Return the head in a line. Raises ValueError if it holds none, or one that nobody signed."""
    head = head_of(shallow_json(line))
    if not head.signature:
        raise ValueError(line)
    return head


def _lines(*, last_bytes: int | None = None) -> list[str]:
    """Return the lines of the file, or those that lie whole in its last bytes."""
    path = _heads_file()
    if not path.is_file():
        return []
    with path.open("rb") as file:
        begins = max(0, file.seek(0, os.SEEK_END) - last_bytes) if last_bytes else 0
        file.seek(begins)
        lines = TextIOWrapper(file, encoding="utf-8", errors="replace").read().split("\n")
    return lines[1:] if begins else lines


def _heads_file() -> Path:
    return folder() / "heads.jsonl"


def _append(path: Path, line: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        begins = "" if _ends_well(path) else "\n"  # what a power cut left half stands alone
        file.write(f"{begins}{line}\n")
        file.flush()
        os.fsync(file.fileno())


def _ends_well(path: Path) -> bool:
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        if size:
            file.seek(-1, os.SEEK_END)
        return not size or file.read(1) == b"\n"
